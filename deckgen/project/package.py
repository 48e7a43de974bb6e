"""Reads a package from its file, without holding the whole file in memory."""

from pathlib import Path

from deckgen.apkg.packed import PackedPackage, UnreadablePackage
from deckgen.apkg.read import decode_apkg
from deckgen.project.folder import ProjectError
from deckgen.project.look import open_file


def read_package(path: Path) -> PackedPackage:
    """The content of a package.

    Raises:
        ProjectError: the file cannot be read, or is not a package.
    """
    try:
        with open_file(path) as file:
            return decode_apkg(file)
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror}") from None
    except UnreadablePackage as error:
        raise ProjectError(f"{path}: {error}") from None
