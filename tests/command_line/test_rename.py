"""``kcheck rename``: all files or none, what is said, and lists of names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.command_line.test_cli import git, kcheck, own_home, place

__all__ = ["own_home", "place"]

RING = b"/* RingSpace() */\nint RingSpace(int x)\n{\n\treturn x;\n}\n"
USER = b"int f(void)\n{\n\treturn RingSpace(1,\n\t\t\t 2);\n}\n"


@pytest.fixture
def driver(place: Path) -> Path:
    """A driver of two C files and a document."""
    directory = place / "driver"
    directory.mkdir()
    for name, data in (("ring.c", RING), ("user.c", USER), ("ring.rst", b"Call RingSpace() first.\n")):
        (directory / name).write_bytes(data)
    return directory


def contents(driver: Path) -> dict[str, bytes]:
    """The files of the driver."""
    return {path.name: path.read_bytes() for path in driver.iterdir()}


def test_all_files(driver: Path) -> None:
    run = kcheck("rename", "RingSpace", "ring_space", "driver")
    assert (run.returncode, run.stdout) == (
        0,
        b"RingSpace is ring_space now: 2 uses and 1 word of comments in 2 files\n",
    )
    assert run.stderr == b"kcheck: driver/ring.rst:1: RingSpace in a file that is no C: left as it is\n"
    assert (driver / "ring.c").read_bytes() == RING.replace(b"RingSpace", b"ring_space")
    assert b"ring_space(1,\n\t\t\t  2)" in (driver / "user.c").read_bytes()


def test_a_diff_writes_nothing(driver: Path) -> None:
    before = contents(driver)
    run = kcheck("rename", "--diff", "RingSpace", "ring_space", "driver/ring.c")
    assert run.returncode == 1
    assert b"+int ring_space(int x)\n" in run.stdout
    assert contents(driver) == before
    git("init", "-q")
    (driver / "patch").write_bytes(run.stdout)
    git("apply", "driver/patch")
    assert b"RingSpace" not in (driver / "ring.c").read_bytes()


def test_a_collision_leaves_all_as_it_is(driver: Path) -> None:
    (driver / "user.c").write_bytes(USER + b"int ring_space;\nint RingSpace(int x);\n")
    before = contents(driver)
    run = kcheck("rename", "RingSpace", "ring_space", "driver")
    assert run.returncode == 2
    assert b"driver/user.c:6: RingSpace cannot be told from this ring_space then\n" in run.stderr
    assert contents(driver) == before
    assert kcheck("rename", "--force", "RingSpace", "ring_space", "driver").returncode == 0
    assert b"RingSpace" not in (driver / "user.c").read_bytes()


def test_what_is_elsewhere_is_said(driver: Path) -> None:
    (driver / "other.c").write_bytes(b"int ring_space;\n")
    git("init", "-q")
    git("add", ".")
    run = kcheck("rename", "RingSpace", "ring_space", "driver/ring.c", "driver/other.c")
    assert b"kcheck: RingSpace is used in other files, too: driver/user.c\n" in run.stderr
    assert b"kcheck: ring_space is in other files already: driver/other.c\n" in run.stderr
    run = kcheck("rename", "RingSpace", "ring_space", "driver/user.c")
    assert b"RingSpace is declared in none of these files: what declares it keeps its name\n" in run.stderr


def test_a_list_of_names(driver: Path) -> None:
    run = kcheck("rename", "--suggest", "driver")
    assert (run.returncode, run.stdout) == (0, b"RingSpace ring_space\n")
    (driver / "names").write_bytes(b"# of the ring\n\n" + run.stdout + b"f call_it # f()\n")
    run = kcheck("rename", "--map", "driver/names", "driver/ring.c", "driver/user.c")
    assert run.returncode == 0
    assert b"int call_it(void)\n{\n\treturn ring_space(1,\n" in (driver / "user.c").read_bytes()


def test_suggestions_that_somebody_has_to_decide_on(driver: Path) -> None:
    (driver / "user.c").write_bytes(
        b"enum { MaxSize, };\nint oneTwo, one_two, OneThree, oneThree;\nint x = FromElsewhere;\n"
    )
    assert kcheck("rename", "--suggest", "driver/user.c").stdout.decode().splitlines() == [
        "# FromElsewhere from_elsewhere\t# declared elsewhere",
        "MaxSize MAX_SIZE",
        "OneThree one_three",
        "# oneThree one_three\t# OneThree would be called so, too",
        "# oneTwo one_two\t# there is a one_two",
    ]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["RingSpace", "driver"], b"name the old name, the new one, and files"),
        (["RingSpace", "ring-space", "driver"], b"'ring-space' is not a name in C"),
        (["int", "long_int", "driver"], b"'int' is not a name in C: it is a word of the language"),
        (["RingSpace", "RingSpace", "driver"], b"RingSpace is its name already"),
        (["RingSpace", "ring_space", "missing"], b"missing: No such file or directory"),
        (["Missing", "missing", "driver"], b"Missing: no C file of these has such a name"),
        (["--suggest", "--diff", "driver"], b"--suggest only prints a list"),
        (["--map", "wrong", "driver"], b"wrong:1: not of the form OLD NEW"),
        (["--map", "twice", "driver"], b"twice:2: a has two new names"),
        (["--map", "same", "driver"], b"same: 2 names are to be c"),
        (["--map", "empty", "driver"], b"empty: there are no names in it"),
    ],
)
def test_wrong_usage(driver: Path, arguments: list[str], complaint: bytes) -> None:
    lists = {"wrong": "a b c\n", "twice": "a b\na c\n", "same": "a c\nb c\n", "empty": "# a b\n"}
    for name, text in lists.items():
        Path(name).write_text(text)
    before = contents(driver)
    run = kcheck("rename", *arguments)
    assert run.returncode == 2
    assert complaint in run.stderr
    assert contents(driver) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_all_or_nothing(driver: Path) -> None:
    before = contents(driver)
    (driver / "user").mkdir()
    (driver / "user.c").rename(driver / "user" / "user.c")
    (driver / "user").chmod(0o555)
    try:
        assert kcheck("rename", "RingSpace", "ring_space", "driver").returncode == 2
        assert (driver / "ring.c").read_bytes() == before["ring.c"]
    finally:
        (driver / "user").chmod(0o755)
