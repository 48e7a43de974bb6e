"""Reads a file of a package, if it is in the project and is a file."""

import errno
from functools import lru_cache
from pathlib import Path

from deckgen.project.folder import Project, is_link, real_path
from deckgen.project.look import read_file
from deckgen.project.root import SOURCE
from deckgen.sources.open.decode import MAX_SOURCE_BYTES, source_too_large
from deckgen.values.codes import Code
from deckgen.values.problem import Location, Problem
from deckgen.values.source import SourceFile

ADVICE = f"correct that, or move it out of `{SOURCE}/`"
"""What to do with something in `source/` that cannot be read."""

_ENOUGH = {
    ".toml": "settings need a few lines",
    ".css": "a style needs a few rules, which every device copies",
}
"""How long a file with a limit of its own should be."""


def read_source_file(
    project: Project, package: str, path: Path, most: int = MAX_SOURCE_BYTES
) -> SourceFile | Problem:
    """The file, or why it cannot be read, such as that it has more than `most` bytes."""
    # Where a folder leads is looked up once for all its files.
    leads_to = real_path(path) if is_link(path) else real_folder(path.parent)
    if not leads_to.is_relative_to(real_folder(project.root)):
        message = "the file is a link that leads out of the project; put the file itself here"
        return project.problem(path, Code.SOURCE_OUTSIDE, message)
    try:
        return SourceFile(package, project.relative(path), read_file(path, most))
    except OSError as error:
        if error.errno == errno.EFBIG and most != MAX_SOURCE_BYTES:
            size = f"{path.stat().st_size / 1024:,.0f} KiB, more than {most >> 10}"
            message = f"the file has {size}; {_ENOUGH[path.suffix]}"
            return project.problem(path, Code.FILE_TOO_LARGE, message)
        if error.errno == errno.EFBIG:
            return source_too_large(Location(project.relative(path), 1), path.stat().st_size)
        message = f"the file cannot be read: {error.strerror}; {ADVICE}"
        return project.problem(path, Code.UNREADABLE_FILE, message)


@lru_cache(maxsize=2)
def real_folder(folder: Path) -> Path:
    """The folder without links, as it was when it was first asked for."""
    return real_path(folder)
