"""What kind of file a path names: the kind decides which rules look at it."""

from __future__ import annotations

from enum import Enum


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


def classify(path: str) -> Kind:
    """The kind of the file that ``path`` (slashes between components) names; looks at nothing but the name."""
    name = path.rpartition("/")[2]
    stem, dot, extension = name.rpartition(".")
    if dot and stem and (kind := BY_EXTENSION.get(extension)):
        return kind
    if name.startswith("Kconfig"):
        return Kind.KCONFIG
    if name.startswith(("Makefile", "Kbuild")):
        return Kind.MAKE
    if name == "MAINTAINERS":
        return Kind.MAINTAINERS
    return Kind.OTHER
