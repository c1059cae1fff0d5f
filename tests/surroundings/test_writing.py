"""Files replaced as a whole or not at all."""

from __future__ import annotations

import errno
import os
import signal
import stat
from pathlib import Path

import pytest

from pylint_kernel.surroundings.writing import opened, replacement, save


def test_save_keeps_mode_and_links(tmp_path: Path) -> None:
    path, link = tmp_path / "a.c", tmp_path / "link.c"
    path.write_bytes(b"old\n")
    path.chmod(0o750)
    link.symlink_to("a.c")
    save(str(link), b"old\n", b"new\n")
    assert path.read_bytes() == b"new\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o750
    assert link.is_symlink()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.c", "link.c"]


def test_save_refuses_a_file_that_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.c"
    path.write_bytes(b"edited meanwhile\n")
    with pytest.raises(OSError, match="changed meanwhile"):
        save(str(path), b"old\n", b"new\n")
    assert path.read_bytes() == b"edited meanwhile\n"


def test_save_is_whole_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.c"
    path.write_bytes(b"old\n")

    def interrupted(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save(str(path), b"old\n", b"new\n")
    assert path.read_bytes() == b"old\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.c"]


def test_save_has_nothing_to_do_where_it_is_done(tmp_path: Path) -> None:
    path = tmp_path / "a.c"
    path.write_bytes(b"new\n")
    inode = path.stat().st_ino
    save(str(path), b"old\n", b"new\n")
    assert path.stat().st_ino == inode


def test_the_other_name_of_a_file_keeps_what_it_had(tmp_path: Path) -> None:
    path, other = tmp_path / "a.c", tmp_path / "b.c"
    path.write_bytes(b"old\n")
    other.hardlink_to(path)
    save(str(path), b"old\n", b"new\n")
    assert (path.read_bytes(), other.read_bytes()) == (b"new\n", b"old\n")


def test_a_replacement_is_there_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "a.c"
    with replacement(path) as stream:
        stream.write(b"new\n")
        stream.flush()
        assert not path.exists()
    assert path.read_bytes() == b"new\n"
    with pytest.raises(TypeError), replacement(path) as stream:
        stream.writelines([b"newer\n", None])  # type: ignore[list-item]
    assert path.read_bytes() == b"new\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.c"]


def test_attributes_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.c"
    path.write_bytes(b"old\n")
    try:
        os.setxattr(path, "user.origin", b"vendor")
    except OSError as error:
        pytest.skip(str(error))
    save(str(path), b"old\n", b"new\n")
    assert path.read_bytes() == b"new\n"
    assert os.getxattr(path, "user.origin") == b"vendor"


@pytest.mark.parametrize("reason", [errno.ENOTSUP, errno.EPERM])
def test_a_disk_without_attributes_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: int) -> None:
    def refused(*arguments: object) -> bytes:
        raise OSError(reason, os.strerror(reason))

    path = tmp_path / "a.c"
    path.write_bytes(b"old\n")
    monkeypatch.setattr(os, "listxattr", lambda _: ["user.origin", "security.ima"])
    monkeypatch.setattr(os, "getxattr", refused)
    save(str(path), b"old\n", b"new\n")
    assert path.read_bytes() == b"new\n"


def test_a_kill_leaves_nothing_behind(tmp_path: Path) -> None:
    handle, name = opened(str(tmp_path))
    os.close(handle)
    if name is not None:
        pytest.skip("this disk has no files without a name")
    child = os.fork()
    if not child:
        with replacement(tmp_path / "a.c") as stream:
            stream.write(b"new\n")
            stream.flush()
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert not list(tmp_path.iterdir())


def test_a_disk_where_every_file_has_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    path = tmp_path / "a.c"
    with replacement(path) as stream:
        stream.write(b"new\n")
        assert [entry.name[:8] for entry in tmp_path.iterdir()] == [".kcheck-"]
    assert path.read_bytes() == b"new\n"
    with pytest.raises(KeyboardInterrupt), replacement(path) as stream:
        raise KeyboardInterrupt
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.c"]
