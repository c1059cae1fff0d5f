"""Files written as a whole or not at all, whatever comes in between: a full disk, an interrupt, a kill."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

#: The mode of a file that was not there.
NEW_MODE = 0o644


@contextmanager
def replacement(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A stream to what will be the file ``path`` when the block is done; if anything is raised, nothing has happened.

    Until then the content is in a file of another name beside it, which only its owner may read unless the block
    changes that. A symbolic link is replaced, not followed. Raises OSError if that cannot be done.
    """
    handle, temporary = tempfile.mkstemp(prefix=".kcheck-", dir=os.path.dirname(os.path.abspath(path)))
    try:
        with open(handle, "wb") as stream:
            yield stream
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def put(path: str, data: bytes) -> None:
    """Give a file this content; mode and owner stay as they are, a symbolic link stays one.

    A file that does not exist yet is made. Another name of the file, a hard link, keeps the old content. Raises OSError
    if it cannot be done.
    """
    real = os.path.realpath(path)
    state = os.stat(real) if os.path.exists(real) else None
    with replacement(real) as stream:
        stream.write(data)
        if state is not None:
            with suppress(PermissionError):
                os.fchown(stream.fileno(), state.st_uid, state.st_gid)
        os.fchmod(stream.fileno(), stat.S_IMODE(state.st_mode) if state is not None else NEW_MODE)


def save(path: str, before: bytes, after: bytes) -> None:
    """Replace the content of a file, see :func:`put`; one that is ``after`` already stays.

    Raises OSError if that cannot be done, if the file must not be written, or if it is no longer what it was
    ``before``.
    """
    # Renaming needs no leave to write to the file, which is what its mode is about.
    with open(path, "r+b") as stream:
        found = stream.read()
    if found == after:
        return
    if found != before:
        raise OSError(errno.EBUSY, "it was changed meanwhile")
    put(path, after)
