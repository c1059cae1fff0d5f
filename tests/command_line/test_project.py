# ruff: noqa: E101
"""``--project``: types are written out in all files that use them, or in none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line.test_cli import git, kcheck, own_home, place

__all__ = ["own_home", "place"]

LICENCE = "SPDX-License-Identifier: GPL-2.0"
HEADER = f"""\
/* {LICENCE} */
#ifndef RING_H
#define RING_H

typedef struct _RING {{
	u32 size;
}} RING;

int space(RING *ring,
	  u32 size);

#endif
"""
SOURCE = f"""\
// {LICENCE}
#include "ring.h"

int space(RING *ring,
	  u32 size)
{{
	return ring->size - size;
}}
"""
USER = f"""\
// {LICENCE}
static int user(void)
{{
	RING *ring = NULL;

	return hop((RING *)ring, 1,
		   2);
}}
"""
WRITTEN = ("typedef struct _RING {", "struct _RING {"), ("} RING;", "};"), ("RING *", "struct _RING *")


@pytest.fixture
def project(place: Path) -> Path:
    """A driver with a header in a git repository, and another one that uses what it defines."""
    for name, text in (("a/ring.h", HEADER), ("a/ring.c", SOURCE), ("b/user.c", USER)):
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(text)
    git("init", "-q")
    git("add", "a", "b")
    return place


def contents(project: Path) -> list[str]:
    """The files of the project."""
    return [(project / name).read_text() for name in ("a/ring.h", "a/ring.c", "b/user.c")]


def written(text: str) -> str:
    """A file with the type written out."""
    for old, new in WRITTEN:
        text = text.replace(old, new)
    return text


def test_all_files_of_the_tree(project: Path) -> None:
    run = kcheck("--fix", "--unsafe-fixes", "--project", "a")
    assert b"kcheck: a/ring.h: RING is struct _RING now, in 3 files\n" in run.stderr
    assert contents(project) == [written(HEADER), written(SOURCE), written(USER)]
    assert (run.returncode, run.stdout) == (0, b"1 finding fixed\nnothing left in 2 files\n")
    assert kcheck("--fix", "--unsafe-fixes", "--project", "a").stderr == b""


def test_a_diff_of_all_files(project: Path) -> None:
    run = kcheck("--diff", "--unsafe-fixes", "--project", "a")
    assert run.returncode == 1
    assert contents(project) == [HEADER, SOURCE, USER]
    (project / "patch").write_bytes(run.stdout)
    git("apply", "patch")
    assert contents(project) == [written(HEADER), written(SOURCE), written(USER)]


def test_other_fixes_come_on_top(project: Path) -> None:
    (project / "a/ring.c").write_text(SOURCE.replace("ring->size - size", "ring->size-size"))
    kcheck("--fix", "--strict", "--unsafe-fixes", "--project", "a")
    assert contents(project)[1] == written(SOURCE)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ("typedef int RING;\n", "b/user.c: it is defined there, too"),
        ("#define RING int\n", "b/user.c: it is defined there, too"),
        ("#define NAME(x) #x\n\nchar *name = NAME(RING);\nRING *ring;\n", "b/user.c: it names something else, too"),
        ("int f(RING *ring, int RING);\n", "b/user.c: it names something else, too"),
    ],
)
def test_all_or_none(project: Path, other: str, reason: str) -> None:
    (project / "b/user.c").write_text(f"// {LICENCE}\n{other}")
    run = kcheck("--fix", "--unsafe-fixes", "--project", "a")
    assert f"kcheck: a/ring.h: RING is not written out: {reason}\n" in run.stderr.decode()
    assert contents(project)[:2] == [HEADER, SOURCE]


def test_the_new_name_must_be_free(project: Path) -> None:
    (project / "a/ring.h").write_text(HEADER.replace("struct _RING", "struct").replace("RING", "ring_t"))
    for other, reason in (
        ("struct ring;\nring_t *first;\n", "there is a struct ring already"),
        ("#define ring 1\n\nring_t *first;\n", "there is a macro ring already"),
    ):
        (project / "b/user.c").write_text(f"// {LICENCE}\n{other}")
        run = kcheck("--fix", "--unsafe-fixes", "--project", "a")
        assert f"ring_t is not written out: b/user.c: {reason}\n" in run.stderr.decode()


def test_another_thing_of_that_name_stays(project: Path) -> None:
    other = f"// {LICENCE}\nstatic int f(int RING)\n{{\n\treturn RING;\n}}\n"
    (project / "b/user.c").write_text(other)
    kcheck("--fix", "--unsafe-fixes", "--project", "a")
    assert contents(project) == [written(HEADER), written(SOURCE), other]


def test_headers_of_programs_stay(project: Path) -> None:
    (project / "uapi").mkdir()
    (project / "uapi/ring.h").write_text(HEADER)
    run = kcheck("--fix", "--unsafe-fixes", "--project", "uapi")
    assert b"RING is not written out: programs may use it" in run.stderr
    assert (project / "uapi/ring.h").read_text() == HEADER


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--fix", "--project", "a"], b"--project needs --unsafe-fixes"),
        (["--fix", "--unsafe-fixes", "--project", "--staged"], b"--project goes with files and directories"),
        (
            ["--fix", "--unsafe-fixes", "--project", "--verify-with", "true {}", "a"],
            b"--verify-with looks at one by one",
        ),
    ],
)
def test_wrong_usage(project: Path, arguments: list[str], complaint: bytes) -> None:
    run = kcheck(*arguments)
    assert run.returncode == 2
    assert complaint in run.stderr
