"""Looks at what is found under a name before it is read: a pipe would be waited for, a device never ends."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from deckgen.project.folder import is_folder, is_link, real_path
from deckgen.values.wording import too_large

_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
    stat.S_IFDIR: "a folder",
}
_NOWHERE = "it is a link that leads nowhere"
_NEVER_WAIT = getattr(os, "O_NONBLOCK", 0)


class OddFileError(OSError):
    """What is found is not a file, or is too large; `strerror` says so, like that of the system's errors."""


@contextmanager
def open_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be read.

    Raises:
        OSError: it cannot be opened, or is not a file.
    """
    try:
        _check_kind(path.stat())
    except FileNotFoundError:
        if is_link(path):
            # If this were read as missing, it would be made again, in vain or in another place.
            raise OddFileError(errno.ENOLINK, _NOWHERE) from None
        raise
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | _NEVER_WAIT)) as file:
        # It may have become something else since the first look.
        _check_kind(os.fstat(file.fileno()))
        yield file


def read_file(path: Path, most: int) -> bytes:
    """The content of a file of at most so many bytes.

    Raises:
        OSError: it cannot be read, is not a file, or is larger, which has the number EFBIG.
    """
    with open_file(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > most:
            raise OddFileError(errno.EFBIG, too_large(size, most))
        return file.read()


def what_is_in_the_way(path: Path) -> str:
    """Why no file can be written to this path, judged by what is there; empty if nothing is in the way."""
    try:
        _check_kind(path.stat())
    except (FileNotFoundError, NotADirectoryError):
        return _NOWHERE if is_link(path) and not _leads_to_a_folder(path) else ""
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _check_kind(found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        kind = _KINDS.get(stat.S_IFMT(found.st_mode), "something else")
        raise OddFileError(errno.EINVAL, f"it is {kind} and not a file")


def _leads_to_a_folder(link: Path) -> bool:
    """Whether what the link leads to could be made."""
    return is_folder(real_path(link).parent)
