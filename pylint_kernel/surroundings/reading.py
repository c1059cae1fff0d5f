"""Reads files, but not everything that a path may name: devices without end, huge files, files that are no text."""

from __future__ import annotations

import errno
import os
from typing import BinaryIO

#: What is larger is not source code.
MAX_SIZE = 64 << 20
#: Nor are lines with more bytes: what is generated like that is not for people to read.
MAX_LINE = 1 << 17


def read(path: str | os.PathLike[str]) -> bytes:
    """The content of a file; raises OSError if it cannot be read or is too large."""
    with open(path, "rb") as stream:
        return read_stream(stream)


def read_stream(stream: BinaryIO) -> bytes:
    """What is left in ``stream``; raises OSError if it is too large."""
    data = stream.read(MAX_SIZE + 1)
    if len(data) > MAX_SIZE:
        raise OSError(errno.EFBIG, f"larger than {MAX_SIZE >> 20} MiB")
    return data


def read_source(path: str | os.PathLike[str]) -> bytes:
    """The content of a source file; raises OSError if it cannot be read, is too large, or is no text."""
    return checked_text(read(path))


def checked_text(data: bytes) -> bytes:
    """``data`` if it can be text; raises OSError otherwise."""
    if b"\0" in data:
        raise OSError(errno.EINVAL, "binary file")
    return data


def checked_lines(data: bytes) -> bytes:
    """``data`` if no line of it is absurdly long; raises OSError otherwise."""
    if len(data) > MAX_LINE:
        for number, line in enumerate(data.split(b"\n"), 1):
            if len(line) > MAX_LINE:
                raise OSError(errno.EFBIG, f"line {number} is longer than {MAX_LINE >> 10} KiB")
    return data
