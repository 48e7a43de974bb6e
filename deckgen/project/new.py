"""Make a new project from the starter that is part of deckgen."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from deckgen.project.folder import ProjectError


def create_project(folder: Path) -> tuple[Path, ...]:
    """Write the starter into a new or empty folder; the files written, in order."""
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ProjectError(f"{folder} exists and is not an empty folder; choose another name")
        written = []
        for relative, resource in _walk(files("deckgen.project") / "starter", Path()):
            path = folder / relative
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(resource.read_bytes())
            written.append(path)
    except OSError as error:
        raise ProjectError(f"{folder} cannot be written: {error.strerror}") from None
    return tuple(written)


def _walk(folder: Traversable, at: Path) -> Iterator[tuple[Path, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        # Git would apply a `.gitignore` inside the package to the package itself.
        place = at / (".gitignore" if entry.name == "gitignore" else entry.name)
        if entry.is_dir():
            yield from _walk(entry, place)
        else:
            yield place, entry
