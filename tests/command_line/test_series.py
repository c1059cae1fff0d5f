"""Fixes as a series of patches: what they say, that they apply, and that nothing else is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line.test_cli import git, kcheck, own_home
from tests.repository import make_kernel

__all__ = ["own_home"]

RING = b"""\
// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

static int ring_fill(struct ring * r, int value)\x20
{
\tint used;
\tused = ring_used( r );
        r->slot[used]=value;
\tif (r->slot == NULL) {
\t\treturn 0;
\t}
\treturn ring_note(r, value,
\t\t\tused);
}
"""
USER = b"// SPDX-License-Identifier: GPL-2.0\nint user(int a);\nint  b;\nint user(int a) \n{\n\treturn a+1;\n}\n"
MAINTAINERS = """\
DEMO
M:\tÄnne Person <anne@example.org>
L:\tdemo@example.org
F:\tdrivers/staging/demo/

THE REST
M:\tThe Boss <boss@example.org>
L:\tall@example.org
F:\t*
F:\t*/
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A kernel tree with two drivers and some history."""
    monkeypatch.chdir(tmp_path)
    make_kernel(tmp_path)
    (tmp_path / "MAINTAINERS").rmdir()
    (tmp_path / "MAINTAINERS").write_text(MAINTAINERS)
    for name, content in (
        ("demo/ring.c", RING),
        ("demo/core/user.c", USER),
        ("demo/Makefile", b""),
        ("other/user.c", USER),
    ):
        path = tmp_path / "drivers/staging" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "Import")
    for number in range(2):
        (tmp_path / "drivers/staging/demo/TODO").write_text(f"{number}\n")
        git("add", ".")
        git("commit", "-qm", f"Staging: demo: take step {number}")
    return tmp_path


def subjects(revisions: str) -> list[str]:
    return git("log", "--reverse", "--format=%s", revisions).decode().splitlines()


def test_patches_apply_and_add_up_to_what_fix_does(tree: Path) -> None:
    run = kcheck("series", "drivers/staging/demo", "-o", "out", "-b", "cleanup")
    assert run.returncode == 0, run.stderr
    assert git("status", "--porcelain", "-uno") == b""
    assert git("symbolic-ref", "HEAD") == b"refs/heads/main\n"
    names = [Path(line) for line in run.stdout.decode().splitlines()[:-1]]
    assert len(names) == len(subjects("main..cleanup")) + 1
    assert all(subject.startswith("Staging: demo: ") for subject in subjects("main..cleanup"))
    assert "Staging: demo: remove trailing whitespace" in subjects("main..cleanup")
    git("checkout", "-q", "-b", "applied")
    git("am", "-q", *map(str, names[1:]))
    assert git("diff", "applied", "cleanup") == b""
    git("checkout", "-q", "main")
    kcheck("--fix", "drivers/staging/demo")
    assert git("diff", "cleanup", "--", "drivers") == b""


def test_a_patch_does_one_thing_and_says_why(tree: Path) -> None:
    kcheck("series", "drivers/staging/demo", "-o", "out", "--select", "TRAILING_WHITESPACE,POINTER_LOCATION")
    names = sorted(path.name for path in (tree / "out").iterdir())
    assert names == [
        "0000-cover-letter.patch",
        "0001-Staging-demo-remove-trailing-whitespace.patch",
        "0002-Staging-demo-put-the-of-pointers-next-to-the-names.patch",
    ]
    letter, mail = ((tree / "out" / name).read_text() for name in names[:2])
    assert "Subject: [PATCH 0/2] Staging: demo: fix 3 coding style issues\n" in letter
    assert "TRAILING_WHITESPACE       2       0\n" in letter
    assert "***" not in letter
    assert "Subject: [PATCH 1/2] Staging: demo: remove trailing whitespace\n" in mail
    assert "See Documentation/process/coding-style.rst, section 1 (\"Don't leave whitespace" in " ".join(mail.split())
    assert "\nSigned-off-by: Ada Example <ada@example.org>\n---\n" in mail
    assert mail.count("\n-") - mail.count("\n--") == mail.count("\n+") - mail.count("\n++") == 2
    assert "\nTo: =?utf-8?q?=C3=84nne_Person?= <anne@example.org>\nCc: demo@example.org,\n    all@example.org\n" in mail


def test_drivers_get_patches_of_their_own(tree: Path) -> None:
    kcheck("series", "drivers", "--commit", "--select", "TRAILING_WHITESPACE")
    assert subjects("main..kcheck-series") == [
        "Staging: demo: remove trailing whitespace",
        "staging: other: remove trailing whitespace",
    ]


def test_unsafe_fixes_come_last(tree: Path) -> None:
    kcheck("series", "drivers/staging/demo", "-b", "safe")
    run = kcheck("series", "drivers/staging/demo", "-b", "all", "--unsafe-fixes")
    assert run.returncode == 0, run.stderr
    safe, all_of_them = subjects("main..safe"), subjects("main..all")
    assert all_of_them[: len(safe)] == safe
    assert "Staging: demo: test pointers without comparing to NULL" in all_of_them[len(safe) :]
    git("checkout", "-q", "-b", "fixed")
    kcheck("--fix", "--unsafe-fixes", "drivers/staging/demo")
    assert git("diff", "all", "--", "drivers") == b""


def test_no_patch_has_lines_that_a_later_one_repairs(tree: Path) -> None:
    lines = [
        "// SPDX-License-Identifier: GPL-2.0",
        "int f(struct demo *p)",
        "{",
        "\tswitch (p->a) {",
        "\t\tcase 1:",
        '\t\t\tpr_err("one "',
        '\t\t\t    "two %d\\n",',
        "\t\t\t  p->a);",
        "\t\t\tcall_with_a_very_long_name(",
        "\t\t\t\tp->first_argument_is_long, p->b);",
        "\t\t\tbreak;",
        "\t}",
        "\treturn 0;",
        "}",
        "",
    ]
    (tree / "drivers/staging/demo/split.c").write_text("\n".join(lines))
    git("add", ".")
    git("commit", "-qm", "Staging: demo: add lines with several issues")
    run = kcheck("series", "drivers/staging/demo/split.c", "-b", "cleanup", "-o", "out", "--unsafe-fixes")
    assert run.returncode == 0, run.stderr
    assert subjects("main..cleanup") == [
        "Staging: demo: join split strings",
        "Staging: demo: align with open parentheses",
        "Staging: demo: do not indent case labels",
        "Staging: demo: do not end lines with an open parenthesis",
    ]


def test_the_letter_says_what_stays(tree: Path) -> None:
    code = "// SPDX-License-Identifier: GPL-2.0\nint CamelCase = f( 1,2 );\nint  other ;\n"
    (tree / "drivers/staging/demo/camel.c").write_text(code)
    git("add", ".")
    git("commit", "-qm", "Staging: demo: add a name")
    kcheck("series", "drivers/staging/demo", "-o", "out")
    letter = " ".join((tree / "out/0000-cover-letter.patch").read_text().split())
    assert "which were there before and stay: CAMELCASE. Names are not changed; checkpatch.pl reports them" in letter


def test_what_is_committed_counts(tree: Path) -> None:
    edited = tree / "drivers/staging/demo/ring.c"
    edited.write_bytes(b"int  edited ;\n")
    (tree / "drivers/staging/demo/new.c").write_bytes(b"int a; \n")
    run = kcheck("series", "drivers/staging/demo", "--commit", "--select", "TRAILING_WHITESPACE")
    assert b"new.c: left out, because it is not committed" in run.stderr
    assert edited.read_bytes() == b"int  edited ;\n"
    assert git("diff", "--name-only", "main", "kcheck-series").split() == [
        b"drivers/staging/demo/core/user.c", b"drivers/staging/demo/ring.c",
    ]  # fmt: skip


def test_what_cannot_be_done(tree: Path) -> None:
    for arguments, message in (
        (["drivers"], b"name a directory with -o"),
        (["drivers", "-b", "main"], b"there is a branch main already"),
        (["drivers", "-b", "-x"], b"not a name for a branch"),
        (["drivers", "-b", "a..b"], b"not a name for a branch"),
        (["nowhere", "--commit"], b"nowhere: No such file"),
        (["drivers", "-o", "MAINTAINERS/x"], b"Not a directory"),
    ):
        run = kcheck("series", *arguments)
        assert (run.returncode, run.stdout) == (2, b""), run.stderr
        assert message in run.stderr
    assert kcheck("series", "drivers/staging/demo", "-o", "out").returncode == 0
    run = kcheck("series", "drivers/staging/demo", "-o", "out")
    assert run.returncode == 2
    assert b"there are patches already" in run.stderr
    git("checkout", "-q", "-b", "clean")
    assert kcheck("series", "drivers/staging/demo", "--select", "ENOTSUPP", "--commit").returncode == 0
    assert git("branch", "--format=%(refname:short)").split() == [b"clean", b"main"]


def test_nobody_signs_without_a_name(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.delenv(f"GIT_{name}_NAME")
        monkeypatch.delenv(f"GIT_{name}_EMAIL")
    git("config", "user.useConfigOnly", "true")
    run = kcheck("series", "drivers", "--commit")
    assert run.returncode == 2
    assert b"git does not know who you are" in run.stderr


def test_outside_of_a_repository(tmp_path: Path) -> None:
    (tmp_path / "a.c").write_bytes(b"int a; \n")
    run = kcheck("series", "a.c", "--commit", cwd=tmp_path)
    assert run.returncode == 2
    assert b"no git repository" in run.stderr
