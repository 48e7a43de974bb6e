"""The paths of a project, and what is at a path, with the same results under every Python."""

import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from deckgen.project.root import DECKS, LEDGER, SOURCE, find_root
from deckgen.values.codes import Code
from deckgen.values.error import DeckgenError
from deckgen.values.problem import Location, Problem


class ProjectError(DeckgenError):
    """The project cannot be found, read or written; any function that works on its files may raise this."""


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with `source/`; packages go to `decks/`."""

    root: Path

    @property
    def ledger_path(self) -> Path:
        """Where the ledger is kept."""
        return self.root / SOURCE / LEDGER

    def package_path(self, name: str) -> Path:
        """Where a package is written."""
        return self.root / DECKS / f"{name}.apkg"

    def relative(self, path: Path) -> str:
        """A path for people: relative to the project's folder, with `/`."""
        return readable(path.relative_to(self.root).as_posix())

    def problem(self, path: Path, code: Code, message: str, line: int = 1) -> Problem:
        """A problem of a file or a folder."""
        return Problem(Location(self.relative(path), line), code, message)


# Before Python 3.14 the methods of `Path` raise an error if the system refuses to look, as for a name that is
# too long. Before 3.13 `resolve` raises a RuntimeError if links lead in a circle.
is_folder, is_file, is_link = os.path.isdir, os.path.isfile, os.path.islink
"""Whether there is a folder or a file, or a link that leads to one; whether there is a link."""


def real_path(path: Path) -> Path:
    """The path without links, except those that lead in a circle."""
    try:
        return Path(os.path.realpath(path))
    except ValueError:  # it has a character that no path can have
        return path


def find_name(path: Path) -> Path:
    """The path; if it leads nowhere, one that differs only in how its letters with accents are composed.

    macOS and programs that copy files may write `é` as one character or as two.
    """
    if str(path).isascii() or os.path.lexists(path):
        return path
    folder = find_name(path.parent)
    wanted = unicodedata.normalize("NFC", path.name)
    try:
        same = [one for one in folder.iterdir() if unicodedata.normalize("NFC", one.name) == wanted]
    except (OSError, ValueError):
        same = []
    return min(same, default=folder / path.name)


def readable(name: str) -> str:
    r"""A name read as UTF-8 in any locale, with escapes like `\xe9` for bytes that are not UTF-8."""
    return name if is_readable(name) else os.fsencode(name).decode("utf-8", "backslashreplace")


def is_readable(name: str) -> bool:
    """Whether Python could decode each byte of the name of a file."""
    return not any("\udc80" <= character <= "\udcff" for character in name)


def find_project(start: Path) -> Project:
    """The project that contains this folder: this folder or one above it has a folder `source`."""
    if not is_folder(start):
        raise ProjectError(f"{start} is not a folder; give the folder of a project")
    root = find_root(str(start))
    if root is None:
        where = f"no project here: {start.absolute()} has no folder `{SOURCE}`"
        raise ProjectError(f"{where}; `deckgen new DIR` makes a project")
    return Project(Path(root))
