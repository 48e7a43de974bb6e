"""Writes questions as the Markdown of a source."""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from deckgen.html_to_markdown.escape import escape_line
from deckgen.pages.page import Block, Shape
from deckgen.pages.questions import Found
from deckgen.pages.write.head import Head
from deckgen.pages.write.pictures import PICTURE, place_pictures
from deckgen.syntax.attributes import Attributes, key_words, render_attributes, without_lists
from deckgen.syntax.callouts import CALLOUTS, find_callout
from deckgen.syntax.cloze_marks import CLOZE_OPENING
from deckgen.syntax.front_matter import render_front_matter
from deckgen.values.document import Kind

_MOST_RECORDED = 200
_ITEM = re.compile(r"(\d{1,2})[.)] +(?=\S)")
_NOT_INFO = re.compile(r"[^\w+#.-]")
MARK = "<!-- deckgen ingest"
HEAD = "@head"


@dataclass(frozen=True, slots=True)
class Written:
    """The Markdown, and for each question the line of its heading (from 1) and its key."""

    markdown: str
    lines: tuple[int, ...]
    keys: tuple[str, ...]


def write_source(
    head: Head,
    questions: Sequence[Found],
    references: Sequence[Block],
    pictures: Mapping[str, str],
    taken_keys: Collection[str] = (),
) -> Written:
    """A source with these questions; `pictures` says where each picture is now."""
    lines = [*render_front_matter(head.deck, head.tags, head.source), ""]
    if head.title:
        lines += [f"# {_heading(head.title)}", ""]
    if references:
        lines += [*render_blocks(_as_description(references), pictures), ""]
    keys = make_keys(questions, taken_keys)
    starts, digests = [], {HEAD: digest(lines)}
    for key, question in zip(keys, _told_apart(questions, pictures), strict=True):
        starts.append(len(lines) + 1)
        section = _write_question(key, question, pictures)
        digests[key] = digest(section)
        lines += [*section, ""]
    lines += record(digests)
    return Written("\n".join(lines) + "\n", tuple(starts), tuple(keys))


def digest(section: Sequence[str]) -> str:
    """A hash of a question without the blank lines around it; it shows whether somebody edited it."""
    return hashlib.sha256("\n".join(section).strip().encode()).hexdigest()[:12]


def record(digests: Mapping[str, str]) -> list[str]:
    """The comments that record what ingest wrote; each has a size that a source may have."""
    pairs = [f"{key}={value}" for key, value in digests.items()]
    parts = (pairs[at : at + _MOST_RECORDED] for at in range(0, len(pairs), _MOST_RECORDED))
    return [f"{MARK}: {' '.join(part)} -->" for part in parts]


def end_of_questions(lines: Sequence[str]) -> int:
    """How many of the lines of a source come before what ingest records at its end."""
    end = len(lines)
    while end and (not lines[end - 1] or lines[end - 1].startswith(f"{MARK}: ")):
        end -= 1
    return end


def make_keys(questions: Sequence[Found], taken_keys: Collection[str] = ()) -> list[str]:
    """A readable key for each question; equal ones are told apart by a digest of the question."""
    taken = set(taken_keys)
    keys = []
    for question in questions:
        words = key_words(question.text) or "question"
        key = words
        if key in taken:
            body = "\n".join(
                block.all_text or block.markdown for block in (*question.prompt, *question.answer)
            )
            key = f"{words}-{hashlib.sha256(f'{question.text}{body}'.encode()).hexdigest()[:8]}"
        number = 2
        while key in taken:
            key, number = f"{words}-{number}", number + 1
        taken.add(key)
        keys.append(key)
    return keys


def _told_apart(questions: Sequence[Found], pictures: Mapping[str, str]) -> Iterator[Found]:
    """Add a number after the words of a question that repeats an earlier one: two notes must differ."""
    seen: dict[tuple[str, str], int] = {}
    for question in questions:
        shown = " ".join(question.heading.split()).casefold()
        prompt = "\n".join(render_blocks(question.prompt, pictures))
        seen[shown, prompt] = count = seen.get((shown, prompt), 0) + 1
        yield question if count == 1 else replace(question, heading=f"{question.heading} ({count})")


