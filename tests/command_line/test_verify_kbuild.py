"""``kcheck verify-kbuild`` in a tree that has been built as Kbuild would build it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pylint_kernel.fixes.kbuild import command_in
from pylint_kernel.fixes.objects import differences
from tests.command_line.test_cli import kcheck, own_home
from tests.repository import make_kernel

__all__ = ["own_home"]

HEADER = "#define LIMIT (3+4)\n"
SOURCE = """\
// SPDX-License-Identifier: GPL-2.0
#include <linux/limit.h>
#include "../hv/own.h"

int limit(int a)
{
	if (a<0)
		return LIMIT;
	return __LINE__ + own(__FILE__);
}
"""
WITH_COMPILER = pytest.mark.skipif(not shutil.which("gcc"), reason="there is no gcc")


class Kernel:
    """A kernel tree and where it was built."""

    def __init__(self, root: Path, build: Path) -> None:
        self.root, self.build = root, build

    def write(self, path: str, text: str) -> None:
        """Write a file of the tree."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def make(self, path: str, *more: str) -> None:
        """Compile a file, and record how, as Kbuild does."""
        made = Path(path).with_suffix(".o")
        (self.build / made).parent.mkdir(parents=True, exist_ok=True)
        root = "." if self.root == self.build else str(self.root)
        source = path if self.root == self.build else f"{root}/{path}"
        note = f"{made.parent}/.{made.stem}.o.d"
        words = [
            "gcc",
            f"-Wp,-MMD,{note}",
            f"-I{root}/include",
            "-O2",
            "-g",
            "-Werror",
            "-fno-asynchronous-unwind-tables",
        ]
        words += ["-fno-asynchronous-unwind-tables", f"-fmacro-prefix-map={root}/=", *more]
        words += ["-DNAME='\"a b\"'", "-DSIGN=$(pound)", "-c", "-o", str(made), source]
        line = " ".join(words)
        shell = line.replace("$(pound)", "'#'")
        subprocess.run(["sh", "-c", shell], cwd=self.build, check=True)
        needed = (self.build / note).read_text().partition(":")[2].replace("\\\n", "").split()
        record = f"savedcmd_{made} := {line} ; ./tools/objtool/objtool --hacks {made}\n\n"
        record += f"source_{made} := {needed[0]}\n\ndeps_{made} := \\\n"
        record += "".join(f"  {name} \\\n    $(wildcard include/config/X) \\\n" for name in needed[1:])
        (self.build / made.parent / f".{made.name}.cmd").write_text(record)

    def verify(self, path: str, before: str, *more: str) -> tuple[int, str]:
        """The exit status, and what is said, if the file was ``before``."""
        (self.root.parent / "before").write_text(before)
        command = ["verify-kbuild", "-O", os.path.relpath(self.build, self.root), *more, path]
        run = kcheck(*command, cwd=self.root, env=os.environ | {"KCHECK_BEFORE": str(self.root.parent / "before")})
        return run.returncode, (run.stdout + run.stderr).decode()


@pytest.fixture(params=["beside", "below", "within"])
def kernel(request: pytest.FixtureRequest, tmp_path: Path) -> Kernel:
    """A tree that was built elsewhere, in a directory of its own, or in place."""
    root = tmp_path / "linux"
    make_kernel(root)
    build = {"beside": tmp_path / "build", "below": root / "build", "within": root}[request.param]
    found = Kernel(root, build)
    found.write("include/linux/limit.h", HEADER)
    found.write("drivers/hv/own.h", "static inline int own(const char *name)\n{\n\treturn name[2];\n}\n")
    found.write("drivers/hv/hv.c", SOURCE)
    found.write("drivers/hv/Kconfig", "config HV\n")
    found.make("drivers/hv/hv.c")
    return found


@WITH_COMPILER
def test_layout_makes_the_same_object(kernel: Kernel) -> None:
    (kernel.root.parent / "before").touch()
    files = {path: path.stat().st_mtime_ns for path in (kernel.root, kernel.build) for path in path.rglob("*")}
    assert kernel.verify("drivers/hv/hv.c", SOURCE.replace("\n\n", "\n").replace("{\n", "{\n\n")) == (
        0,
        "drivers/hv/hv.c: 1 object the same\n",
    )
    assert files == {path: path.stat().st_mtime_ns for path in (kernel.root, kernel.build) for path in path.rglob("*")}


@WITH_COMPILER
def test_another_meaning_is_told(kernel: Kernel) -> None:
    before = SOURCE.replace("a<0", "a < 1")
    status, said = kernel.verify("drivers/hv/hv.c", before)
    assert status == 1
    assert said == "drivers/hv/hv.o differs in .symtab, .text\n"
    assert kernel.verify("drivers/hv/hv.c", before, "--allow-differences") == (0, said)


@WITH_COMPILER
def test_what_cannot_be_compiled(kernel: Kernel) -> None:
    status, said = kernel.verify("drivers/hv/hv.c", "int a = ;\n")
    assert status == 1
    assert said.startswith("drivers/hv/hv.o could not be compiled before: drivers/hv/hv.c:1:9: error:")
    kernel.write("drivers/hv/hv.c", "int a = ;\n")
    status, said = kernel.verify("drivers/hv/hv.c", SOURCE, "--allow-differences")
    assert status == 1
    assert said.startswith("drivers/hv/hv.o can no longer be compiled: drivers/hv/hv.c:1:9: error:")


