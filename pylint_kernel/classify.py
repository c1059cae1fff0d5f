"""What kind of file a path names: the kind decides which rules look at it."""

from __future__ import annotations

from enum import Enum

from pylint_kernel.lazy import Pattern


class Kind(Enum):
    """The kinds of file that rules tell apart."""

    C = "c"
    HEADER = "h"
    ASM = "asm"
    DTS = "dts"
    RUST = "rust"
    SHELL = "shell"
    PYTHON = "python"
    PERL = "perl"
    AWK = "awk"
    YAML = "yaml"
    RST = "rst"
    KCONFIG = "kconfig"
    MAKE = "make"
    MAINTAINERS = "maintainers"
    MAIL = "mail"
    OTHER = "other"


ALL_KINDS = frozenset(Kind)
#: What is parsed as C; most rules look at nothing else.
C_KINDS = frozenset({Kind.C, Kind.HEADER})
#: C and devicetree sources: the layout rules (group g2 of checkpatch).
LAYOUT_KINDS = C_KINDS | {Kind.DTS}
#: Everything that is source code (group g1 of checkpatch).
SOURCE_KINDS = LAYOUT_KINDS | {Kind.ASM, Kind.RUST, Kind.SHELL}

BY_EXTENSION = {
    "c": Kind.C,
    "h": Kind.HEADER,
    "s": Kind.ASM,
    "S": Kind.ASM,
    "dts": Kind.DTS,
    "dtsi": Kind.DTS,
    "rs": Kind.RUST,
    "sh": Kind.SHELL,
    "py": Kind.PYTHON,
    "tc": Kind.PYTHON,
    "pl": Kind.PERL,
    "awk": Kind.AWK,
    "yaml": Kind.YAML,
    "rst": Kind.RST,
    "mk": Kind.MAKE,
    "patch": Kind.MAIL,
    "diff": Kind.MAIL,
    "mbox": Kind.MAIL,
    "mbx": Kind.MAIL,
    "eml": Kind.MAIL,
}


#: Pieces of linker scripts are headers for the preprocessor only: no C, whatever they look like.
LINKER_SCRIPT = ".lds.h"


def classify(path: str) -> Kind:
    """The kind of the file that ``path`` (slashes between components) names; looks at nothing but the name."""
    name = path.rpartition("/")[2]
    stem, dot, extension = name.rpartition(".")
    if name.endswith(LINKER_SCRIPT):
        return Kind.ASM
    if dot and stem and (kind := BY_EXTENSION.get(extension)):
        return kind
    if name.startswith("Kconfig"):
        return Kind.KCONFIG
    if name.startswith(("Makefile", "Kbuild")):
        return Kind.MAKE
    if name == "MAINTAINERS":
        return Kind.MAINTAINERS
    return Kind.OTHER


#: Folders of a kernel tree whose programs run on the developer's or the user's machine.
PROGRAMS = Pattern(r"(?:.*/)?tools/|(?:scripts|usr|Documentation)/")
#: What starts the kernel has nothing of it but what it brings along.
LOADERS = Pattern(r"arch/\w+/boot/")
#: What only the C library has, or libbpf: no file of the kernel includes it.
LIBRARY = Pattern(
    r"""(?mx) ^ [ \t]* \# [ \t]* include [ \t]* < (?:
      (?: assert | ctype | dirent | err | errno | fcntl | getopt | inttypes | locale | poll | pthread | sched
        | semaphore | setjmp | signal | stdint | stdio | stdlib | string | strings | termios | time | unistd ) \.h
      | (?: arpa | bpf | netinet | sys ) / [\w.]+
    ) >"""
)
#: A module is kernel code wherever it is kept.
MODULE = Pattern(r"(?m)^MODULE_LICENSE\b")
#: A header that asks for this serves both sides.
ASKS = Pattern(r"(?m)^[ \t]*#[^\n]*\b__KERNEL__\b")


def is_user_space(path: str, text: str) -> bool:
    """Whether C code is a program, not a part of the kernel: there are neither ``strscpy()`` and ``u8`` nor locks.

    Programs are what is kept in ``tools/``, ``scripts/``, ``usr/`` and ``Documentation/``, and whatever includes the
    C library's headers, as do most of the samples; BPF programs are no part of the kernel either. Modules are, also
    the ones that tests in ``tools/`` load.
    """
    if PROGRAMS.match(path) is None and (LIBRARY.search(text) is None or ASKS.search(text) is not None):
        return False
    return MODULE.search(text) is None


#: What a file begins with: comments and directives, guards and includes.
TOP = Pattern(r"(?s)(?:\s++|/\*.*?\*/|//[^\n]*+|\#[^\n]*+)*+")
#: So much of it is looked at; licences are longer than any reader likes.
LONGEST_TOP = 8000
#: A file that nobody is to edit, since it will be generated again; or what bison and flex sign with.
GENERATED = Pattern(
    r"""(?xis) @generated\b
      | generated\b .{0,200}? (?<! [a-z][ ] ) (?:please[ ])? (?: do[ ]not | don't | never ) [ ] (?:edit|modify|change)
      | generated\b .{0,200}? \bwill[ ]be[ ](?:lost|overwritten)
      | \b (?: do[ ]not | don't ) [ ] (?:edit|modify|change) .{0,200}? generated\b
      | \ba[ ]bison[ ]parser,[ ]made[ ]by | \ba[ ]lexical[ ]scanner[ ]generated[ ]by"""
)


def is_generated(text: str) -> bool:
    """Whether a source file says in the comments at its top that it is generated, and not to be edited."""
    top = TOP.match(text, 0, LONGEST_TOP)
    return top is not None and GENERATED.search(text, 0, top.end()) is not None
