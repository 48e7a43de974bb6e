"""Says which pages a command names, where the source of each goes, and which keys are taken beside it."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from deckgen.project.folder import ProjectError, is_file, is_folder
from deckgen.project.replace import read_file
from deckgen.project.root import SOURCE
from deckgen.project.web import is_address
from deckgen.sources.parse import parse
from deckgen.values.wording import visible

SUFFIXES = (
    ".html",
    ".htm",
    ".xhtml",
    ".mhtml",
    ".mht",
    ".md",
    ".markdown",
    ".mdx",
    ".txt",
    ".tsv",
    ".csv",
    ".ipynb",
)


def expand(page: str) -> Iterator[str]:
    """The pages of a folder, or the page itself.

    Raises:
        ProjectError: the folder contains none.
    """
    if page == "-" or is_address(page) or not is_folder(Path(page)):
        yield page
        return
    found = [
        path
        for path in sorted(Path(where, name) for where, _, names in os.walk(page) for name in names)
        if path.suffix.lower() in SUFFIXES
        and not any(part.startswith(".") or part.endswith("_files") for part in path.relative_to(page).parts)
    ]
    if not found:
        raise ProjectError(f"{visible(page)} contains no pages ({', '.join(SUFFIXES)})")
    yield from map(str, found)


def deck_of(page: str) -> str:
    """The deck of the pages of a folder that are one question each: the folder itself."""
    is_page = page == "-" or is_address(page) or not is_folder(Path(page))
    return "" if is_page else Path(page).resolve().name


def output_path(output: str, name: str, suffix: str, *, into_folder: bool, taken: set[Path]) -> Path:
    """The file for what is made of a page: the output, or one in it whose name is not `taken` yet."""
    if not into_folder:
        return Path(output)
    last = "page" if name == "-" else re.split(r"[/\\?#]", name.rstrip("/"))[-1]
    stem = _file_name(last.rsplit(".", 1)[0])
    path, number = Path(output, f"{stem}{suffix}"), 2
    if path in taken and not is_address(name):
        # Each question may have a folder whose pages have the same names.
        stem = f"{_file_name(Path(name).parent.name)}-{stem}"
        path = Path(output, f"{stem}{suffix}")
    while path in taken:
        path, number = Path(output, f"{stem}-{number}{suffix}"), number + 1
    taken.add(path)
    return path


def keys_of_package(output: Path, *, into_folder: bool) -> dict[Path, frozenset[str]]:
    """The keys of each source in the package that the output belongs to."""
    folder = output.absolute() if into_folder else output.absolute().parent
    package = next((each for each in (folder, *folder.parents) if each.parent.name == SOURCE), None)
    if package is not None:
        return {path: read_keys(path) for path in package.rglob("*.md") if is_file(path)}
    if not into_folder or folder.name == SOURCE:
        # A source beside other sources is a package of its own.
        return {}
    return {path: read_keys(path) for path in folder.glob("*.md") if is_file(path)}


def read_keys(path: Path) -> frozenset[str]:
    """The keys of a source."""
    document, _ = parse("", str(path), read_file(path) or b"")
    return frozenset(question.key for question in document.questions)


def _file_name(words: str) -> str:
    return re.sub(r"[^\w.-]+", "-", words).strip("-._") or "page"
