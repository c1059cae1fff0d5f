"""Access permissions written as numbers."""

from __future__ import annotations

from pylint_kernel.checking.rule import Reports, Token, rule
from pylint_kernel.language.operators import previous
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import UNSAFE, WARNING, replace

BITS = {
    "S_IRWXU": 0o700, "S_IRUSR": 0o400, "S_IWUSR": 0o200, "S_IXUSR": 0o100,
    "S_IRWXG": 0o070, "S_IRGRP": 0o040, "S_IWGRP": 0o020, "S_IXGRP": 0o010,
    "S_IRWXO": 0o007, "S_IROTH": 0o004, "S_IWOTH": 0o002, "S_IXOTH": 0o001,
    "S_IRWXUGO": 0o777, "S_IRUGO": 0o444, "S_IWUGO": 0o222, "S_IXUGO": 0o111,
}  # fmt: skip


@rule("SYMBOLIC_PERMS", WARNING, "symbolic permissions", on=Token(tuple(BITS)))
def symbolic_permissions(position: int, file: SourceFile) -> Reports:
    """``0644`` is read at a glance, ``S_IRUGO | S_IWUSR`` is not.

    Permissions joined by ``|`` are one finding. The definitions of the names themselves are exempt.

    Source: common practice in the kernel; Documentation/filesystems/sysfs.rst uses numbers.

    Differs from checkpatch: one finding for an expression of several lines, at its first.
    """
    tokens = file.tokens
    texts = tokens.texts
    before = previous(file, position)
    if texts[before] == "|" and texts[before - 1] in BITS:
        return
    if position > 1 and texts[position - 1] == "define" and texts[position - 2] == "#":
        return
    last = position
    mode = BITS[texts[position]]
    while texts[last + 1 : last + 2] == ["|"] and last + 2 < len(texts) and texts[last + 2] in BITS:
        last += 2
        mode |= BITS[texts[last]]
    where = tokens.starts[position], tokens.end(last)
    yield (
        where,
        f"permissions are easier to read as {mode:04o}",
        replace("write the number", *where, f"{mode:04o}", UNSAFE),
    )
