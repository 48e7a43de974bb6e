"""Ingest pages from files, folders and the web, without overwriting sources that a person has edited."""

import difflib
import io
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from deckgen.pages.ingest import Ingested, ingest
from deckgen.pages.open.decode import MAX_PAGE_BYTES, PageError
from deckgen.pages.page import PageKind
from deckgen.pages.write.merge import is_untouched, merge
from deckgen.project.claims import errata_beside, read_errata, warn_of_claims
from deckgen.project.folder import ProjectError, is_folder
from deckgen.project.look import read_file as read_page
from deckgen.project.pictures import PictureFolder, find_border
from deckgen.project.replace import read_file, replace_file
from deckgen.project.web import MAX_BYTES, Fetched, fetch, is_address
from deckgen.sources.decode import MAX_SOURCE_BYTES
from deckgen.values.wording import visible

SUFFIXES = (".html", ".htm", ".xhtml", ".mhtml", ".mht", ".md", ".markdown", ".txt")
_ADVICE = "give a file of its own, or `-` for standard input"


@dataclass(frozen=True, slots=True)
class Wishes:
    """The options of `deckgen ingest`; without `errata` each page is compared with those of its package."""

    kind: str | None = None
    force: bool = False
    merge: bool = False
    pictures: bool = False
    allow_private: bool = False
    errata: Path | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for one page; `failure` says why nothing was written, and `diff` what would change."""

    name: str
    ingested: Ingested | None = None
    path: Path | None = None
    failure: str = ""
    diff: str = ""
    remark: str = ""


def ingest_pages(pages: Sequence[str], output: str, wishes: Wishes) -> tuple[Outcome, ...]:
    """Ingest these files, folders and addresses; without an output nothing is written."""
    names = [name for page in pages for name in _expand(page)]
    into_folder = bool(output) and (output.endswith(("/", "\\")) or is_folder(Path(output)))
    if len(names) > 1 and not into_folder:
        raise ProjectError(f"{len(names)} pages need a folder for their sources; give it with `-o FOLDER/`")
    folders = [Path(page) for page in pages if page != "-" and not is_address(page) and is_folder(Path(page))]
    outcomes: list[Outcome] = []
    taken: set[Path] = set()
    for name in names:
        path = _output_path(output, name, into_folder=into_folder, taken=taken) if output else None
        keys = {q.key for o in outcomes if o.ingested and into_folder for q in o.ingested.report.taken}
        try:
            outcomes.append(_ingest_one(name, path, wishes, keys, folders))
        except ProjectError as error:
            if len(names) == 1:
                raise
            outcomes.append(Outcome(visible(name), failure=str(error)))
    return tuple(outcomes)


def _expand(page: str) -> Iterator[str]:
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


def _output_path(output: str, name: str, *, into_folder: bool, taken: set[Path]) -> Path:
    if not into_folder:
        return Path(output)
    last = "page" if name == "-" else re.split(r"[/\\?#]", name.rstrip("/"))[-1]
    stem = re.sub(r"[^\w.-]+", "-", last.rsplit(".", 1)[0]).strip("-._") or "page"
    path, number = Path(output, f"{stem}.md"), 2
    while path in taken:
        path, number = Path(output, f"{stem}-{number}.md"), number + 1
    taken.add(path)
    return path


def _ingest_one(
    page: str, path: Path | None, wishes: Wishes, taken_keys: set[str], folders: Sequence[Path]
) -> Outcome:
    download = partial(fetch, allow_private=wishes.allow_private)
    name, folder, found = _read(page, download)
    border = find_border(folder, folders) if folder else None
    pictures = PictureFolder(folder, border, download if wishes.pictures else None)
    try:
        ingested = ingest(
            found.content,
            name,
            PageKind(wishes.kind) if wishes.kind else None,
            charset=found.charset,
            address=found.address,
            taken_keys=taken_keys,
            place_picture=pictures.place if path else lambda address, content: "",
        )
    except PageError as error:
        return Outcome(name, failure=str(error))
    if not ingested.markdown:
        login = b'type="password"' in found.content.lower()
        advice = "it looks like a login page; save the page in a browser" if login else "nothing is written"
        return Outcome(name, ingested, failure=f"{name} is not a page of questions; {advice}")
    if len(ingested.markdown.encode()) > MAX_SOURCE_BYTES:
        failure = f"{name} makes a source of more than {MAX_SOURCE_BYTES >> 20} MiB; split it"
        return Outcome(name, ingested, failure=failure)
    if wishes.errata or path:
        errata = read_errata(wishes.errata) if wishes.errata else errata_beside(path) if path else ()
        ingested = warn_of_claims(ingested, errata)
    if path is None:
        return Outcome(name, ingested)
    outcome = _place(Outcome(name, ingested, path), path, ingested.markdown, wishes)
    if not outcome.failure:
        for picture, content in pictures.found.items():
            replace_file(path.parent / picture, content)
    return outcome


def _place(outcome: Outcome, path: Path, text: str, wishes: Wishes) -> Outcome:
    """Write the source, unless a person has edited the one that exists."""
    before = read_file(path)
    remark = "written"
    if before is not None:
        existing = before.decode("utf-8", "replace").replace("\r\n", "\n")
        if existing == text:
            return replace(outcome, remark="unchanged")
        if not wishes.force and not is_untouched(existing):
            if not wishes.merge:
                old, new = (io.StringIO(each).readlines() for each in (existing, text))
                diff = "".join(difflib.unified_diff(old, new, str(path), "ingested"))
                advice = "--merge updates what was not edited, --force overwrites everything"
                return replace(outcome, failure=f"{path} was edited and is not changed; {advice}", diff=diff)
            text, kept = merge(existing, text)
            remark = f"merged; left as edited: {', '.join(kept) or 'nothing'}"
    replace_file(path, text.encode())
    return replace(outcome, remark=remark)


def _read(page: str, download: Callable[[str], Fetched]) -> tuple[str, Path | None, Fetched]:
    """The name of a page for reports, the folder that it is in, and its content."""
    if page == "-":
        return "standard input", None, Fetched(sys.stdin.buffer.read(MAX_BYTES * 2))
    if is_address(page):
        fetched = download(page)
        return fetched.address, None, fetched
    try:
        return visible(page), Path(page).parent, Fetched(read_page(Path(page), MAX_PAGE_BYTES))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not a valid file name"
        raise ProjectError(f"{visible(page)} cannot be read: {reason}; {_ADVICE}") from None
