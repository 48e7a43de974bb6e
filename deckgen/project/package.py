"""Reads a package from its file, without holding the whole file in memory."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

from deckgen.apkg.packed import PackedPackage, UnreadablePackage
from deckgen.apkg.read import decode_apkg, decode_media
from deckgen.project.folder import ProjectError
from deckgen.project.look import open_file

_Decoded = TypeVar("_Decoded")


def read_package(path: Path) -> PackedPackage:
    """The content of a package.

    Raises:
        ProjectError: the file cannot be read, or is not a package.
    """
    return _read(path, decode_apkg)


def read_packed_media(path: Path, name: str) -> bytes | None:
    """The content of a picture, sound or film in a package; None if it has no such file.

    Raises:
        ProjectError: the file cannot be read, or is not a package.
    """
    return _read(path, lambda file: decode_media(file, name))


def _read(path: Path, decode: Callable[[BinaryIO], _Decoded]) -> _Decoded:
    try:
        with open_file(path) as file:
            return decode(file)
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror}") from None
    except UnreadablePackage as error:
        raise ProjectError(f"{path}: {error}") from None
