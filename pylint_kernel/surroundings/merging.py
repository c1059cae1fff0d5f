"""Two changes of the same content made one."""

from __future__ import annotations

import os
from tempfile import TemporaryDirectory

from pylint_kernel.surroundings import git


def merged(ours: bytes, base: bytes, theirs: bytes, *options: str) -> bytes | None:
    """The changes from ``base`` to both sides together; None where they collide, or if it is no text.

    ``options`` are git's, which tell what is to be done about collisions. Raises :class:`git.Error`.
    """
    with TemporaryDirectory(prefix="kcheck-") as directory:
        names = ("ours", "base", "theirs")
        for name, data in zip(names, (ours, base, theirs), strict=True):
            with open(os.path.join(directory, name), "wb") as stream:
                stream.write(data)
        status, output, _ = git.complete(["merge-file", "-p", "-q", *options, *names], directory)
    return None if status else output
