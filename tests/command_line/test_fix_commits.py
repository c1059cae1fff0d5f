"""Commits amended with their own fixes, on a new branch."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line.test_cli import git, kcheck, own_home

__all__ = ["own_home"]

OLD = "int old (int a);\n\nint f(int a)\n{\n"
STEPS = [
    OLD + "\treturn a;\n}\n",
    OLD + "\tif ( a>1 )\n\t\treturn a;\n\treturn g (a) ;\n}\n",
    OLD + "\tif ( a>1 )\n\t\treturn a;\n\treturn g (a,1) ;\n}\n\nint h(void)\n{\n\treturn 0;\n}\n",
]
LAST = OLD + "\tif (a > 1)\n\t\treturn a;\n\treturn g(a, 1);\n}\n\nint h(void)\n{\n\treturn 0;\n}\n"


@pytest.fixture
def topic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A branch with four commits: a file changed twice, renamed, and another one added."""
    monkeypatch.chdir(tmp_path)
    git("init", "-q", "-b", "topic")
    for number, content in enumerate(STEPS):
        (tmp_path / "a.c").write_text(content)
        git("add", ".")
        git("commit", "-qm", f"demo: take step {number}\n\nWith  reasons.\n")
    git("mv", "a.c", "b.c")
    git("commit", "-qm", "demo: rename")
    (tmp_path / "c.c").write_text("int c;\n")
    git("add", ".")
    git("commit", "-qm", "demo: add", "--author", "Bert Example <bert@example.org>")
    return tmp_path


def log(form: str, revisions: str) -> list[str]:
    return git("log", "--reverse", f"--format={form}", revisions).decode().splitlines()


def test_each_commit_gets_its_own_fixes(topic: Path) -> None:
    before = git("for-each-ref"), git("rev-parse", "HEAD")
    run = kcheck("fix-commits", "topic~4..")
    assert run.returncode == 0, run.stderr
    fixes = [line.split("  ")[1] for line in run.stdout.decode().splitlines()]
    assert fixes[2:] == ["0 fixes", "0 fixes"]
    assert not any(fix.startswith("0") for fix in fixes[:2])
    assert git("show", "topic-fixed:b.c").decode() == LAST
    assert git("show", "topic-fixed~3:a.c").decode() == STEPS[1].replace("( a>1 )", "(a > 1)").replace("g (a) ", "g(a)")
    assert log("%an %aI %B", "topic~4..topic") == log("%an %aI %B", "topic~4..topic-fixed")
    assert git("for-each-ref", "refs/heads/topic") == before[0]
    assert git("rev-parse", "HEAD") == before[1]
    assert git("status", "--porcelain") == b""
    assert len(git("worktree", "list").splitlines()) == 1


def test_the_worktree_does_not_matter(topic: Path) -> None:
    (topic / "b.c").write_text("int  mine ;\n")
    git("add", ".")
    (topic / "b.c").write_text("int  mine  too ;\n")
    assert kcheck("fix-commits", "HEAD~4..HEAD", "-b", "new").returncode == 0
    assert git("show", "new:b.c").decode() == LAST
    assert git("show", ":b.c") == b"int  mine ;\n"
    assert (topic / "b.c").read_text() == "int  mine  too ;\n"


def test_a_later_commit_that_collides_has_its_say(topic: Path) -> None:
    git("checkout", "-q", "-b", "more")
    (topic / "b.c").write_text(LAST.replace("\tif (a > 1)\n", "\tif ( a>2&&a<5 )\n"))
    git("commit", "-qam", "demo: other condition")
    git("rm", "-q", "c.c")
    git("commit", "-qm", "demo: remove")
    assert kcheck("fix-commits", "HEAD~6..").returncode == 0
    assert git("show", "more-fixed:b.c").decode() == LAST.replace("a > 1", "a > 2 && a < 5")
    assert git("ls-tree", "--name-only", "more-fixed") == b"b.c\n"


def test_without_fixes_there_is_no_branch(topic: Path) -> None:
    run = kcheck("fix-commits", "HEAD~1..")
    assert run.returncode == 0
    assert b"nothing to fix in 1 commit" in run.stderr
    assert git("branch", "--format=%(refname:short)") == b"topic\n"


def test_what_cannot_be_done(topic: Path) -> None:
    git("branch", "there")
    git("checkout", "-q", "--detach")
    git("merge", "-q", "--no-ff", "-m", "merge", "topic")
    root = git("rev-list", "--max-parents=0", "topic").decode().strip()
    git("checkout", "-q", "-b", "side", root)
    (topic / "d.c").write_text("int d;\n")
    git("add", ".")
    git("commit", "-qm", "demo: side")
    git("merge", "-q", "--no-edit", "topic")
    for arguments, message in (
        (["topic"], b"not a range"),
        (["topic~2..topic~1"], b"name the new one with -b"),
        (["topic~2..nowhere", "-b", "x"], b"nowhere: there is no such commit"),
        (["topic~2..topic", "-b", "there"], b"there is a branch there already"),
        (["topic~3..side"], b"there are merges"),
        (["--upload..x", "-b", "x"], b"No such option"),
        (["topic..topic"], b"there are no commits"),
    ):
        run = kcheck("fix-commits", *arguments)
        assert (run.returncode, run.stdout) == (2, b""), (arguments, run.stderr)
        assert message in run.stderr, (arguments, run.stderr)
    assert git("branch", "--format=%(refname:short)").split() == [b"side", b"there", b"topic"]
