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


def take(file: SourceFile, code: Table, bodies: Table) -> None:
    """Let these be the tables of a file."""
    file.know(_code, code)
    file.know(_bodies, bodies)


def _code(file: SourceFile) -> Table:
    # The windows may need the tree, which is let go when the table is read.
    outside = windows.outside(file)
    table = Table(file, parser.tree(file), outside)
    # It takes more memory than what is made of it.
    file.forget(parser.parse)
    return table


def _bodies(file: SourceFile) -> Table:
    outside = windows.outside(file)
    return macro_table(file, parser.macro_tree(file, outside), outside)
