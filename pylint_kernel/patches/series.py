"""What a series of patches adds to the documentation of the tree, up to each of its patches.

Code is judged by the tree as it will be then: a binding that an earlier patch, or the patch itself, adds counts as
documented.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from pylint_kernel.surroundings.kernel_tree import BINDINGS, BOOT_PARAMETERS, COMMA_WORD, VENDOR, VENDORS, KernelTree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_kernel.patches.diff import FileDiff
    from pylint_kernel.patches.patch import Patch
    from pylint_kernel.surroundings.dictionary import Dictionary


class Added(NamedTuple):
    """What is new in the documentation: compatible strings and vendor prefixes, the lines on boot parameters."""

    compatibles: frozenset[str] = frozenset()
    vendors: frozenset[str] = frozenset()
    boot_parameters: str = ""

    def and_by(self, patch: Patch) -> Added:
        """The same, and what ``patch`` adds to it."""
        compatibles, vendors, parameters = set(self.compatibles), set(self.vendors), self.boot_parameters
        for diff in patch.files:
            path = diff.new_path or ""
            if path.startswith(BINDINGS):
                for line in added_lines(diff):
                    compatibles.update(COMMA_WORD.findall(line))
                    if path == VENDORS and (vendor := VENDOR.match(line.strip())):
                        vendors.add(vendor[1])
            elif path == BOOT_PARAMETERS:
                parameters += "".join(f"{line}\n" for line in added_lines(diff))
        added = Added(frozenset(compatibles), frozenset(vendors), parameters)
        return self if added == self else added


def added_lines(diff: FileDiff) -> Iterator[str]:
    """The lines that a diff adds to a file, in text view."""
    return (line.text.decode("latin-1") for hunk in diff.hunks for line in hunk.lines if line.marker == "+")


class ExtendedTree(KernelTree):
    """A kernel tree with what has been added to it."""

    def __init__(self, tree: KernelTree, added: Added) -> None:
        super().__init__(tree.root)
        self._tree, self._added = tree, added

    @cached_property
    def compatibles(self) -> str:
        """See :class:`KernelTree`."""
        return "\n".join([self._tree.compatibles, *sorted(self._added.compatibles)])

    @cached_property
    def vendors(self) -> frozenset[str]:
        """See :class:`KernelTree`."""
        return self._tree.vendors | self._added.vendors

    @cached_property
    def boot_parameters(self) -> str:
        """See :class:`KernelTree`."""
        return self._tree.boot_parameters + self._added.boot_parameters

    @cached_property
    def spelling(self) -> dict[str, str]:
        """See :class:`KernelTree`."""
        return self._tree.spelling

    @cached_property
    def dictionary(self) -> Dictionary | None:
        """See :class:`KernelTree`."""
        return self._tree.dictionary

    @cached_property
    def const_structs(self) -> frozenset[str]:
        """See :class:`KernelTree`."""
        return self._tree.const_structs

    @cached_property
    def camelcase(self) -> frozenset[str]:
        """See :class:`KernelTree`."""
        return self._tree.camelcase

    def is_obsolete(self, path: str) -> bool:
        """See :class:`KernelTree`."""
        return self._tree.is_obsolete(path)


@cache
def tree_with(tree: KernelTree, added: Added) -> KernelTree:
    """A tree with what has been added, one object a process."""
    return ExtendedTree(tree, added)
