"""Access permissions written as numbers."""

from __future__ import annotations

from pylint_kernel.checking.rule import Reports, Spelled, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Binary, Name, Token, View, bare, syntax
from pylint_kernel.model import UNSAFE, WARNING, replace

BITS = {
    "S_IRWXU": 0o700, "S_IRUSR": 0o400, "S_IWUSR": 0o200, "S_IXUSR": 0o100,
    "S_IRWXG": 0o070, "S_IRGRP": 0o040, "S_IWGRP": 0o020, "S_IXGRP": 0o010,
    "S_IRWXO": 0o007, "S_IROTH": 0o004, "S_IWOTH": 0o002, "S_IXOTH": 0o001,
    "S_IRWXUGO": 0o777, "S_IRUGO": 0o444, "S_IWUGO": 0o222, "S_IXUGO": 0o111,
}  # fmt: skip


@rule("SYMBOLIC_PERMS", WARNING, "symbolic permissions", on=Spelled(tuple(BITS)))
def symbolic_permissions(token: Token, file: SourceFile) -> Reports:
    """``0644`` is read at a glance, ``S_IRUGO | S_IWUSR`` is not.

    Permissions joined by ``|`` are one finding. The definitions of the names themselves are exempt.

    The fix is unsafe because tokens change; the mode stays the same.

    Source: common practice in the kernel; Documentation/filesystems/sysfs.rst uses numbers.

    Differs from checkpatch: one finding for an expression of several lines, at its first.
    """
    macro = syntax(file).macro_at(token.start) if token.in_directive else None
    if (macro is not None and macro.keyword == token) or joined(token, "previous") is not None:
        return
    last, mode = token, BITS[token.text]
    while (following := joined(last, "next")) is not None:
        last, mode = following, mode | BITS[following.text]
    fix = replace("write the number", token.start, last.end, f"{mode:04o}", UNSAFE)
    yield (token.start, last.end), f"permissions are easier to read as {mode:04o}", fix


def joined(token: Token, side: str) -> Token | None:
    """The permission that a ``|`` joins with another one, on one side of it."""
    bar: Token | None = getattr(token, side)
    if bar is None or bar.text != "|":
        return None
    other: Token | None = getattr(bar, side)
    return other if other is not None and other.text in BITS and not is_torn(bar) else None


def is_torn(bar: Token) -> bool:
    """Whether an operator that binds tighter takes one of the names beside a ``|``."""
    view = syntax(bar.file).at(bar.start)
    if not isinstance(view, Binary):
        return False
    left = view.left
    return isinstance(view.right, Binary) or (isinstance(left, Binary) and left.operator.text != "|")


def mode_of(value: View | None) -> int | None:
    """The mode that symbolic permissions joined by ``|`` are; None for anything else."""
    mode, parts = 0, [value]
    while parts:
        part = bare(parts.pop())
        if isinstance(part, Binary) and part.operator.text == "|":
            parts += part.left, part.right
        elif isinstance(part, Name) and part.text in BITS:
            mode |= BITS[part.text]
        else:
            return None
    return mode
