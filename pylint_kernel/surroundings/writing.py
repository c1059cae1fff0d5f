"""Files written as a whole or not at all, whatever comes in between: a full disk, an interrupt, a kill."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO
from uuid import uuid4

#: The mode of a file that was not there.
NEW_MODE = 0o644
#: What the names begin with under which content waits to replace a file.
WAITING = ".kcheck-"
#: Extended attributes that are about a file, not about its content: the user's, lists of who may do what, SELinux's
#: label. A checksum or a capability would not be kept by writing into the file, either.
KEPT = ("user.", "system.posix_acl_", "security.selinux")


@contextmanager
def replacement(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A stream to what will be the file ``path`` when the block is done; if anything is raised, nothing has happened.

    Until then the content is in a file without a name, which goes with the process whatever ends it, or, where there
    are no such files, in one of another name beside it. Only its owner may read it unless the block changes that. A
    symbolic link is replaced, not followed. Raises OSError if that cannot be done.
    """
    directory = os.path.dirname(os.path.abspath(path))
    handle, temporary = opened(directory)
    try:
        with open(handle, "wb") as stream:
            yield stream
            if temporary is None:
                stream.flush()
                temporary = os.path.join(directory, f"{WAITING}{uuid4().hex}")
                # Only with a directory does Python let the system follow the link; the paths need none.
                os.link(f"{DESCRIPTORS}/{handle}", temporary, src_dir_fd=handle, follow_symlinks=True)
        os.replace(temporary, path)
    except BaseException:
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)
        raise


#: Where a file without a name can be given one.
DESCRIPTORS = "/proc/self/fd"


def opened(directory: str) -> tuple[int, str | None]:
    """A new file in a directory, open for writing, and its path if it has a name. Raises OSError."""
    if os.path.isdir(DESCRIPTORS):
        # The disk may know no such files, and the system may know none at all.
        with suppress(OSError, AttributeError):
            return os.open(directory, os.O_TMPFILE | os.O_WRONLY | os.O_CLOEXEC, 0o600), None
    return tempfile.mkstemp(prefix=WAITING, dir=directory)


def put(path: str, data: bytes) -> None:
    """Give a file this content; mode, owner and extended attributes stay as they are, a symbolic link stays one.

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
        if state is not None and hasattr(os, "listxattr"):
            copy_attributes(real, stream.fileno())


def copy_attributes(path: str, handle: int) -> None:
    """Give an open file the extended attributes of another that are :data:`KEPT`, as far as that can be done."""
    names = list[str]()
    with suppress(OSError):
        names = os.listxattr(path)
    for name in names:
        if name.startswith(KEPT):
            with suppress(OSError):
                os.setxattr(handle, name, os.getxattr(path, name))


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
