"""Finds the files that an author may have meant by an address that leads nowhere."""

import os
import re
import unicodedata
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path, PurePosixPath

from deckgen.project.folder import Project, is_readable
from deckgen.project.root import SOURCE

MOST_FILES = 20_000
"""How many files of the sources are searched; a message need not name the rest."""

MOST_OF_ONE_NAME, MOST_MEANT = 100, 3
"""How many files of one name are compared, and how many are named in a message."""

_AFTER_PATH = re.compile(r"[?#].*", re.DOTALL)

FilesByName = Mapping[str, Sequence[Path]]
"""The files of the sources by the part of their name before the ending, without case."""


def list_files(project: Project, suffixes: Container[str]) -> FilesByName:
    """The files below `source/` with these endings; a folder that cannot be read counts as empty."""
    found: dict[str, list[Path]] = {}
    for path in islice(_walk(project.root / SOURCE), MOST_FILES):
        same = found.setdefault(folded(path.stem), []) if path.suffix.lower() in suffixes else []
        if len(same) < MOST_OF_ONE_NAME:
            same.append(path)
    return found


def find_meant(project: Project, document: str, target: str, files: FilesByName) -> tuple[str, ...]:
    r"""How the document would write the files that its address may mean, the most likely ones.

    That is a file whose path ends as the address does, apart from case, from `\`, and from what only web
    addresses have; then one with the same name in another folder; then one with another ending in this one.
    """
    wanted = [folded(part) for part in slashed(target).split("/") if part not in ("", ".", "..", "~")]
    if not wanted:
        return ()
    folder = project.root / PurePosixPath(document).parent
    ranks: dict[str, tuple[int, int]] = {}
    for path in files.get(folded(PurePosixPath(wanted[-1]).stem), ()):
        parts = [folded(part) for part in path.relative_to(project.root).parts]
        address = os.path.relpath(path, folder).replace(os.sep, "/")
        common = _common_end(parts, wanted)
        if common or _without_ending(address) == _without_ending(slashed(target)):
            ranks[address] = (-common, address.count("/"))
    best = min(ranks.values(), default=(0, 0))
    return tuple(sorted(address for address, rank in ranks.items() if rank == best))[:MOST_MEANT]


def slashed(target: str) -> str:
    r"""An address with `/` in place of each `\`, and without the query and the fragment of a web address."""
    return _AFTER_PATH.sub("", target).replace("\\", "/")


def folded(name: str) -> str:
    """A name without case, with its accents composed; two that are then the same look the same."""
    return unicodedata.normalize("NFC", name).casefold()


def as_address(path: str) -> str:
    """A path as it is written in Markdown."""
    escaped = path.replace("%", "%25")
    return f"<{escaped}>" if re.search(r"[\s()]", escaped) else escaped


def _walk(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(where, name) for name in sorted(names) if is_readable(name))


def _common_end(parts: Sequence[str], wanted: Sequence[str]) -> int:
    """How many parts of two paths are the same, from the end; 0 if the names differ."""
    pairs = zip(reversed(parts), reversed(wanted), strict=False)
    return next((n for n, (part, other) in enumerate(pairs) if part != other), min(len(parts), len(wanted)))


def _without_ending(path: str) -> str:
    return folded(path.rpartition(".")[0])
