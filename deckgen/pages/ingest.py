"""Turns the bytes of a page into the Markdown of a source; every kind of page takes this way."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

from deckgen.pages.cut.segment import segment
from deckgen.pages.open.characters import mend_characters
from deckgen.pages.open.decode import decode_page
from deckgen.pages.open.detect import detect_kind
from deckgen.pages.open.mhtml import read_mhtml
from deckgen.pages.page import Dropped, Page, PageKind, Warned
from deckgen.pages.questions import Found
from deckgen.pages.read.dump.read_dump import read_text
from deckgen.pages.read.html.read_html import read_html
from deckgen.pages.read.markdown.read_markdown import read_markdown
from deckgen.pages.write.places import place_warnings
from deckgen.pages.write.report import Report, Taken
from deckgen.pages.write.warnings import check_found
from deckgen.pages.write.write_source import (
    MARK,
    PICTURE_LABEL,
    is_remote,
    picture_addresses,
    render_blocks,
    write_source,
)
from deckgen.values.characters import has_han
from deckgen.values.tags import check_tag

_NOT_WORDS = re.compile(r"\W+")

PictureNamer = Callable[[str, bytes | None], str]
"""Returns the name under which a picture is stored beside the source, or nothing if it cannot be stored.
The first argument is its address; the second is the picture itself, if the page contains it."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What a page became: the Markdown of a source, empty where it has no questions, and the report."""

    markdown: str
    report: Report
    found: tuple[Found, ...] = field(default=(), repr=False)


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
) -> Ingested:
    """Read a page and write its questions as a source.

    `name` is the name of the page in reports; `charset` and `address` are those of the HTTP response;
    `taken_keys` are the keys of other questions of the package.

    Raises:
        PageError: the content is empty, too large or not text.
    """
    archive = read_mhtml(content)
    files: Mapping[str, bytes] = {}
    if archive is not None:
        content, charset, files = archive.content, archive.charset or charset, archive.files
        address, kind = address or archive.address, kind or PageKind.HTML
    text = mend_characters(decode_page(name, content, charset))
    if MARK in text:
        return Ingested(text, Report(name, PageKind.MARKDOWN, (), (), (), is_own=True))
    page = _READERS[kind or detect_kind(name, text)](text, address)
    segmented = segment(page)
    dropped = (*page.dropped, *segmented.dropped)
    questions, repeats = _part_repeats(segmented.questions)
    found, warned = check_found(questions, page.kind, dropped)
    dropped = (*dropped, *repeats)
    shown = [picture_addresses((*question.prompt, *question.answer)) for question in found]
    pictures = _place_pictures(shown, page.address, files, place_picture)
    is_chinese = any(has_han(question.text) for question in found)
    pictures[PICTURE_LABEL] = "图" if is_chinese else "picture"
    found, emptied = _without_lost_answers(found, shown, pictures)
    warned = (*warned, *emptied)
    lost = tuple(_lost_pictures(found, shown, pictures))
    if not found:
        return Ingested("", Report(name, page.kind, (), _in_order(dropped), ()))
    # If every question is a top heading, the first one is not the title.
    heading = "" if any(page.title.endswith(q.text) for q in found) else page.title
    title = heading or _stem(name)
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
    return Ingested(written.markdown, Report(name, page.kind, taken, _in_order(dropped), placed), found)


_READERS: Mapping[PageKind, Callable[[str, str], Page]] = {
    PageKind.HTML: read_html,
    PageKind.MARKDOWN: read_markdown,
    PageKind.TEXT: read_text,
}


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


def _part_repeats(questions: tuple[Found, ...]) -> tuple[tuple[Found, ...], list[Dropped]]:
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
    shown: Sequence[Sequence[str]], address: str, files: Mapping[str, bytes], place: PictureNamer
) -> dict[str, str]:
    """Where each picture is now: beside the source, on the web where it was, or nowhere."""
    placed: dict[str, str] = {}
    for addresses in shown:
        for written in addresses:
            whole = urljoin(address, written) if address else written
            if written not in placed:
                content = files.get(whole, files.get(written))
                name = place(written, content) or (place(whole, content) if whole != written else "")
                placed[written] = name or (whole if is_remote(whole) else "")
    return placed


def _without_lost_answers(
    found: tuple[Found, ...], shown: Sequence[Sequence[str]], pictures: Mapping[str, str]
) -> tuple[tuple[Found, ...], list[Warned]]:
    """Mark the questions as unanswered whose whole answer is a picture that is missing."""
    kept, warned = [], []
    for question, addresses in zip(found, shown, strict=True):
        lost = any(not pictures[address] for address in addresses)
        if lost and not any(line.strip() for line in render_blocks(question.answer, pictures)):
            warned.append(Warned(question.line, "unanswered", f"no answer to: {question.text[:60]}"))
            kept.append(replace(question, is_answered=False))
        else:
            kept.append(question)
    return tuple(kept), warned


def _lost_pictures(
    found: tuple[Found, ...], shown: Sequence[Sequence[str]], pictures: Mapping[str, str]
) -> list[Warned]:
    lost = []
    for question, addresses in zip(found, shown, strict=True):
        for address in addresses:
            now = pictures[address]
            if is_remote(now):
                message = f"a picture is only a link: {now}; --pictures fetches it"
                lost.append(Warned(question.line, "picture-lost", message))
            elif not now:
                message = f"a picture was not found: {address}; add it by hand"
                lost.append(Warned(question.line, "picture-lost", message))
    return lost


def _source(page: Page, origin: str) -> str:
    parts = [origin, page.address, "" if origin else page.date]
    return " ".join(part for part in parts if part)


def _tags(page: Page) -> tuple[str, ...]:
    tags = (re.sub(r"[\s\"':：,，;；]+", "-", tag).strip("-") for tag in page.tags)
    return tuple(dict.fromkeys(tag for tag in tags if tag and not check_tag(tag)))


def _stem(name: str) -> str:
    last = re.split(r"[/\\]", name.rstrip("/"))[-1]
    return re.sub(r"\.\w{1,8}$", "", last) or "page"
