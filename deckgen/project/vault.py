"""Find the notes and pictures of an Obsidian vault."""

import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path, PurePosixPath

from deckgen.fix.edits import Copy
from deckgen.fix.obsidian import Place, Vault
from deckgen.project.folder import Project, is_folder, real_path
from deckgen.project.look import read_file
from deckgen.project.meant import folded
from deckgen.project.media import MEDIA_SUFFIXES
from deckgen.project.root import SOURCE
from deckgen.values.note import MAX_MEDIA_BYTES

MOST_FILES = 100_000
"""The most files of a vault; a larger folder is probably a whole disk."""

_MARK = ".obsidian"
"""The folder that Obsidian makes in each vault."""

_IMAGES = "images"


def vault_reader(project: Project, folder: Path | None = None) -> Vault:
    """A function that finds files in this vault, or in the one that a source is in, or among the sources."""
    indexes = cache(_index)
    planned: dict[str, str] = {}

    def find(document: str, name: str, is_embedded: bool) -> Place | str | None:
        beside = real_path(project.root / document).parent
        vault = real_path(folder) if folder else _root_of(beside)
        can_be_shown = PurePosixPath(name).suffix.lower() in MEDIA_SUFFIXES
        if not (can_be_shown if is_embedded else vault):
            return None
        # Outside a vault, a picture or a sound may still be among the sources.
        root = vault or real_path(project.root / SOURCE)
        index = indexes(root)
        if index is None:
            return (
                f"the vault {root} has more than {MOST_FILES:,} files; move what the sources need out of it"
            )
        wanted = name if is_embedded or name.lower().endswith(".md") else f"{name}.md"
        found = _meant(index.get(folded(PurePosixPath(wanted).name), []), wanted)
        if len(found) != 1:
            return _explain(wanted, root, found) if vault or found else None
        if found[0].is_relative_to(real_path(project.root)):
            return Place(Path(os.path.relpath(found[0], beside)).as_posix())
        return _copied(found[0], project.root / document, planned) if is_embedded else Place("")

    return find


def _root_of(folder: Path) -> Path | None:
    return next((one for one in (folder, *folder.parents) if is_folder(one / _MARK)), None)


def _index(root: Path) -> dict[str, list[Path]] | None:
    """The files of a vault by their names, or None if there are too many; links are not followed."""
    index: dict[str, list[Path]] = {}
    for number, path in enumerate(_files(root)):
        if number >= MOST_FILES:
            return None
        index.setdefault(folded(path.name), []).append(path)
    return index


def _files(root: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(where, name) for name in sorted(names))


def _meant(paths: Sequence[Path], wanted: str) -> list[Path]:
    """Those of the paths that end with the wanted one."""
    parts = [folded(part) for part in PurePosixPath(wanted).parts if part not in (".", "..", "/")]
    return [path for path in paths if [folded(part) for part in path.parts[-len(parts) :]] == parts]


def _explain(wanted: str, root: Path, found: Sequence[Path]) -> str:
    if not found:
        return f"the vault has no `{wanted}`; correct the name, or write it as text"
    names = ", ".join(f"`{path.relative_to(root).as_posix()}`" for path in found[:3])
    return f"the vault has {len(found)} files called `{wanted}`: {names}; write the one with its folder"


def _copied(path: Path, document: Path, planned: dict[str, str]) -> Place | str:
    """Where a file outside the project is to be copied: into `images/` beside the source."""
    target = document.parent / _IMAGES / path.name
    try:
        content = read_file(path, MAX_MEDIA_BYTES)
        there = read_file(target, MAX_MEDIA_BYTES) if os.path.lexists(target) else content
    except OSError as error:
        return f"`{path.name}` cannot be copied: {error.strerror}; correct that"
    if there != content or planned.setdefault(str(target), str(path)) != str(path):
        return f"`{_IMAGES}/{path.name}` is another file; rename one of the two"
    return Place(f"{_IMAGES}/{path.name}", (Copy(str(path), str(target)),))
