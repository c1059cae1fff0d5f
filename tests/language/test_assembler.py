"""Assembler in headers."""

from __future__ import annotations

from pylint_kernel.language.assembler import is_assembler_source
from pylint_kernel.language.source import SourceFile

HEADER = """\
int first(void);
#ifdef __ASSEMBLY__
	mov r0, #1
.macro inner
	nop
.endm
	mov r0, #2
#else
int second(void);
#endif
#ifndef __ASSEMBLY__
int third(void);
#else
	mov r0, #3
#endif
.macro outer
	mov r0, #4
.endm
int fourth(void);
"""


def test_parts() -> None:
    file = SourceFile("arch/demo/include/asm/demo.h", HEADER.encode())
    for word in ("#1", "nop", "#2", "#3", "#4"):
        assert is_assembler_source(file, HEADER.index(word)), word
    for word in ("first", "second", "third", "fourth"):
        assert not is_assembler_source(file, HEADER.index(word)), word
    assert not is_assembler_source(SourceFile("a.c", b"int a;\n"), 0)


def test_unclosed_macro() -> None:
    file = SourceFile("a.h", b"int a;\n.macro open\n\tnop\n")
    assert is_assembler_source(file, len(file.text) - 2)
    assert not is_assembler_source(file, 0)
