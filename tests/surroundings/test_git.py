"""git is asked the right questions, and nothing that was typed turns into an option or leads out of the worktree."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pylint_kernel.surroundings import git, reading
from pylint_kernel.surroundings.git import Error, Repository
from tests.repository import Worktree


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Worktree:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    return Worktree(tmp_path / "tree")


@pytest.fixture
def repository(tree: Worktree) -> Iterator[Repository]:
    with Repository(str(tree.root)) as opened:
        yield opened


def test_find(tree: Worktree, tmp_path: Path) -> None:
    tree.write("a/b/c.c", "")
    for directory in ("", "a", "a/b"):
        found = git.find(tree.root / directory)
        assert found
        assert found.root == str(tree.root)
    assert git.find(tmp_path) is None


def test_find_with_git_dir(tree: Worktree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.commit("one")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_DIR", "tree/.git")
    monkeypatch.setenv("GIT_WORK_TREE", str(tree.root))
    found = git.find(tmp_path)
    assert found
    assert found.root == str(tree.root)
    assert found.resolve("HEAD")
    monkeypatch.setenv("GIT_DIR", "nowhere")
    assert git.find(tmp_path) is None


def test_commits(tree: Worktree, repository: Repository) -> None:
    ids = [tree.commit(f"demo: {number}", f_c=f"int a{number};\n") for number in range(4)]
    assert repository.commits("HEAD") == ids[3:]
    assert repository.commits("HEAD~1") == ids[2:3]
    assert repository.commits("HEAD-3") == ids[1:]
    assert repository.commits("HEAD-99") == ids
    assert repository.commits(f"{ids[0]}..HEAD") == ids[1:]
    assert repository.commits(f"{ids[1][:8]}..") == ids[2:]
    assert repository.commits(f"{ids[1]}..{ids[2]}") == ids[2:3]
    tree.git("branch", "topic-2", ids[1])
    assert repository.commits("topic-2") == ids[1:2]


def test_merges_are_left_out(tree: Worktree, repository: Repository) -> None:
    base = tree.commit("demo: base", f_c="int a;\n")
    tree.git("checkout", "-q", "-b", "side")
    side = tree.commit("demo: side", g_c="int b;\n")
    tree.git("checkout", "-q", "main")
    last = tree.commit("demo: main", h_c="int c;\n")
    tree.git("merge", "-q", "--no-edit", "side")
    assert sorted(repository.commits(f"{base}..HEAD")) == sorted([side, last])
    assert sorted(repository.commits("main^1...side")) == sorted([side, last])


def test_mail(tree: Worktree, repository: Repository) -> None:
    tree.git("config", "format.attach", "true")
    tree.git("config", "color.ui", "always")
    tree.git("config", "diff.noprefix", "true")
    tree.commit("demo: first", f_c="int a;\n")
    second = tree.commit("demo: second\n\nWhy.", f_c="int b;\n")
    ((_, mail),) = repository.mails([second])
    assert mail.startswith(b"From " + second.encode())
    assert b"\nSubject: [PATCH] demo: second\n" in mail
    assert b"\ndiff --git a/f.c b/f.c\n" in mail
    assert b"\n-int a;\n+int b;\n" in mail


def test_several_mails(tree: Worktree, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [tree.commit(f"demo: number {number}", f_c=f"int a{number};\n") for number in range(4)]
    ids.insert(2, tree.commit("demo: nothing changes"))
    ids.append(tree.commit(f"demo: quotes\n\nFrom {ids[0]} Mon Sep 17 00:00:00 2001\nFrom: somebody", f_c="int b;\n"))
    single = [mail for one in ids for _, mail in repository.mails([one])]
    assert single[2] == b""
    assert [mail.count(b"\ndiff --git") for mail in single] == [1, 1, 0, 1, 1, 1]
    for at_once in (2, 3, 100):
        monkeypatch.setattr(git, "AT_ONCE", at_once)
        assert list(repository.mails(ids)) == list(zip(ids, single, strict=True))
    assert list(repository.mails(ids[::-1])) == list(zip(ids[::-1], single[::-1], strict=True))


def test_commit_by_id(tree: Worktree, repository: Repository) -> None:
    one = tree.commit("demo: a subject\nof two lines\n\nText", f_c="int a;\n")
    two = tree.commit("demo: \u00f6", f_c="int b;\n")
    assert repository.commit(one[:12]) == (one, "demo: a subject of two lines")
    assert repository.commit(two) == (two, "demo: \u00f6".encode().decode("latin-1"))
    assert repository.commit("0123456789ab") is None
    assert repository.commit(tree.git("rev-parse", "HEAD:f.c").decode().strip()) is None


def test_contents(tree: Worktree, repository: Repository) -> None:
    tree.commit("demo: one", d__f_c="int a;\n")
    tree.write("d/f.c", "int b;\n")
    tree.git("add", "d/f.c")
    tree.write("d/f.c", "int c;\n")
    assert repository.committed("d/f.c") == b"int a;\n"
    assert repository.staged("d/f.c") == b"int b;\n"
    blob = tree.git("rev-parse", "HEAD:d/f.c").decode()[:9]
    assert repository.blob(blob) == b"int a;\n"
    assert repository.blob("1234567") is None
    assert repository.staged("nothing.c") is None
    assert repository.blob("HEAD:d") is None
    # The process is still there after all these answers, and can be ended twice.
    assert repository.blob(blob) == b"int a;\n"
    repository.close()
    repository.close()
    assert repository.blob(blob) == b"int a;\n"


def test_contents_that_are_asked_for_ahead(tree: Worktree, repository: Repository) -> None:
    names = [f"f{number}_c" for number in range(100)]
    tree.commit("demo: many", **{name: f"int {name};\n" for name in names})
    blobs = [tree.git("rev-parse", f"HEAD:{name.replace('_', '.')}").decode().strip() for name in names]
    content = dict(zip(blobs, (f"int {name};\n".encode() for name in names), strict=True))
    objects = git.Objects(repository.root)
    # Some are left out, one comes again, one is not there, and some nobody has announced.
    objects.ask([*blobs[:10], blobs[3], "1234567", *blobs[10:60]])
    for blob in (*blobs[2:5], blobs[3], *blobs[40:45], blobs[7], *blobs[70:75], blobs[59]):
        found = objects.read(blob)
        assert found is not None
        assert found.data == content[blob]
    assert objects.read("1234567") is None
    objects.ask(blobs)
    assert objects.read(blobs[99]) == (blobs[99], "blob", content[blobs[99]])
    objects.close()


def test_mails_that_nobody_wants(tree: Worktree, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [tree.commit(f"demo: number {number}", f_c=f"int a{number};\n") for number in range(4)]
    monkeypatch.setattr(git, "AT_ONCE", 1)
    mails = repository.mails(ids)
    assert next(mails)[0] == ids[0]
    mails.close()
    with pytest.raises(git.Error):
        list(repository.mails([ids[0], "0" * 40]))


def test_contents_that_are_too_large(tree: Worktree, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.commit("demo: one", f_c="x" * 100, g_c="y" * 10)
    monkeypatch.setattr(git, "MAX_SIZE", 50)
    assert repository.committed("f.c") is None
    assert repository.committed("g.c") == b"y" * 10


def test_diffs(tree: Worktree, repository: Repository) -> None:
    tree.git("config", "diff.mnemonicPrefix", "true")
    first = tree.commit("demo: one", f_c="int a;\n", g_c="int a;\n")
    tree.commit("demo: two", f_c="int b;\n")
    tree.write("f.c", "int c;\n")
    tree.git("add", "f.c")
    tree.write("f.c", "int d;\n")
    tree.write("g.c", "int d;\n")
    assert b"-int c;\n+int d;\n" in repository.diff()
    assert b"-int b;\n+int c;\n" in repository.diff(staged=True)
    assert b"-int b;\n+int d;\n" in repository.diff("HEAD")
    assert b"-int a;\n+int d;\n" in repository.diff(first)
    assert b"-int a;\n+int c;\n" in repository.diff(first, staged=True)
    assert b"-int a;\n+int b;\n" in repository.diff(first, "HEAD")
    assert b"diff --git a/g.c b/g.c" in repository.diff(first)
    assert b"f.c" not in repository.diff(first, paths=["g.c"])
    assert repository.diff(first, paths=["*.c"]) == b""


def test_files(tree: Worktree, repository: Repository) -> None:
    tree.commit("demo: one", d__f_c="", d__g_c="", h_c="")
    tree.write(".gitignore", "*.mod.c\nbuild/\n")
    tree.write("d/x.mod.c", "")
    tree.write("d/new\n\u00f6.c", "")
    tree.write("build/b.c", "")
    assert repository.files(tree.root) == [".gitignore", "d/f.c", "d/g.c", "d/new\n\u00f6.c", "h.c"]
    assert repository.files(tree.root / "d") == ["f.c", "g.c", "new\n\u00f6.c"]
    assert repository.untracked() == [".gitignore", "d/new\n\u00f6.c"]
    assert repository.untracked(["d"]) == ["d/new\n\u00f6.c"]
    assert repository.is_ignored(tree.root / "build")
    assert not repository.is_ignored(tree.root / "d")
    assert not repository.is_ignored(tree.root)
    assert repository.is_tracked(tree.root / "d/f.c")
    assert not repository.is_tracked(tree.root / "d/x.mod.c")
    assert not repository.is_tracked(tree.root / "d")
    assert not repository.is_tracked(tree.root / "no/where.c")


@pytest.mark.parametrize("revision", ["", "-n1", "--output=x", "a\nb", "nothing", "HEAD..--output=x", "a..b..c", "\0"])
def test_bad_revisions(tree: Worktree, repository: Repository, revision: str) -> None:
    tree.commit("demo: one", f_c="")
    with pytest.raises(Error):
        repository.commits(revision)
    assert sorted(path.name for path in tree.root.iterdir()) == [".git", "f.c"]


@pytest.mark.parametrize("path", ["../f.c", "/etc/passwd", "a/../../f.c", "a\nHEAD:f.c", "", ".git/config", "a//b"])
def test_bad_paths(tree: Worktree, repository: Repository, path: str) -> None:
    tree.commit("demo: one", f_c="")
    with pytest.raises(Error):
        repository.committed(path)


def test_empty_range(tree: Worktree, repository: Repository) -> None:
    tree.commit("demo: one", f_c="")
    with pytest.raises(Error, match="there are no commits"):
        repository.commits("HEAD..HEAD")


def test_no_repository(tmp_path: Path) -> None:
    with Repository(str(tmp_path)) as repository:
        with pytest.raises(Error, match="not a git repository"):
            repository.commits("HEAD")
        with pytest.raises(Error):
            repository.committed("f.c")


def test_no_git(tree: Worktree, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tree.root))
    with pytest.raises(Error, match="git is not installed"):
        repository.commits("HEAD")
    with pytest.raises(Error, match="git is not installed"):
        repository.committed("f.c")


def test_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "f.c"
    file.write_bytes(b"int \xff;\n")
    assert reading.read_source(file) == b"int \xff;\n"
    file.write_bytes(b"int\0")
    with pytest.raises(OSError, match="binary file"):
        reading.read_source(file)
    monkeypatch.setattr(reading, "MAX_SIZE", 3)
    with pytest.raises(OSError, match="larger than"):
        reading.read(file)


def test_commits_that_are_expected(tree: Worktree, repository: Repository) -> None:
    ids = [tree.commit(f"demo: number {number}", f_c=f"int a{number};\n") for number in range(5)]
    repository.expect([*ids, "0123456789ab"])
    assert repository.commit(ids[3]) == (ids[3], "demo: number 3")
    assert repository.commit("0123456789ab") is None
    assert repository.commit(ids[0]) == (ids[0], "demo: number 0")
