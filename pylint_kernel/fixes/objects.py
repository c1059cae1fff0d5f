"""Tells where two objects, relocatable ELF files, differ."""

from __future__ import annotations

import struct
from typing import NamedTuple

MAGIC = b"\x7fELF"
#: Of a header: where the section headers begin, behind the identification; the last three numbers: how long one is, how
#: many there are, which one is of the names. Of a section header: name, offset and size. By class, 1: 32 bits, 2: 64.
HEADER = {1: (32, "I", 46), 2: (40, "Q", 58)}
SECTION = {1: "I12xII", 2: "I20xQQ"}
ORDER = {1: "<", 2: ">"}


class Section(NamedTuple):
    """A part of an object."""

    name: str
    data: bytes


def differences(before: bytes, after: bytes) -> list[str]:
    """The names of the sections that differ, as far as they can be told apart; none if the objects are the same."""
    if before == after:
        return []
    try:
        old, new = sections(before), sections(after)
    except (ValueError, LookupError, struct.error):
        return ["the whole"]
    pairs = zip(old, new, strict=False)
    names = {one.name or "the headers" for pair in pairs if pair[0] != pair[1] for one in pair}
    names |= {one.name for one in old[len(new) :] + new[len(old) :]}
    return sorted(names) or ["the headers"]


def sections(data: bytes) -> list[Section]:
    """The sections of an object in their order; raises ValueError, LookupError or struct.error if it is none."""
    if not data.startswith(MAGIC):
        raise ValueError("not an ELF file")
    order = ORDER[data[5]]
    at, kind, numbers = HEADER[data[4]]
    (start,) = struct.unpack_from(order + kind, data, at)
    length, count, naming = struct.unpack_from(order + "HHH", data, numbers)
    headers = [struct.unpack_from(order + SECTION[data[4]], data, start + length * number) for number in range(count)]
    _, names, size = headers[naming]
    texts = data[names : names + size]
    return [
        Section(texts[name : texts.index(b"\0", name)].decode("latin-1"), data[offset : offset + size])
        for name, offset, size in headers
    ]
