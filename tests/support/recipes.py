"""Makes files that cannot stand in git as they are, from the `make.toml` of a case.

Each entry has `path`, and `text` (added to what is there, `repeat` times), `hex` (its bytes), `copy` (a file
of this repository), `link` (where a symbolic link leads), `folder = true`, `folders` (how many folders in one
another) or `remove = true`.
"""

import os
import tomllib
from pathlib import Path

from tests.support import ROOT


def make_files(root: Path, recipe: Path, which: str) -> None:
    """Make the files of the list `which` in a recipe, if there is one."""
    entries = tomllib.loads(recipe.read_text(encoding="utf-8")) if recipe.exists() else {}
    for file in entries.get(which, []):
        path = root / file["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        if "link" in file:
            path.symlink_to(file["link"])
        elif file.get("folder"):
            path.mkdir()
        elif file.get("remove"):
            path.unlink()
        elif "copy" in file:
            path.write_bytes((ROOT / file["copy"]).read_bytes())
        elif "folders" in file:
            _make_deep(path, file["folders"])
        elif "hex" in file:
            path.write_bytes(bytes.fromhex(file["hex"]))
        else:
            with path.open("a", encoding="utf-8") as stream:
                stream.write(file["text"] * file.get("repeat", 1))


def _make_deep(path: Path, levels: int) -> None:
    """Folders in folders, until the path is longer than the system takes."""
    descriptor = os.open(path, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir("d" * 250, dir_fd=descriptor)
        below = os.open("d" * 250, os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = below
    os.close(descriptor)
