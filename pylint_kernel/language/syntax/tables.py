"""The tables of a file: one of its code, one of the bodies of its macros, read when first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_kernel.language import parser, windows
from pylint_kernel.language.syntax.table import Table, macro_table

if TYPE_CHECKING:
    from pylint_kernel.language.source import SourceFile


def code(file: SourceFile) -> Table:
    """The code outside of directives; of a change, what lies in its windows."""
    return file.once(_code)


def bodies(file: SourceFile) -> Table:
    """The bodies of macros."""
    return file.once(_bodies)


def _code(file: SourceFile) -> Table:
    outside = windows.outside(file)
    table = Table(file, parser.tree(file), outside)
    # It takes more memory than the table.
    file.forget(parser.parse)
    return table


def _bodies(file: SourceFile) -> Table:
    outside = windows.outside(file)
    table = macro_table(file, parser.macro_tree(file), outside)
    file.forget(parser.parse_macros)
    return table
