"""What U-Boot asks of environments, devicetrees and Kconfig beyond what the kernel does (``--u-boot``)."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Reports, Text, rule
from pylint_kernel.classify import ALL_KINDS, LAYOUT_KINDS, Kind
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import ERROR, UNSAFE, WARNING, replace

U_BOOT = "u-boot"
FILES = ALL_KINDS - {Kind.MAIL}
RELOCATION = Pattern(r"\b(?:fdt|initrd)_high=0x(?:ffffffff){1,2}(?![0-9a-f])", re.IGNORECASE)
BOARD_FIXUP = Pattern(r"\bskip_board_fixup\b")
SCHEMA = {"pre-reloc": "all", "pre-proper": "some-ram", "spl": "pre-ram", "tpl": "pre-sram", "vpl": "verify"}
OLD_TAG = Pattern(r"\bu-boot,dm-(pre-reloc|pre-proper|spl|tpl|vpl)\b")
PHASE = Pattern(r"\bCONFIG_(?:[STVX])PL_BUILD\b")
SPACES = Pattern(r"^ [ \t]*", re.MULTILINE)


def in_comment(found: re.Match[str], file: SourceFile) -> bool:
    """Whether a match in the raw text stands in a comment of C or of a devicetree."""
    return file.kind in LAYOUT_KINDS and file.comment_at(found.start()) is not None


@rule("DISABLE_FDT_OR_INITRD_RELOC", ERROR, "fdt_high or initrd_high switches relocation off",
      on=Text(RELOCATION, having="_high="), kinds=FILES, project=U_BOOT)  # fmt: skip
def no_relocation(found: re.Match[str], file: SourceFile) -> Reports:
    """With all bits set, ``fdt_high`` and ``initrd_high`` leave the devicetree and the initrd where they are, which may
    be where the kernel unpacks itself: the failures are hard to find. Limit the area with ``bootm_size`` instead.

    Only with ``--u-boot``.

    Source: U-Boot's doc/usage/environment.rst.

    Differs from checkpatch: the digits may be capitals.
    """
    if not in_comment(found, file):
        name = found[0].partition("=")[0]
        yield found, f"{name} must not switch relocation off: use bootm_size or bootm_low"


@rule("SKIP_BOARD_FIXUP", ERROR, "skip_board_fixup in a default environment",
      on=Text(BOARD_FIXUP, having="skip_board_fixup"), kinds=FILES, project=U_BOOT)  # fmt: skip
def no_board_fixup(found: re.Match[str], file: SourceFile) -> Reports:
    """``skip_board_fixup`` is for users who bring a devicetree that is complete; no board sets it by default.

    Only with ``--u-boot``; documentation may speak of it, and code may ask for it.

    Source: U-Boot's doc/usage/environment.rst.

    Differs from checkpatch: only a line that sets it is reported.
    """
    behind = file.text[found.end() : found.end() + 40].lstrip("\"', \t")
    sets = file.text[found.end() : found.end() + 1] == "=" or (behind[:1].isdigit() and "_set" in before(found, file))
    if sets and file.kind != Kind.RST and not in_comment(found, file):
        yield found, "no default environment should set skip_board_fixup"


def before(found: re.Match[str], file: SourceFile) -> str:
    """The line before a match."""
    return file.text[file.text.rfind("\n", 0, found.start()) + 1 : found.start()]


@rule("PRE_SCHEMA", ERROR, "a devicetree tag that became bootph-...", on=Text(OLD_TAG, having="u-boot,dm-"),
      kinds={Kind.DTS}, project=U_BOOT)  # fmt: skip
def old_tag(found: re.Match[str], file: SourceFile) -> Reports:
    """The tags that say in which phase of booting a node is needed have a schema now: ``bootph-all``,
    ``bootph-some-ram``, ``bootph-pre-ram``, ``bootph-pre-sram``, ``bootph-verify``.

    The fix is unsafe because a token changes.

    Only with ``--u-boot``.

    Source: U-Boot's doc/develop/spl.rst; dtschema's bootph.yaml.
    """
    if not in_comment(found, file):
        tag = f"bootph-{SCHEMA[found[1]]}"
        yield found, f"use {tag} in place of {found[0]}", replace(f"write {tag}", *found.span(), tag, UNSAFE)


@rule("CONFIG_XPL_BUILD", ERROR, "a devicetree that depends on the phase of booting",
      on=Text(PHASE, having="PL_BUILD"), kinds={Kind.DTS}, project=U_BOOT)  # fmt: skip
def phase_in_devicetree(found: re.Match[str], file: SourceFile) -> Reports:
    """One devicetree serves all phases, so that the symbols of single phases are not defined when it is built.

    Only with ``--u-boot``.

    Source: U-Boot's doc/develop/spl.rst.

    Differs from checkpatch: there the type has a small letter in its name, ``CONFIG_xPL_BUILD``, so that no list of
    types could name it.
    """
    if not in_comment(found, file):
        yield found, f"{found[0]} is not defined where devicetrees are built"


@rule("KCONFIG_INDENT", WARNING, "spaces for indentation in Kconfig", on=Text(SPACES), kinds={Kind.KCONFIG},
      project=U_BOOT)  # fmt: skip
def kconfig_indent(found: re.Match[str], file: SourceFile) -> Reports:
    """The lines of a Kconfig symbol are indented by a tab, and its help text by two more spaces.

    Only with ``--u-boot``. The fix makes tabs of the spaces.

    The fix is unsafe: in a help text it changes what is shown.

    Source: U-Boot's doc/build/kconfig.rst; Documentation/process/coding-style.rst, section 10.
    """
    columns = len(found[0].expandtabs(8))
    tabs = "\t" * max(columns // 8, 1) + " " * (columns % 8 if columns >= 8 else 0)
    yield found, "Kconfig is indented by tabs", replace("indent by a tab", *found.span(), tabs, UNSAFE)
