"""Reads a page from a file, the web or standard input, once, and finds its pictures."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deckgen.pages.open.decode import MAX_PAGE_BYTES
from deckgen.project.folder import ProjectError
from deckgen.project.look import read_file
from deckgen.project.page_names import keys_of_package
from deckgen.project.pictures import PictureFolder, find_border
from deckgen.project.web import MAX_BYTES, Fetched, fetch, is_address
from deckgen.values.wording import visible

STANDARD_INPUT = "standard input"
_ADVICE = "give a file that deckgen can read, or `-` for standard input"


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page as it was read, once, and where its source goes: what ingest needs, besides wishes and labels.

    `folder` is the folder of the page, and `folders` those that were given; `taken_keys` are the keys of the
    other sources of the package.
    """

    name: str
    folder: Path | None
    fetched: Fetched
    path: Path | None
    taken_keys: frozenset[str] = frozenset()
    folders: tuple[Path, ...] = ()
    deck: str = ""

    def pictures(
        self, download: Callable[[str], Fetched] | None, downloaded: dict[str, bytes | None] | None = None
    ) -> PictureFolder:
        """The pictures that the page may show; of those on the web some may be `downloaded` before."""
        border = find_border(self.folder, self.folders) if self.folder else None
        return PictureFolder(
            self.folder, border, download, downloaded={} if downloaded is None else downloaded
        )


def find_page(page: str, source: Path, *, allow_private: bool) -> FoundPage:
    """Read one page whose source goes to this file.

    Raises:
        ProjectError: the page cannot be read.
    """
    keys = keys_of_package(source, into_folder=False)
    others = frozenset(key for other, used in keys.items() if other != source.absolute() for key in used)
    return FoundPage(*read_page(page, allow_private=allow_private), source, others)


def read_page(page: str, *, allow_private: bool) -> tuple[str, Path | None, Fetched]:
    """The name of a page for reports, the folder that it is in, and its content.

    Raises:
        ProjectError: the page cannot be read.
    """
    if page == "-":
        return STANDARD_INPUT, None, Fetched(sys.stdin.buffer.read(MAX_BYTES * 2))
    if is_address(page):
        fetched = fetch(page, allow_private=allow_private)
        return fetched.address, None, fetched
    try:
        return visible(page), Path(page).parent, Fetched(read_file(Path(page), MAX_PAGE_BYTES))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not a valid file name"
        raise ProjectError(f"{visible(page)} cannot be read: {reason}; {_ADVICE}") from None