@WITH_COMPILER
@pytest.mark.parametrize("path", ["include/linux/limit.h", "drivers/hv/own.h"])
def test_a_header_is_compiled_with_what_includes_it(kernel: Kernel, path: str) -> None:
    for name in "abc":
        kernel.write(f"drivers/{name}/{name}.c", SOURCE)
        kernel.make(f"drivers/{name}/{name}.c")
    now = (kernel.root / path).read_text()
    few = {"include/linux/limit.h": 2, "drivers/hv/own.h": 1}[path]
    many = f"{few} object{'s' if few > 1 else ''}"
    assert kernel.verify(path, now.replace("\n", "\n\n"), "--objects", "2") == (0, f"{path}: {many} the same\n")
    status, said = kernel.verify(path, now.replace("4", "5").replace("[2]", "[4]"))
    assert status == 1
    assert said.count("differs in .text") == {"include/linux/limit.h": 4, "drivers/hv/own.h": 1}[path]


@WITH_COMPILER
def test_a_file_that_the_compiler_does_not_see(kernel: Kernel) -> None:
    record = kernel.build / "drivers/hv/.hv.o.cmd"
    kernel.write("drivers/hv/other.c", SOURCE)
    record.write_text(record.read_text().replace("hv/hv.c", "hv/other.c", 1))
    assert kernel.verify("drivers/hv/hv.c", SOURCE) == (1, "drivers/hv/hv.c: the compiler does not look at it\n")


def test_what_nothing_is_known_of(tmp_path: Path) -> None:
    make_kernel(tmp_path / "linux")
    kernel = Kernel(tmp_path / "linux", tmp_path / "linux")
    kernel.write("drivers/hv/Kconfig", "config HV\n")
    kernel.write("drivers/hv/hv.c", SOURCE)
    assert kernel.verify("drivers/hv/Kconfig", "") == (0, "")
    status, said = kernel.verify("drivers/hv/hv.c", SOURCE)
    assert status == 1
    assert "no object in" in said
    kernel.write("drivers/hv/.hv.o.cmd", "savedcmd_drivers/hv/hv.o := rm -c -o x\n\nsource_x := drivers/hv/hv.c\n")
    assert kernel.verify("drivers/hv/hv.c", SOURCE) == (
        2,
        "Error: drivers/hv/hv.c: what is recorded calls no compiler\n",
    )
    kernel.write("outside.c", SOURCE)
    (tmp_path / "outside.c").write_text(SOURCE)
    status, said = kernel.verify("../outside.c", SOURCE)
    assert status == 2
    assert "../outside.c is not in a kernel tree" in said


@WITH_COMPILER
def test_as_the_command_that_decides(kernel: Kernel) -> None:
    macro = "#define check(x) (own(#x) == '<')\n"
    kernel.write("include/linux/limit.h", HEADER + macro)
    bad = SOURCE.replace("a<0", "a<0 && check(a<1)")
    kernel.write("drivers/hv/bad.c", bad)
    kernel.make("drivers/hv/bad.c")
    words = f"{sys.executable} -m pylint_kernel verify-kbuild -O {kernel.build} {{}}"
    run = kcheck("--fix", "--select", "SPACING", "--verify-with", words, "drivers/hv", cwd=kernel.root)
    assert (kernel.root / "drivers/hv/hv.c").read_text() == SOURCE.replace("a<0", "a < 0")
    assert (kernel.root / "drivers/hv/bad.c").read_text() == bad
    assert b"bad.c: fixes taken back: " in run.stderr
    assert b"bad.o differs in" in run.stderr


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("gcc -c -o a.o a.c", ["gcc", "-c", "-o", "a.o", "a.c"]),
        ("set -e; gcc -c -o a.o a.c; objtool a.o", ["gcc", "-c", "-o", "a.o", "a.c"]),
        ("ccache x86_64-linux-gnu-gcc-12 -c -o a.o a.c", ["x86_64-linux-gnu-gcc-12", "-c", "-o", "a.o", "a.c"]),
        ("""clang -DA='"b c"' -DB=\\"d\\" -DC=$(pound) -c -o a.o a.c""",
         ["clang", '-DA="b c"', '-DB="d"', "-DC=#", "-c", "-o", "a.o", "a.c"]),
        ("gcc -Wp,-MMD,.a.o.d -c -o a.o a.c", ["gcc", "-c", "-o", "a.o", "a.c"]),
    ],
)  # fmt: skip
def test_recorded_commands(line: str, words: list[str]) -> None:
    assert list(command_in(f"savedcmd_a.o := {line}\n")) == words
    assert list(command_in(f"cmd_a.o := {line}\n\ndeps_a.o := \\\n")) == words


@pytest.mark.parametrize(
    "record",
    [
        "",
        "savedcmd_a.o := ld -r -o a.o b.o",
        "savedcmd_a.o := gcc -c -o a.o a.c | tee log",
        "savedcmd_a.o := gcc -c -o a.o $$(cat names)",
        "savedcmd_a.o := gcc -c -o a.o `cat names`",
        "savedcmd_a.o := gcc -c -o a.o a.c > log",
        "savedcmd_a.o := ./gcc.sh -c -o a.o a.c",
        "savedcmd_a.o := gcc -c -o a.o 'a.c",
    ],
)
def test_what_is_no_call_of_a_compiler(record: str) -> None:
    with pytest.raises(ValueError, match=r"recorded|quotation"):
        command_in(record)


def test_what_is_no_object() -> None:
    assert differences(b"same", b"same") == []
    assert differences(b"\x7fELF\2\1", b"\x7fELF\1\2") == ["the whole"]
    assert differences(b"", b"x") == ["the whole"]
