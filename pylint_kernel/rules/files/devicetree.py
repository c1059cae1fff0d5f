"""Devicetrees and what drivers say of them: documented compatible strings, explained RGMII modes."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Reports, Text, rule
from pylint_kernel.classify import C_KINDS, Kind
from pylint_kernel.language.idioms import has_nearby_comment
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import WARNING

DTS = frozenset({Kind.DTS})
#: Devicetree sources and overlays.
DEVICETREES = (".dts", ".dtsi", ".dtso")
COMPATIBLE = Pattern(r'^[ \t]*compatible[ \t]*=[ \t]*(".*)', re.MULTILINE)
C_COMPATIBLE = Pattern(r'\.compatible[ \t]*=[ \t]*(".*)')
QUOTED = Pattern(r'"([\w.,+-]+)"')
#: What a bus makes of the numbers of a device (bindings of pci and usb): nobody has to document each of them.
BUS_ID = Pattern(
    r"(?:pci(?:ex)?(?:class|[0-9a-f]{1,4})|usb[0-9a-f]{1,4}|usbif[0-9a-f]{1,4}(?:-config[0-9a-f.]+)?),|usb(?:if)?,class"
)
RGMII = Pattern(r'^[ \t]*phy-(?:mode|connection-type)[ \t]*=[ \t]*"(rgmii(?:-rxid|-txid)?)"', re.MULTILINE)


@rule(
    "UNDOCUMENTED_DT_STRING",
    WARNING,
    "a compatible string without a binding",
    on=Text(COMPATIBLE),
    kinds=DTS,
    needs_tree=True,
)
def compatible_property(found: re.Match[str], file: SourceFile) -> Reports:
    """A ``compatible`` string is an interface between firmware and kernel: a binding documents it, and its vendor
    prefix is registered.

    Looks below ``Documentation/devicetree/bindings`` of the kernel tree, and into what the patch itself and those
    before it in a series add there; says nothing without a tree.

    Source: Documentation/devicetree/bindings/writing-bindings.rst and submitting-patches.rst.

    Differs from checkpatch: names without a vendor (``simple-bus``) are left alone, and so are the ids of PCI and USB
    devices (``pci8086,1234``, ``usb1234,5678``), as in newer releases.
    """
    yield from undocumented(found, file)


@rule(
    "UNDOCUMENTED_DT_STRING",
    WARNING,
    "a compatible string without a binding",
    on=Text(C_COMPATIBLE, ".compatible"),
    needs_tree=True,
    kinds=C_KINDS,
)
def compatible_member(found: re.Match[str], file: SourceFile) -> Reports:
    """The same for the strings in a driver's match table."""
    yield from undocumented(found, file)


def undocumented(found: re.Match[str], file: SourceFile) -> Reports:
    """Report the strings after a match that the tree's bindings do not know."""
    kernel = file.kernel
    if kernel.root is None or not kernel.compatibles:
        return
    for quoted in QUOTED.finditer(file.text, found.start(1), found.end(1)):
        name = quoted[1]
        if "," not in name or BUS_ID.match(name):
            continue
        if not is_documented(name, kernel.compatibles):
            yield quoted, f"no binding documents the compatible string {name}"
        vendor = name.partition(",")[0]
        if kernel.vendors and vendor not in kernel.vendors:
            yield quoted, f"the vendor prefix {vendor} is not registered in vendor-prefixes.yaml"


def is_documented(name: str, known: str) -> bool:
    """Whether ``known`` (the words of all bindings) has ``name``, or a form of it with a placeholder in angle brackets:
    for the word before the first dash, or for the digits at the end of that word."""
    if name in known:
        return True
    vendor, _, device = name.partition(",")
    word, dash, rest = device.partition("-")
    if not dash or not word.isalnum():
        return False
    letters = word.rstrip("0123456789")
    return any(
        re.search(rf"{re.escape(start)}<[^>\n]*>-{re.escape(rest)}", known) is not None
        for start in {f"{vendor},", f"{vendor},{letters}"}
    )


@rule(
    "UNCOMMENTED_RGMII_MODE",
    WARNING,
    "an RGMII delay without a reason",
    on=Text(RGMII, "rgmii"),
    kinds=DTS | {Kind.OTHER},
    since=(6, 17),
)
def rgmii_mode(found: re.Match[str], file: SourceFile) -> Reports:
    """``rgmii``, ``rgmii-rxid`` and ``rgmii-txid`` say that the board's lines delay the clock, which few do: a comment
    says so where it is true. Boards without such delays have ``rgmii-id``.

    Source: Documentation/devicetree/bindings/net/ethernet-controller.yaml, "phy-connection-type".
    """
    if file.path.endswith(DEVICETREES) and not has_nearby_comment(file, file.row(found.start(1))):
        yield found.span(1), f"{found[1]} needs a comment that tells where the board delays the clock"
