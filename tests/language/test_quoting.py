"""Macros that make strings of arguments, in the file and in the headers beside it."""

from __future__ import annotations

from pathlib import Path

from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Token
from pylint_kernel.language.syntax.quoting import ONLY_STRING, ONLY_VALUE, Quoting, quoting
from pylint_kernel.surroundings.kernel_tree import KernelTree

BOTH = Quoting(string=True, value=True)


def made_of(code: str, word: str, root: Path | None = None) -> Quoting:
    """What becomes of the last token in the code that reads ``word``."""
    file = SourceFile("drivers/pond/frog.c", code.encode(), kernel=KernelTree(root))
    return quoting(Token(file, file.tokens.index[word][-1]))


def test_macros_of_the_file() -> None:
    macros = (
        "#define SAY(a, b) say(b, #a)\n#define ASSERT(x) do { if (!(x)) say(#x); } while (0)\n"
        "#define REQUIRE(x) ASSERT(x)\n#define NAMES(...) #__VA_ARGS__\n"
    )
    assert made_of(macros + "int a = SAY(this, 1);", "this") == ONLY_STRING
    assert made_of(macros + "int a = SAY(1, this);", "this") == ONLY_VALUE
    assert made_of(macros + "int a = ASSERT(f(1, this));", "this") == BOTH
    assert made_of(macros + "int a = REQUIRE(this);", "this") == BOTH
    assert made_of(macros + "int a = NAMES(1, 2, this);", "this") == ONLY_STRING
    assert made_of(macros + "int a = f(this), b = __stringify(this);", "this") == ONLY_STRING
    assert made_of(macros + "int a = f(g, this);", "this") == ONLY_VALUE


def test_macros_of_headers(tmp_path: Path) -> None:
    directory = tmp_path / "drivers" / "pond"
    directory.mkdir(parents=True)
    (directory / "frog.h").write_text('#include "../lake.h"\n#include "frog.h"\n#include "missing.h"\n')
    (tmp_path / "drivers" / "lake.h").write_text("#define ASSERT(x) ((x) ? 0 : say(#x))\n")
    code = '#include "frog.h"\nint a = ASSERT(this);'
    assert made_of(code, "this", tmp_path) == BOTH
    (tmp_path / "drivers" / "lake.h").write_text("#define ASSERT(x) (x)\n#define SAY(x) #x\n")
    assert made_of(code, "this", tmp_path) == ONLY_VALUE
    assert made_of('#include "../../../lake.h"\nint a = ASSERT(this);', "this", tmp_path) == ONLY_VALUE
