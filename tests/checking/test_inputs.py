"""Whatever stands on a command line becomes something to check or a clear complaint, and never hides the rest."""

from __future__ import annotations

import errno
import io
import os
import pickle
import time
from pathlib import Path
from typing import Any

import pytest

from pylint_kernel.checking import inputs, runner
from pylint_kernel.checking.inputs import Problem, collect
from pylint_kernel.checking.request import Request
from pylint_kernel.checking.runner import Part, Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.classify import Kind
from pylint_kernel.patches.patch import Patch
from pylint_kernel.surroundings import reading
from tests.repository import Worktree, make_kernel

BAD = "int a; \n"
PATCH = b"diff --git a/d/f.c b/d/f.c\n--- a/d/f.c\n+++ b/d/f.c\n@@ -1,2 +1,3 @@\n int a;\n+int b; \n int c;\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current directory."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    directory = tmp_path / "here"
    directory.mkdir()
    monkeypatch.chdir(directory)
    return directory


@pytest.fixture
def tree(here: Path) -> Worktree:
    """A git repository that looks like a kernel tree, as the current directory."""
    tree = Worktree(here)
    make_kernel(here)
    return tree


def gather(*paths: str, stdin: bytes = b"", **request: object) -> tuple[list[Target], list[Problem]]:
    found = list(collect(Request(paths=paths, **request), io.BytesIO(stdin)))  # type: ignore[arg-type]
    return (
        [one for one in found if isinstance(one, Target)],
        [one for one in found if isinstance(one, Problem)],
    )


def targets(*paths: str, stdin: bytes = b"", **request: object) -> list[Target]:
    found, problems = gather(*paths, stdin=stdin, **request)
    assert not problems
    return found


def problems(*paths: str, stdin: bytes = b"", **request: object) -> list[str]:
    return [str(problem) for problem in gather(*paths, stdin=stdin, **request)[1]]


def names(*paths: str, stdin: bytes = b"", **request: object) -> list[str]:
    return [target.path for target in targets(*paths, stdin=stdin, **request)]


def sources(found: list[Target]) -> list[Target]:
    return [target for target in found if target.mail is None]


def lines(found: list[Target]) -> list[tuple[str, int]]:
    """Path and line of the blanks at line ends that are reported."""
    settings = Settings(types=frozenset({"TRAILING_WHITESPACE"}))
    places = []
    for result in runner.run(sources(found), settings):
        assert result.failure is None
        places += [(result.target.path, result.file.line_number(one.span.start)) for one in result.findings]
    return places


# -- files


def test_file(here: Path) -> None:
    (here / "f.c").write_text(BAD)
    assert targets("f.c") == [Target("f.c")]
    assert lines(targets("f.c", str(here / "f.c"), "./f.c")) == [("f.c", 1)]


