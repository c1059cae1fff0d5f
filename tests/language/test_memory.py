"""What a large file costs in memory, against what the command takes for an empty one."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SIZE = 1_200_000
CODE = """static int function_%d(struct device *dev, int value)
{
	int ret;

	if (value > %d && dev->state != STATE_READY)
		return -EINVAL;

	ret = helper(dev, value, "text");
	for (int i = 0; i < value; i++)
		ret += dev->table[i] * 3;
	return ret;
}

"""
MEASURE = """
import resource, sys
from pylint_kernel.command_line.entry import entry
try:
    entry()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, file=sys.stderr)
"""


def numbers(chooser: random.Random) -> str:
    """A table of numbers, all different."""
    row = "\t" + "0x%08x, " * 5 + "0x%08x,\n"
    rows = "".join(row % tuple(chooser.randrange(1 << 32) for _ in range(6)) for _ in range(SIZE // 74))
    return "static const u32 table[] = {\n" + rows + "};\n"


def functions(chooser: random.Random) -> str:
    """Functions, one after the other."""
    return "".join(CODE % (number, chooser.randrange(1000)) for number in range(SIZE // len(CODE)))


def macros(_: random.Random) -> str:
    """Macros with a parameter, line by line."""
    row = "#define REGISTER_%d_FIELD(x)\t\t\t(((x) >> 3) & 0x7f)\n"
    return "".join(row % number for number in range(SIZE // len(row)))


def enumerators(_: random.Random) -> str:
    """The names of an enumeration, each with its number."""
    return "enum all {\n" + "".join(f"\tREGISTER_{number} = {number},\n" for number in range(SIZE // 26)) + "};\n"


def memory(path: Path, text: str) -> int:
    """How many bytes the command takes at most to check a text."""
    path.write_text("// SPDX-License-Identifier: GPL-2.0\n" + text)
    command = [sys.executable, "-c", MEASURE, "--jobs", "1", "--exit-zero", "--quiet", "--format", "concise", path.name]
    run = subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=True)
    return int(run.stderr.splitlines()[-1])


#: So many times the size of a large file is what it may take.
MOST = 20


@pytest.mark.parametrize("write", [numbers, functions, macros, enumerators])
def test_a_large_file_takes_a_multiple_of_its_size(write: Callable[[random.Random], str], tmp_path: Path) -> None:
    base = memory(tmp_path / "a.c", "int a;\n")
    assert memory(tmp_path / "b.c", write(random.Random(1))) - base < MOST * SIZE
