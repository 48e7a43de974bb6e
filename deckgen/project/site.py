"""Writes the static site of a preview into a folder, and removes what an earlier one left there."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from deckgen.project.folder import ProjectError, is_folder, real_path
from deckgen.project.replace import may_fail, read_file, replace_file

LISTED = "deckgen-site.txt"
"""The file of a site that names all others: the mark of a folder that deckgen may write into again."""


class Site(NamedTuple):
    """How many files a site has, how many of them changed, and the bytes of all."""

    files: int
    changed: int
    size: int


def write_site(folder: Path, files: Iterable[tuple[str, bytes]]) -> Site:
    """Write the files of a site by their paths below the folder, which is made if it is not there.

    A folder with other files is left as it is.

    Raises:
        ProjectError: the folder has other files, or a file cannot be written.
    """
    with _may_be_refused(folder):
        earlier = _earlier_files(folder)
        folder.mkdir(parents=True, exist_ok=True)
    folder = real_path(folder)
    paths, changed, size = set[str](), 0, 0
    for path, content in files:
        place = folder / path
        with may_fail(place):
            place.parent.mkdir(parents=True, exist_ok=True)
        changed += replace_file(place, content)
        paths.add(path)
        size += len(content)
    replace_file(folder / LISTED, "".join(f"{path}\n" for path in sorted(paths)).encode())
    for path in earlier - paths:
        with may_fail(folder / path):
            (folder / path).unlink(missing_ok=True)
    return Site(len(paths), changed, size)


@contextmanager
def _may_be_refused(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ProjectError(f"{folder} cannot be used: {error.strerror}; give another folder") from None


def _earlier_files(folder: Path) -> set[str]:
    """The files of the site that is there, but none above the folder, whatever the list says."""
    content = read_file(folder / LISTED) if is_folder(folder) else None
    if content is None:
        if is_folder(folder) and any(folder.iterdir()):
            raise ProjectError(f"{folder} is not empty, and deckgen did not write it; give a new folder")
        return set()
    paths = map(PurePosixPath, content.decode("utf-8", "replace").splitlines())
    return {str(path) for path in paths if not path.is_absolute() and ".." not in path.parts}
