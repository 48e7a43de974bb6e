"""Ingest pages from files, folders and the web, without overwriting sources that a person has edited."""

import difflib
import io
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from deckgen.pages.ingest import Ingested, ingest
from deckgen.pages.open.decode import PageError
from deckgen.pages.page import PageKind
from deckgen.pages.plan.plan_file import PlanError, render_plan
from deckgen.pages.plan.rows import QUESTIONS
from deckgen.pages.write.merge import is_untouched, merge
from deckgen.project.claims import errata_beside, read_errata, warn_of_claims
from deckgen.project.folder import ProjectError, is_file, is_folder
from deckgen.project.found_page import STANDARD_INPUT, FoundPage, read_page
from deckgen.project.labels import PLAN_SUFFIX, Labels
from deckgen.project.page_names import deck_of, expand, keys_of_package, output_path, read_keys
from deckgen.project.pictures import PictureFolder
from deckgen.project.replace import read_file, replace_file
from deckgen.project.web import Fetched, fetch, is_address
from deckgen.sources.open.decode import MAX_SOURCE_BYTES
from deckgen.values.wording import visible


@dataclass(frozen=True, slots=True)
class Wishes:
    """The options of `deckgen ingest`; without `errata` each page is compared with those of its package.

    With `plan` only the plans of the pages are made. The labels come from `plan_file`, from the program
    `label_with`, from the plan beside the source, or else from deckgen.
    """

    kind: str | None = None
    force: bool = False
    merge: bool = False
    pictures: bool = False
    allow_private: bool = False
    errata: Path | None = None
    plan: bool = False
    plan_file: Path | None = None
    label_with: str = ""
    anyway: bool = False

    @property
    def fetcher(self) -> Callable[[str], Fetched] | None:
        """Downloads pictures from the web, if that is wished."""
        return partial(fetch, allow_private=self.allow_private) if self.pictures else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for one page; `failure` says why nothing was written, and `diff` what would change."""

    name: str
    ingested: Ingested | None = None
    path: Path | None = None
    failure: str = ""
    diff: str = ""
    remark: str = ""
    plan: str = ""
    """The plan as a text, if that is what was asked for."""

    @property
    def is_whole(self) -> bool:
        """Whether the source was written, and no text of the page was lost."""
        return not self.failure and not (self.ingested and self.ingested.report.lost)


def ingest_pages(pages: Sequence[str], output: str, wishes: Wishes) -> tuple[Outcome, ...]:
    """Ingest these files, folders and addresses; without an output nothing is written."""
    decks = {name: deck_of(page) for page in pages for name in expand(page)}
    names = list(decks)
    into_folder = bool(output) and (output.endswith(("/", "\\")) or is_folder(Path(output)))
    if len(names) > 1 and not into_folder:
        what = "plans" if wishes.plan else "sources"
        raise ProjectError(f"{len(names)} pages need a folder for their {what}; give it with `-o FOLDER/`")
    if len(names) > 1 and wishes.plan_file:
        raise ProjectError(f"a plan file is for one page, and these are {len(names)}; give one page")
    folders = tuple(
        Path(page) for page in pages if page != "-" and not is_address(page) and is_folder(Path(page))
    )
    outcomes: list[Outcome] = []
    taken: set[Path] = set()
    keys = keys_of_package(Path(output), into_folder=into_folder) if output else {}
    for name in names:
        suffix = PLAN_SUFFIX if wishes.plan else ".md"
        path = output_path(output, name, suffix, into_folder=into_folder, taken=taken) if output else None
        if path and wishes.plan and path.suffix == ".md":
            path = path.with_suffix(PLAN_SUFFIX)
        own = path.absolute() if path else None
        others = frozenset(key for source, used in keys.items() if source != own for key in used)
        try:
            found = FoundPage(
                *read_page(name, allow_private=wishes.allow_private), path, others, folders, decks[name]
            )
            labels = Labels(found.name, path, wishes.plan_file, wishes.label_with)
            outcomes.append(ingest_found(found, wishes, labels))
        except ProjectError as error:
            if len(names) == 1:
                raise
            outcomes.append(Outcome(visible(name), failure=str(error)))
        if own and not wishes.plan and is_file(own):
            keys[own] = read_keys(own)
    return tuple(outcomes)


def ingest_found(page: FoundPage, wishes: Wishes, labels: Labels) -> Outcome:
    """Ingest a page that was read, with the labels of its plan from anywhere."""
    pictures = page.pictures(wishes.fetcher)
    is_written = page.path is not None and not wishes.plan
    outcome = make_source(page, wishes, labels, pictures if is_written else None)
    if outcome.failure or outcome.ingested is None:
        return outcome
    if wishes.plan:
        return _plan(outcome, wishes, labels)
    return write_source(with_claims(outcome, wishes), wishes, pictures, labels)


def make_source(page: FoundPage, wishes: Wishes, labels: Labels, pictures: PictureFolder | None) -> Outcome:
    """The source of a page, or with the wish for a plan only this; nothing is written.

    The pictures are collected; without a place for them they count as not found.
    """
    try:
        ingested = ingest(
            page.fetched.content,
            page.name,
            PageKind(wishes.kind) if wishes.kind else None,
            charset=page.fetched.charset,
            address=page.fetched.address,
            taken_keys=page.taken_keys,
            deck=page.deck,
            relabel=labels.give,
            anyway=wishes.anyway,
            place_picture=pictures.place if pictures else lambda address, content: "",
        )
    except PageError as error:
        return Outcome(page.name, failure=str(error))
    except PlanError as error:
        return Outcome(page.name, failure=labels.failure(error))
    outcome = Outcome(page.name, ingested, page.path)
    if wishes.plan:
        return outcome
    if failure := _refusal(page.name, page.fetched.content, ingested):
        return replace(outcome, failure=failure)
    return outcome


def with_claims(outcome: Outcome, wishes: Wishes) -> Outcome:
    """The outcome with warnings of claims that errata list as wrong: those of the wish, or of the package."""
    path = outcome.path
    errata = read_errata(wishes.errata) if wishes.errata else errata_beside(path) if path else ()
    if outcome.ingested is None or not errata:
        return outcome
    return replace(outcome, ingested=warn_of_claims(outcome.ingested, errata))


def write_source(outcome: Outcome, wishes: Wishes, pictures: PictureFolder, labels: Labels) -> Outcome:
    """Write the source with its pictures and its plan, if a file was named."""
    if outcome.path is None or outcome.ingested is None:
        return outcome
    outcome = _place(outcome, outcome.path, outcome.ingested.markdown, wishes)
    if outcome.path is None or outcome.ingested is None or outcome.failure:
        return outcome
    for picture, content in pictures.found.items():
        replace_file(outcome.path.parent / picture, content)
    labels.remember(outcome.ingested.plan)
    return replace(outcome, remark=f"{labels.remark}; {outcome.remark}") if labels.remark else outcome


def _plan(outcome: Outcome, wishes: Wishes, labels: Labels) -> Outcome:
    """The plan as a text, written to a file where one was asked for."""
    if outcome.ingested is None or not outcome.ingested.plan.rows:
        return replace(outcome, failure=f"{outcome.name} has no text to make a plan of")
    text = render_plan(outcome.ingested.plan, outcome.name, _command(outcome, wishes))
    if outcome.path is None:
        return replace(outcome, plan=text)
    before = read_file(outcome.path)
    if before is not None and _rows(before) == _rows(text.encode()):
        return replace(outcome, plan=text, remark="; ".join(filter(None, (labels.remark, "unchanged"))))
    if before is not None and not wishes.force:
        advice = "--force overwrites it and keeps the labels of all rows that the page still has"
        return replace(outcome, failure=f"{outcome.path} exists and is not overwritten; {advice}")
    replace_file(outcome.path, text.encode())
    return replace(outcome, plan=text, remark="; ".join(filter(None, (labels.remark, "written"))))


def _rows(plan: bytes) -> list[bytes]:
    """The rows of a plan file without the remarks of its author."""
    return [line for line in plan.splitlines() if not line.startswith(b"#")]


def _command(outcome: Outcome, wishes: Wishes) -> str:
    page = "-" if outcome.name == STANDARD_INPUT else shlex.quote(outcome.name)
    file = shlex.quote(str(outcome.path)) if outcome.path else "page.plan"
    kind = f" --kind {wishes.kind}" if wishes.kind else ""
    return f"deckgen ingest {page}{kind} --plan-file {file} -o source/page.md"


def _refusal(name: str, content: bytes, ingested: Ingested) -> str:
    """Why a page is not written; empty if it is."""
    if len(ingested.markdown.encode()) > MAX_SOURCE_BYTES:
        return f"{name} makes a source of more than {MAX_SOURCE_BYTES >> 20} MiB; split it"
    if ingested.markdown:
        return ""
    if b'type="password"' in content.lower():
        return f"{name} is not a page of questions; it looks like a login page; save the page in a browser"
    if not any(row.label in QUESTIONS for row in ingested.plan.rows):
        return f"{name} is not a page of questions; no line of it could be one"
    return (
        f"{name} does not look like a page of questions: {ingested.plan.doubt}; `--anyway` takes the lines "
        "below, and `--plan -o page.plan` writes a plan that you can change"
    )


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
