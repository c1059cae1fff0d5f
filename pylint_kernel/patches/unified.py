"""Unified diffs that ``git apply`` and ``patch -p1`` take."""

from __future__ import annotations

import difflib
import re

#: A line at which something begins: no label, no directive, no brace; as much of it as git shows.
TOP = re.compile(rb"[A-Za-z_$](?!\w*:\s*$)[^\n\r]{0,79}")
NO_NEWLINE = b"\\ No newline at end of file\n"


def unified(path: str, before: bytes, after: bytes, first_line: int = 1) -> bytes:
    """The diff from ``before`` to ``after``, the contents of the file ``path``; empty if they are the same.

    If they are only a part of it, ``first_line`` tells where in the file that begins.

    There is no ``diff --git`` line, so that git reads the path as relative to the directory it is called from.
    """
    name = path.lstrip("/")
    old, new = header_name(f"a/{name}"), header_name(f"b/{name}")
    parts = split(before)
    lines = difflib.diff_bytes(difflib.unified_diff, parts, split(after), old, new)
    lines = (header(line, parts, first_line - 1) if line.startswith(b"@@ -") else line for line in lines)
    return b"".join(line if line.endswith(b"\n") else line + b"\n" + NO_NEWLINE for line in lines)


def header(line: bytes, before: list[bytes], shift: int) -> bytes:
    """The header of a hunk, ``shift`` lines further down, with the function or record that the hunk begins in."""
    start = int(re.search(rb"\d+", line)[0])  # type: ignore[index]
    name = next((found for row in range(start - 2, -1, -1) if (found := TOP.match(before[row]))), None)
    if shift:
        line = re.sub(rb"([-+])(\d+)", lambda start: b"%s%d" % (start[1], int(start[2]) + shift), line)
    return line.rstrip(b"\n") + b" " + name[0].rstrip() + b"\n" if name else line


def split(data: bytes) -> list[bytes]:
    """The lines of ``data``, line ends kept; a carriage return is no line end."""
    lines = [line + b"\n" for line in data.split(b"\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def header_name(name: str) -> bytes:
    """A path as the header lines of a diff spell it: quoted if it has to be, a tab after it if it has a blank."""
    raw = name.encode("utf-8", "surrogateescape")
    if any(byte < 0x20 or byte in b'"\\\x7f' for byte in raw):
        return b'"%s"' % b"".join(
            b"\\%03o" % byte if byte < 0x20 or byte in b'"\\\x7f' else b"%c" % byte for byte in raw
        )
    return raw + b"\t" if b" " in raw else raw
