"""Turns the bytes of a page into the Markdown of a source; every kind of page takes this way."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

from deckgen.pages.cut.cut import cut
from deckgen.pages.keep.lost import find_lost
from deckgen.pages.open.characters import mend_characters
from deckgen.pages.open.decode import PageError, decode_page
from deckgen.pages.open.detect import detect_kind
from deckgen.pages.open.mhtml import read_mhtml
from deckgen.pages.page import CLOZE, Dropped, Page, PageKind, Warned
from deckgen.pages.plan.label import make_plan
from deckgen.pages.plan.rows import Plan, with_drafts, without_questions
from deckgen.pages.questions import Found
from deckgen.pages.read.cards.hashcards import read_hashcards
from deckgen.pages.read.cards.read_cards import read_cards
from deckgen.pages.read.dump.read_dump import read_text
from deckgen.pages.read.html.read_html import read_html
from deckgen.pages.read.markdown.read_markdown import read_markdown
from deckgen.pages.read.notebook import read_notebook
from deckgen.pages.read.questions import without_clozes
from deckgen.pages.write.pictures import PICTURE_LABEL, Picture, find_pictures, is_remote
from deckgen.pages.write.places import place_warnings
from deckgen.pages.write.report import Report, Taken
from deckgen.pages.write.warnings import check_found
from deckgen.pages.write.write_source import MARK, render_blocks, write_source
from deckgen.values.characters import has_han
from deckgen.values.tags import check_tag

_NOT_WORDS = re.compile(r"\W+")

PictureNamer = Callable[[str, bytes | None], str]
"""Returns the name under which a picture is stored beside the source, or nothing if it cannot be stored.
The first argument is its address; the second is the picture itself, if the page contains it."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What a page became: the Markdown of a source, the report, and the plan that they follow.

    The Markdown is empty if the page has no questions, or if `plan.doubt` says why it may have none.
    """

    markdown: str
    report: Report
    found: tuple[Found, ...] = field(default=(), repr=False)
    plan: Plan = field(default=Plan((), ()), repr=False)


def _no_pictures(address: str, content: bytes | None) -> str:
    return ""


def ingest(
    content: bytes,
    name: str,
    kind: PageKind | None = None,
    *,
    charset: str = "",
    address: str = "",
    place_picture: PictureNamer = _no_pictures,
    taken_keys: Collection[str] = (),
    deck: str = "",
    relabel: Callable[[Plan], Plan] = lambda plan: plan,
    anyway: bool = False,
) -> Ingested:
    """Read a page and write its questions as a source.

    `name` is the name of the page in reports; `charset` and `address` are those of the HTTP response;
    `taken_keys` are the keys of other questions of the package. `deck` is the deck of a page whose title is
    its only question; other pages name their deck themselves. `relabel` may change the labels of the plan;
    with `anyway` a page is written that does not look like questions.

    Raises:
        PageError: the content is empty, too large or not text.
        PlanError: `relabel` gave no plan that fits the page.
    """
    archive = read_mhtml(content)
    files: Mapping[str, bytes] = {}
    if archive is not None:
        content, charset, files = archive.content, archive.charset or charset, archive.files
        address, kind = address or archive.address, kind or PageKind.HTML
    text = mend_characters(decode_page(name, content, charset))
    if MARK in text:
        return Ingested(text, Report(name, PageKind.MARKDOWN, (), (), (), is_own=True))
    try:
        page = _READERS[kind or detect_kind(text)](text, address)
    except PageError as error:
        raise PageError(f"{name} {error}") from None
    plan = relabel(make_plan(page))
    if plan.doubt and not anyway:
        dropped = (*page.dropped, *cut(without_questions(plan)).dropped)
        lost_text = find_lost(text, page.kind, "", dropped)
        return Ingested("", Report(name, page.kind, (), _in_order(dropped), (), lost_text), plan=plan)
    segmented = cut(plan)
    dropped = (*page.dropped, *segmented.dropped)
    clozes = {block.line for block in page.blocks if block.is_stated and block.info == CLOZE}
    questions, repeats = _part_repeats([_shown(q) if q.line in clozes else q for q in segmented.questions])
    found, warned = check_found(questions, page.kind, dropped)
    dropped = (*dropped, *repeats)
    shown = [find_pictures((*question.prompt, *question.answer)) for question in found]
    pictures = _place_pictures(shown, page.address, files, place_picture)
    is_chinese = any(has_han(question.text) for question in found)
    pictures[PICTURE_LABEL] = "图" if is_chinese else "picture"
    found, emptied = _without_lost_answers(found, shown, pictures)
    warned = (*warned, *emptied)
    lost = tuple(_lost_pictures(shown, pictures))
    dropped = (*dropped, *_texts_of_lost(shown, pictures))
    drafts = {id(asked) for asked, kept in zip(questions, found, strict=True) if not kept.is_answered}
    plan = with_drafts(plan, [id(asked) in drafts for asked in segmented.questions])
    if not found:
        lost_text = find_lost(text, page.kind, "", dropped)
        return Ingested("", Report(name, page.kind, (), _in_order(dropped), (), lost_text), plan=plan)
    # If every question is a top heading, the first one is not the title.
    heading = "" if any(page.title.endswith(q.text) for q in found) else page.title
    title = heading or (deck if len(found) == 1 else "") or _stem(name)
    written = write_source(
        heading,
        title.replace("::", " ").replace('"', " ").strip() or "page",
        _source(page, segmented.origin),
        _tags(page),
        found,
        segmented.references,
        pictures,
        taken_keys,
    )
    taken = tuple(
        Taken(q.line, line, key, q.text, q.is_answered)
        for q, line, key in zip(found, written.lines, written.keys, strict=True)
    )
    warnings = tuple(
        sorted(
            dict.fromkeys((*_kept_lines(page.warned, found), *warned, *lost)), key=lambda w: (w.line, w.code)
        )
    )
    placed = place_warnings(warnings, found, written.lines, written.markdown)
    lost_text = find_lost(text, page.kind, written.markdown, dropped)
    report = Report(name, page.kind, taken, _in_order(dropped), placed, lost_text)
    return Ingested(written.markdown, report, found, plan)


_READERS: Mapping[PageKind, Callable[[str, str], Page]] = {
    PageKind.HTML: read_html,
    PageKind.MARKDOWN: read_markdown,
    PageKind.TEXT: read_text,
    PageKind.NOTEBOOK: read_notebook,
    PageKind.CARDS: read_cards,
    PageKind.HASHCARDS: read_hashcards,
}


def _shown(question: Found) -> Found:
    """A question with clozes; its key and the report have the hidden words without their marks."""
    return replace(question, text=without_clozes(question.text), is_cloze=True)


def _kept_lines(warned: tuple[Warned, ...], found: tuple[Found, ...]) -> list[Warned]:
    """The warnings about text that was kept; those about text that was left out do not matter."""
    if not warned:
        return []
    first = min((q.line for q in found), default=0)
    lines = {b.line for q in found for block in (*q.prompt, *q.answer) for b in block.walk()} | {
        q.line for q in found
    }
    return [
        w
        for w in warned
        if w.line in lines
        or (w.code in ("formula-lost", "picture-lost", "damaged-shape") and w.line >= first)
    ]


def _in_order(dropped: tuple[Dropped, ...]) -> tuple[Dropped, ...]:
    kept = (d for d in dropped if d.text.strip())
    return tuple(sorted(kept, key=lambda d: d.line))


def _part_repeats(questions: Sequence[Found]) -> tuple[tuple[Found, ...], list[Dropped]]:
    """Split off the questions that repeat an earlier one word for word."""
    first: dict[tuple[str, ...], Found] = {}
    repeats = []
    asked = [_NOT_WORDS.sub("", question.text.lower()) for question in questions]
    times = Counter(asked)
    for number, (question, words) in enumerate(zip(questions, asked, strict=True)):
        if times[words] == 1:
            first[words, str(number)] = question
            continue
        body = "\n".join(b.all_text or b.markdown for b in (*question.prompt, *question.answer))
        shown = "".join(p.markdown for b in (*question.prompt, *question.answer) for p in b.walk())
        # Without an answer, the same words may ask for something else in another group.
        groups = () if shown.strip() else question.tags
        same = first.setdefault((words, "".join(shown.split()), *groups), question)
        if same is not question:
            text = f"{question.text}\n{body}"
            repeats.append(Dropped(question.line, text, f"the same as at line {same.line}"))
    return tuple(first.values()), repeats


def _place_pictures(
    shown: Sequence[Sequence[Picture]], address: str, files: Mapping[str, bytes], place: PictureNamer
) -> dict[str, str]:
    """Where each picture is now: beside the source, on the web where it was, or nowhere."""
    placed: dict[str, str] = {}
    for found in shown:
        for written, _, _ in found:
            whole = urljoin(address, written) if address else written
            if written not in placed:
                content = files.get(whole, files.get(written))
                name = place(written, content) or (place(whole, content) if whole != written else "")
                placed[written] = name or (whole if is_remote(whole) else "")
    return placed


def _without_lost_answers(
    found: tuple[Found, ...], shown: Sequence[Sequence[Picture]], pictures: Mapping[str, str]
) -> tuple[tuple[Found, ...], list[Warned]]:
    """Mark the questions as unanswered whose whole answer is a picture that is missing."""
    kept, warned = [], []
    for question, inside in zip(found, shown, strict=True):
        lost = any(not pictures[picture.address] for picture in inside)
        if (
            lost
            and not question.is_cloze
            and not any(line.strip() for line in render_blocks(question.answer, pictures))
        ):
            warned.append(Warned(question.line, "unanswered", f"no answer to: {question.text[:60]}"))
            kept.append(replace(question, is_answered=False))
        else:
            kept.append(question)
    return tuple(kept), warned


def _lost_pictures(shown: Sequence[Sequence[Picture]], pictures: Mapping[str, str]) -> Iterator[Warned]:
    for address, _, line in (picture for inside in shown for picture in inside):
        now = pictures[address]
        if is_remote(now):
            message = f"a picture is only a link: {now}; --pictures fetches it"
            yield Warned(line, "picture-lost", message)
        elif not now:
            yield Warned(line, "picture-lost", f"a picture was not found: {address}; add it by hand")


def _texts_of_lost(shown: Sequence[Sequence[Picture]], pictures: Mapping[str, str]) -> Iterator[Dropped]:
    for address, text, line in (picture for inside in shown for picture in inside):
        if text and not pictures[address]:
            yield Dropped(line, text, "the text of a picture that was not found")


def _source(page: Page, origin: str) -> str:
    parts = [origin, page.address, "" if origin else page.date]
    return " ".join(part for part in parts if part)


def _tags(page: Page) -> tuple[str, ...]:
    tags = (re.sub(r"[\s\"':：,，;；]+", "-", tag).strip("-") for tag in page.tags)
    return tuple(dict.fromkeys(tag for tag in tags if tag and not check_tag(tag)))


def _stem(name: str) -> str:
    last = re.split(r"[/\\]", name.rstrip("/"))[-1]
    return re.sub(r"\.\w{1,8}$", "", last) or "page"