def test_file_in_a_tree(tree: Worktree, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.write("drivers/net/f.c", BAD)
    monkeypatch.chdir(tree.root / "drivers")
    root = str(tree.root)
    assert targets("net/f.c") == [Target("net/f.c", tree_path="drivers/net/f.c", root=root)]
    assert targets("net/f.c", settings=Settings(tree=False)) == [Target("net/f.c")]
    other = tree.root.parent / "other"
    other.mkdir()
    assert targets("net/f.c", settings=Settings(root=str(other))) == [Target("net/f.c", root=str(other))]


def test_files_are_not_read(here: Path) -> None:
    (here / "f.c").write_text(BAD)
    (here / "f.c").chmod(0)
    (target,) = targets("f.c")
    assert target.data is None


@pytest.mark.parametrize("name", ["x.rst", "Kconfig", "Makefile", "x.S", "x.dts", "x.py", "MAINTAINERS"])
def test_other_kinds(here: Path, name: str) -> None:
    (here / name).write_text("From: x\nSubject: y\n\n")
    assert targets(name) == [Target(name)]


def test_file_of_no_kind(here: Path) -> None:
    (here / "notes").write_text("some words \n")
    assert lines(targets("notes")) == [("notes", 1)]


def test_empty_and_odd_files(here: Path) -> None:
    (here / "empty.c").write_bytes(b"")
    (here / "empty").write_bytes(b"")
    (here / "empty.patch").write_bytes(b"")
    (here / "latin.c").write_bytes(b"int a; /* \xff */ \n")
    assert lines(targets("empty.c", "empty", "empty.patch", "latin.c")) == [("latin.c", 1)]


def test_what_cannot_be_read(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "loop.c").symlink_to("loop.c")
    (here / "binary").write_bytes(b"a\0b")
    (here / "binary.c").write_bytes(b"a\0b")
    (here / "large").write_bytes(b"x" * 100)
    (here / "f.c").write_text(BAD)
    monkeypatch.setattr(reading, "MAX_SIZE", 50)
    found, said = gather("nothing.c", "loop.c", "f.c/x", "binary", "large", "f.c", "binary.c")
    assert [str(problem) for problem in said] == [
        "nothing.c: No such file or directory",
        "loop.c: Too many levels of symbolic links",
        "f.c/x: Not a directory",
        "binary: binary file",
        "large: larger than 0 MiB",
    ]
    assert lines(found[:1]) == [("f.c", 1)]
    (result,) = runner.run(found[1:], Settings())
    assert result.failure == "binary.c: binary file"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable(here: Path) -> None:
    (here / "x.patch").write_bytes(PATCH)
    (here / "x.patch").chmod(0)
    assert problems("x.patch") == ["x.patch: Permission denied"]


def test_no_current_directory(here: Path) -> None:
    here.rmdir()
    assert problems("f.c") == ["current directory: No such file or directory"]


# -- directories


def test_directory(here: Path) -> None:
    for name in ("b.c", "a.h", "sub/Kconfig", "sub/x.o", "sub/deep/x.c", "x.txt"):
        (here / "d" / name).parent.mkdir(parents=True, exist_ok=True)
        (here / "d" / name).write_text(BAD)
    (here / "d" / "loop").symlink_to(here / "d")
    (here / "d" / "link.c").symlink_to(here / "d" / "b.c")
    expected = ["d/a.h", "d/b.c", "d/sub/Kconfig", "d/sub/deep/x.c"]
    assert names("d") == expected
    assert names(".") == expected
    assert names("d/b.c", "d", "d/sub") == ["d/b.c", "d/a.h", "d/sub/Kconfig", "d/sub/deep/x.c"]
    (here / "link").symlink_to("d")
    assert names("link") == [f"link{name[1:]}" for name in expected]


def test_directory_with_patches(here: Path) -> None:
    (here / "out").mkdir()
    for number in (2, 1):
        (here / "out" / f"{number}.patch").write_bytes(PATCH)
    assert names("out") == ["out/1.patch", "d/f.c", "out/2.patch", "d/f.c"]


def test_directory_without_sources(here: Path) -> None:
    (here / "d").mkdir()
    (here / "d" / "x.txt").write_text("")
    (here / "f.c").write_text(BAD)
    found, said = gather("d", "f.c")
    assert [str(problem) for problem in said] == ["d: there is nothing to check in this directory"]
    assert lines(found) == [("f.c", 1)]


def test_directory_in_git(tree: Worktree) -> None:
    tree.commit("demo: one", drivers__a_c=BAD, drivers__gone_c=BAD)
    tree.write(".gitignore", "*.mod.c\n/build/\n")
    for path in ("drivers/x.mod.c", "drivers/new.c", "build/gen.c", "drivers/sub/b.c"):
        tree.write(path, BAD)
    (tree.root / "drivers/gone.c").unlink()
    (tree.root / "drivers/link.c").symlink_to("a.c")
    inner = Worktree(tree.root / "drivers/inner")
    inner.write(".gitignore", "*.h\n")
    inner.write("i.c", BAD)
    inner.write("i.h", BAD)
    expected = ["drivers/a.c", "drivers/inner/i.c", "drivers/new.c", "drivers/sub/b.c"]
    assert names("drivers") == expected
    assert [name for name in names(".") if name.endswith(".c")] == expected
    # What is named expressly is checked.
    assert names("build", "drivers/x.mod.c") == ["build/gen.c", "drivers/x.mod.c"]


def test_directory_without_git(tree: Worktree, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.write("drivers/a.c", BAD)
    monkeypatch.setenv("PATH", "/nowhere")
    assert names("drivers") == ["drivers/a.c"]


# -- patches


def test_patch_to_a_file_that_is_there(tree: Worktree) -> None:
    tree.write("d/f.c", "int a;\nint b; \nint c;\nint d; \n")
    mail, file = targets("-", stdin=PATCH)
    assert (mail.path, mail.kind, mail.in_patch, mail.data) == ("-", Kind.MAIL, True, PATCH)
    assert isinstance(mail.mail, Patch)
    assert mail.root == str(tree.root)
    assert file == Target(
        "d/f.c",
        tree_path="d/f.c",
        origin=str(tree.root / "d/f.c"),
        data=b"int a;\nint b; \nint c;\nint d; \n",
        kind=Kind.C,
        changed=frozenset({2}),
        in_patch=True,
        root=str(tree.root),
        patch_lines={1: 5, 2: 6, 3: 7},
        before=file.before,
        part=Part(0),
    )
    assert lines([file]) == [("d/f.c", 2)]


def test_patch_in_a_subdirectory(tree: Worktree, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.write("d/f.c", "int a;\nint b; \nint c;\n")
    monkeypatch.chdir(tree.root / "d")
    for patch in (PATCH, PATCH.replace(b"d/f.c", b"f.c")):
        file = targets("-", stdin=patch)[1]
        assert not file.partial
        assert file.tree_path == "d/f.c"
        assert file.origin == str(tree.root / "d/f.c")


@pytest.mark.parametrize(
    "patch",
    [
        PATCH,
        PATCH.replace(b"a/d", b"d").replace(b"b/d", b"d"),
        PATCH.partition(b"\n")[2].replace(b"a/", b"linux.orig/").replace(b"b/", b"linux/"),
        PATCH.partition(b"\n")[2].replace(b"a/", b"linux/").replace(b"b/", b"linux/"),
        PATCH.replace(b"\n", b"\r\n"),
        b"From: A <a@example.org>\nSubject: s\n\nWhy.\n---\n\n" + PATCH + b"-- \n2.39\n",
    ],
)
def test_forms_of_patches(tree: Worktree, patch: bytes) -> None:
    tree.write("d/f.c", "int a;\nint c;\n")
    tree.write("change", patch)
    found = targets("change")
    assert [target.path for target in found] == ["change", "d/f.c"]
    assert not found[1].partial
    assert lines(found) == [("d/f.c", 2)]
    # Without the file, the hunk has to do.
    (tree.root / "d/f.c").unlink()
    found = targets("change")
    assert found[1].partial
    assert [line for _, line in lines(found)] == [2]


def test_fragments(here: Path) -> None:
    patch = (
        b"--- a/f.c\n+++ b/f.c\n@@ -10,2 +10,3 @@ int f(void)\n \tint a;\n+\tint b; \n \tint c;\n"
        b"@@ -20 +21,0 @@\n-int x; \n@@ -30,2 +30,3 @@\n \t}\n+\tint b; \n \tint c; \n"
    )
    found = targets("-", stdin=patch)
    first, second = sources(found)
    assert first.data == b"void f(void) {\n\tint a;\n\tint b; \n\tint c;\n}\n"
    assert (first.first_line, first.synthetic, first.changed) == (9, 1, frozenset({11}))
    assert first.patch_lines == {10: 4, 11: 5, 12: 6}
    assert second.partial
    assert lines(found) == [("f.c", 11), ("f.c", 31)]


def test_deletion_in_a_fragment(here: Path) -> None:
    patch = (
        b"--- a/f.c\n+++ b/f.c\n"
        b"@@ -10,6 +10,5 @@ int f(int far)\n {\n \tint near = 0;\n-\n \thop(far);\n \treturn near;\n }\n"
        b"@@ -30,4 +29,3 @@ int g(int far)\n \thop(far);\n-\thop(far);\n \tif(far)\n \t\thop(far);\n"
    )
    found = [
        (result.file.line_number(one.span.start), one.code)
        for result in runner.run(sources(targets("-", stdin=patch)), Settings())
        for one in result.findings
    ]
    assert found == [(12, "LINE_SPACING")]


def test_findings_do_not_start_in_synthetic_lines(here: Path) -> None:
    patch = b"--- a/f.c\n+++ b/f.c\n@@ -10,2 +10,3 @@ int f(void)\n+\t\tint b;\n \t}\n \tint c;\n"
    for target in sources(targets("-", stdin=patch)):
        (result,) = runner.run([target], Settings(strict=True))
        assert all(result.file.line_number(found.span.start) >= 10 for found in result.findings)


def test_files_that_are_left_out(here: Path) -> None:
    patch = (
        b"diff --git a/gone.c b/gone.c\ndeleted file mode 100644\n--- a/gone.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"
        b"diff --git a/x.bin b/x.bin\nindex 1..2\nBinary files a/x.bin and b/x.bin differ\n"
        b"diff --git a/m.sh b/m.sh\nold mode 100644\nnew mode 100755\n"
        b"diff --git a/link.c b/link.c\nnew file mode 120000\n--- /dev/null\n+++ b/link.c\n@@ -0,0 +1 @@\n+x\n"
        b"diff --git a/a.c b/b.c\nsimilarity index 100%\nrename from a.c\nrename to b.c\n"
    )
    assert names("-", stdin=patch) == ["-"]


def test_merges(here: Path) -> None:
    patch = b"diff --cc f.c\nindex 1,2..3\n--- a/f.c\n+++ b/f.c\n@@@ -1,1 -1,1 +1,1 @@@\n- a\n -b\n++c\n" + PATCH
    found, said = gather("-", stdin=patch)
    assert [str(problem) for problem in said] == ["-:1: the combined diff of a merge cannot be checked"]
    assert [target.path for target in found] == ["-", "d/f.c"]


def test_mailbox(here: Path) -> None:
    head = b"From %040d Mon Sep 17 00:00:00 2001\nFrom: A <a@example.org>\nSubject: s%d\n\n---\n"
    data = b"".join(head % (number, number) + PATCH for number in range(3))
    (here / "box").write_bytes(data)
    found = targets("box")
    assert [target.path for target in found] == ["box", "d/f.c"] * 3
    assert [target.first_line for target in found[::2]] == [1, 13, 25]
    assert [target.mail.message.subject for target in found[::2]] == ["s0", "s1", "s2"]
    assert [target.patch_lines[2] for target in sources(found) if target.patch_lines] == [11, 23, 35]
    for target in found[::2]:
        assert (target.data or b"").startswith(b"From ")


def test_words_before_the_first_mail_are_no_patch(here: Path) -> None:
    mail = b"From %040d Mon Sep 17 00:00:00 2001\nFrom: A <a@example.org>\nSubject: s\n\n---\n" % 1 + PATCH
    found = targets("-", stdin=b"Saved by a program.\n\n" + mail)
    assert [target.changed for target in found if target.mail is not None] == [frozenset(), None]
    # A patch, another mail, and words where nothing else is, are judged.
    for before in (PATCH, b"From: A <a@example.org>\nSubject: s\n\nwords\n"):
        assert targets("-", stdin=before + mail)[0].changed is None
    (here / "w.patch").write_text("words\n")
    assert targets("w.patch")[0].changed is None


def test_series(here: Path) -> None:
    """Each patch of a series is judged in what those before it lead to."""
    (here / "f.c").write_text("a\nb\nc\nd\ne\nf\ng\n")
    head = b"From %040d Mon Sep 17 00:00:00 2001\nFrom: A <a@example.org>\nSubject: s\n\n---\n--- a/f.c\n+++ b/f.c\n"
    first = b"@@ -1,3 +1,4 @@\n a\n b\n+x\n c\n"
    second = b"@@ -1,4 +1,5 @@\n a\n b\n x\n+y\n c\n"
    found = sources(targets("-", stdin=head % 1 + first + head % 2 + second))
    assert [target.data for target in found] == [b"a\nb\nx\nc\nd\ne\nf\ng\n", b"a\nb\nx\ny\nc\nd\ne\nf\ng\n"]


def test_damaged_patches(here: Path) -> None:
    (here / "cut.patch").write_bytes(PATCH[:-8])
    (here / "f.c").write_text(BAD)
    found = targets("cut.patch", "f.c")
    assert [target.path for target in found] == ["cut.patch", "d/f.c", "f.c"]
    assert [damage.line for damage in found[0].mail.damage] == [4]
    results = list(runner.run(found, Settings(types=frozenset({"CORRUPTED_PATCH", "TRAILING_WHITESPACE"}))))
    assert [(result.target.path, found.code) for result in results for found in result.findings] == [
        ("cut.patch", "CORRUPTED_PATCH"), ("d/f.c", "TRAILING_WHITESPACE"), ("f.c", "TRAILING_WHITESPACE")
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["../secret.c", "/etc/passwd.c", "x/../../secret.c", "link/secret.c"])
def test_patches_do_not_lead_out_of_the_tree(here: Path, path: str) -> None:
    (here.parent / "secret.c").write_text("int a;\nint b; \nint c;\nsecret\n")
    (here / "link").symlink_to(here.parent)
    patch = PATCH.replace(b"d/f.c", path.encode())
    for target in sources(targets("-", stdin=patch)):
        assert target.partial
        assert b"secret" not in (target.data or b"")


def test_patch_of_a_patch(here: Path) -> None:
    found = targets("-", stdin=PATCH.replace(b"f.c", b"f.patch"))
    assert [target.kind for target in found] == [Kind.MAIL, Kind.OTHER]


# -- standard input


def test_standard_input_with_a_name(tree: Worktree) -> None:
    (target,) = targets("-", stdin=BAD.encode(), stdin_filename="drivers/f.c")
    assert target == Target("drivers/f.c", tree_path="drivers/f.c", data=BAD.encode(), root=str(tree.root))
    # A file of that name is what the user says, even if it reads like a patch.
    assert targets("-", stdin=PATCH, stdin_filename="f.c")[0].mail is None
    assert names("-", stdin=PATCH, stdin_filename="f") == ["f", "d/f.c"]
    assert problems("-", stdin=b"a\0", stdin_filename="f.c") == ["f.c: binary file"]


def test_standard_input_is_the_default(here: Path) -> None:
    assert names(stdin=PATCH) == ["-", "d/f.c"]
    assert names(stdin=b"") == []


def test_standard_input_that_is_nothing_known(here: Path) -> None:
    for data in (BAD.encode(), b"\0\0\0"):
        assert problems("-", stdin=data) == [
            "standard input: no patch; if it is a source file, name it with --stdin-filename"
        ]


def test_mixed(here: Path) -> None:
    (here / "f.c").write_text(BAD)
    (here / "x.patch").write_bytes(PATCH)
    found, said = gather("x.patch", "nothing.c", "-", "f.c", stdin=PATCH)
    assert [target.path for target in found] == ["x.patch", "d/f.c", "-", "d/f.c", "f.c"]
    assert [problem.path for problem in said] == ["nothing.c"]


# -- git


def test_commits(tree: Worktree) -> None:
    tree.commit("demo: one", drivers__f_c="int a;\n")
    ids = [tree.commit(f"demo: {number}", drivers__f_c="int b; \n" * number) for number in (1, 2)]
    found = targets(revisions=("HEAD~2..",))
    assert [target.path for target in found] == [ids[0], "drivers/f.c", ids[1], "drivers/f.c"]
    assert [target.mail.message.subject for target in found[::2]] == ["[PATCH] demo: 1", "[PATCH] demo: 2"]
    assert [target.data for target in found[1::2]] == [b"int b; \n", b"int b; \nint b; \n"]
    assert lines(found) == [("drivers/f.c", 1), ("drivers/f.c", 2)]
    assert [target.path for target in targets(revisions=("HEAD", "HEAD-2"))][::2] == [ids[1], *ids]


def test_commits_that_are_not_there(tree: Worktree) -> None:
    tree.commit("demo: one", drivers__f_c="int a; \n")
    found, said = gather(revisions=("nothing", "HEAD", "--output=x"))
    assert [str(problem) for problem in said] == ["nothing: there is no such commit", "'--output=x' is not a revision"]
    assert lines(found) == [("drivers/f.c", 1)]
    assert not (tree.root / "x").exists()


def test_staged(tree: Worktree) -> None:
    tree.commit("demo: one", drivers__f_c="int a;\n", drivers__g_c="int a;\n")
    tree.write("drivers/f.c", "int a;\nint b; \n")
    tree.write("drivers/g.c", "int a;\nint b; \n")
    assert targets(staged=True) == []
    tree.git("add", "drivers/f.c")
    tree.write("drivers/f.c", "int a; \nint b;\nint c;\n")
    found = targets(staged=True)
    assert [target.path for target in found] == ["staged changes", "drivers/f.c"]
    assert found[1].data == b"int a;\nint b; \n"
    assert lines(found) == [("drivers/f.c", 2)]
    tree.git("add", "drivers/g.c")
    assert [target.path for target in targets("drivers/g.c", staged=True)] == ["staged changes", "drivers/g.c"]


def test_new_from(tree: Worktree, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.commit("demo: one", drivers__f_c="int a; \n", drivers__g_c="int a; \n")
    tree.commit("demo: two", drivers__g_c="int a; \nint b; \n")
    tree.write("drivers/f.c", "int a; \nint b; \n")
    tree.write("drivers/new.c", BAD)
    tree.write("notes.txt", BAD)
    found = targets(new_from="HEAD~1")
    assert [target.path for target in found] == ["changes since HEAD~1", "drivers/f.c", "drivers/g.c", "drivers/new.c"]
    assert lines(found) == [("drivers/f.c", 2), ("drivers/g.c", 2), ("drivers/new.c", 1)]
    assert lines(targets(new_from="HEAD")) == [("drivers/f.c", 2), ("drivers/new.c", 1)]
    monkeypatch.chdir(tree.root / "drivers")
    assert lines(targets("f.c", new_from="HEAD")) == [("drivers/f.c", 2)]
    assert problems(new_from="nothing") == ["nothing: there is no such commit"]


def test_new_between_commits(tree: Worktree, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies around does not count, nor what came on the other side."""
    monkeypatch.chdir(tree.root)
    base = tree.commit("x", drivers__g_c="int g;\n")
    tree.git("checkout", "-q", "-b", "side")
    ours = tree.commit("x", drivers__g_c="int g;\nint h;\n")
    tree.git("checkout", "-q", "main")
    tree.commit("x", drivers__other_c="int other;\n")
    tree.write("drivers/g.c", "int elsewhere;\n")
    for name in (f"{base}..side", "main...side", "...side", f"HEAD...{ours[:12]}"):
        [one] = [one for one in targets(new_from=name) if not one.mail]
        assert (one.path, one.changed, one.data) == ("drivers/g.c", frozenset({2}), b"int g;\nint h;\n")
    tree.git("checkout", "-q", "--orphan", "island")
    tree.commit("x")
    assert problems(new_from="main...island") == ["main...island: the two have no history in common"]
    assert problems(new_from="--output=x..main") == ["'--output=x..main' is not a revision"]
    assert problems(new_from="main..--output=x") == ["'--output=x' is not a revision"]


def test_git_without_a_repository(here: Path) -> None:
    said = ["the current directory is in no git repository"]
    assert problems(revisions=("HEAD",)) == problems(staged=True) == problems(new_from="HEAD") == said


def test_git_that_is_missing(tree: Worktree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert problems(revisions=("HEAD",)) == ["git is not installed"]
    tree.write("f.c", BAD)
    assert lines(targets("f.c")) == [("f.c", 1)]


def test_git_diff_of_the_worktree_needs_no_git(tree: Worktree, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.commit("demo: one", drivers__f_c="int a;\nint c;\n")
    tree.write("drivers/f.c", "int a;\nint b; \nint c;\n")
    diff = tree.git("diff")
    monkeypatch.setattr("pylint_kernel.surroundings.git.start", None)
    found = targets(stdin=diff)
    assert lines(found) == [("drivers/f.c", 2)]


# -- all of it


def test_targets_travel_between_processes(tree: Worktree) -> None:
    tree.write("d/f.c", "int a;\nint b; \nint c;\n")
    for target in targets(stdin=b"From: A\nSubject: s\n\n---\n" + PATCH):
        again = pickle.loads(pickle.dumps(target))
        assert again.path == target.path
        assert again.data == target.data
        assert bytes(again.mail or b"") == bytes(target.mail or b"")


def test_large_inputs_take_no_time(here: Path) -> None:
    patch = b"".join(PATCH.replace(b"f.c", b"f%d.c" % number) for number in range(2000))
    start = time.process_time()
    assert len(targets(stdin=patch)) == 2001
    assert time.process_time() - start < 5


def test_problem_reads_well() -> None:
    assert str(Problem("x", "y")) == "x: y"
    assert str(Problem("", "y")) == "y"
    assert inputs.problem("x", ValueError("embedded null byte")) == Problem("x", "embedded null byte")


def test_unreadable_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.c").write_text("int a;\n")
    scan = os.scandir

    def refuse(path: str) -> Any:
        if path.endswith("closed"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = list(collect(Request(paths=(str(tmp_path),))))
    assert [one.path for one in found if isinstance(one, Target)] == [str(tmp_path / "a.c")]
    assert [str(one) for one in found if isinstance(one, Problem)] == [f"{tmp_path}/closed: Permission denied"]