def _write_question(key: str, question: Found, pictures: Mapping[str, str]) -> list[str]:
    body = render_blocks(question.prompt, pictures)
    answer = render_blocks(question.answer, pictures)
    if question.prompt and (answer or not question.is_cloze):
        body += ["", "---"]
    body += ["", *answer] if body and answer else answer
    text = "\n".join((question.heading, *body))
    is_like_cloze = not question.is_cloze and CLOZE_OPENING.search(text) is not None
    attributes = Attributes(
        key,
        kind=Kind.BASIC if is_like_cloze else None,
        tags=tuple(dict.fromkeys(question.tags)),
        is_draft=not question.is_answered,
    )
    heading = f"## {_heading(question.heading)} {render_attributes(attributes)}"
    return [heading, "", *body] if body else [heading]


def _heading(markdown: str) -> str:
    markdown = PICTURE.sub(lambda match: match[1], markdown)
    return without_lists(" ".join(markdown.split())).rstrip()


def _as_description(references: Sequence[Block]) -> list[Block]:
    """References as they stand above the questions, where a heading would be read as a question."""
    return [
        Block(Shape.PARAGRAPH, b.line, f"**{b.markdown}**", b.text) if b.shape is Shape.HEADING else b
        for b in references
    ]


def render_blocks(blocks: Sequence[Block], pictures: Mapping[str, str]) -> list[str]:
    """The lines of these blocks."""
    levels = sorted({block.level for block in blocks if block.shape is Shape.HEADING})
    lines: list[str] = []
    depth = 2
    listed = False
    for block in blocks:
        if block.shape is Shape.HEADING:
            depth = min(depth + 1, 3 + levels.index(block.level), 6)
        rendered = _render(block, depth, pictures)
        if not rendered:
            continue
        if lines:
            lines.append("")
            if listed and block.shape is Shape.LIST:
                # Without a comment between them, two lists would be read as one.
                lines += ["<!-- -->", ""]
        lines += rendered
        listed = block.shape is Shape.LIST
    return lines


def _render(block: Block, depth: int, pictures: Mapping[str, str]) -> list[str]:  # noqa: PLR0911 - one a shape
    match block.shape:
        case Shape.HEADING:
            return [f"{'#' * depth} {_heading(place_pictures(block.markdown, pictures))}"]
        case Shape.SUMMARY:
            return [f"**{block.markdown.strip('*')}**"]
        case Shape.PARAGRAPH:
            return _paragraph(block, pictures)
        case Shape.CODE:
            return _fence(block)
        case Shape.TABLE:
            return place_pictures(block.markdown, pictures).split("\n")
        case Shape.FORMULA:
            return ["$$", *(line for line in block.markdown.split("\n") if line.strip()), "$$"]
        case Shape.RULE:
            # In an answer without a `---`, it would look as if it parted question and answer.
            return []
        case Shape.QUOTE:
            inner = render_blocks(block.children, pictures)
            return [f"> {line}".rstrip() for line in _without_callout(inner)]
        case Shape.LIST:
            return _list(block, pictures)
        case Shape.ITEM:
            return render_blocks(block.children, pictures)


def _paragraph(block: Block, pictures: Mapping[str, str]) -> list[str]:
    markdown = place_pictures(block.markdown, pictures)
    if block.info == "definition":
        return markdown.split("\n")
    lines = []
    for line in markdown.split("\n"):
        stripped = line.strip()
        number = stripped[:1].isdigit() and _ITEM.match(stripped)
        lines.append(stripped if number else escape_line(stripped))
    return [line for line in lines if line]


def _fence(block: Block) -> list[str]:
    longest = max((len(run) for run in re.findall(r"`{3,}", block.markdown)), default=2)
    mark = "`" * (longest + 1)
    info = _NOT_INFO.sub("", block.info)
    return [f"{mark}{'' if info == 'math' else info}", *block.markdown.split("\n"), mark]


def _without_callout(lines: Sequence[str]) -> list[str]:
    """Escape the first line of a quote that would be read as a hint or an unknown callout."""
    callout = find_callout(lines[0]) if lines else None
    if not lines or not lines[0].startswith("[!") or (callout and callout.kind in CALLOUTS):
        return list(lines)
    return ["\\" + lines[0], *lines[1:]]


def _list(block: Block, pictures: Mapping[str, str]) -> list[str]:
    items = []
    number = next((item.ordinal for item in block.children if item.ordinal is not None), None)
    for item in block.children:
        inner = render_blocks(item.children, pictures)
        if not inner:
            continue
        mark = f"{number}. " if item.ordinal is not None and number is not None else "- "
        number = number + 1 if number is not None else None
        items.append(
            [f"{mark}{inner[0]}", *(f"{' ' * len(mark)}{line}" if line else "" for line in inner[1:])]
        )
    is_loose = any("" in item for item in items)
    lines: list[str] = []
    for rendered in items:
        if lines and is_loose:
            lines.append("")
        lines += rendered
    return lines
