"""Writes the questions of a page as a source, and reports what became of every part of the page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from deckgen.pages.cut.cut import Cut
from deckgen.pages.cut.repeats import part_repeats
from deckgen.pages.page import Dropped, Page
from deckgen.pages.questions import Found
from deckgen.pages.write.head import make_head
from deckgen.pages.write.lost_pictures import PictureNamer, place_all
from deckgen.pages.write.places import about_kept_text, place_warnings
from deckgen.pages.write.report import Report, Taken
from deckgen.pages.write.warnings import answered_drafts, check_found
from deckgen.pages.write.write_source import write_source


@dataclass(frozen=True, slots=True)
class Result:
    """The Markdown, empty without questions, the report, and the questions that were written.

    `are_drafts` says of each question that was cut, repeats included, whether it is a draft.
    """

    markdown: str
    report: Report
    found: tuple[Found, ...]
    are_drafts: tuple[bool, ...]


def write(
    page: Page,
    parts: Cut,
    name: str,
    *,
    files: Mapping[str, bytes],
    place_picture: PictureNamer,
    taken_keys: Collection[str],
    deck: str,
) -> Result:
    """Write a page that was cut; `files` are the pictures in its archive, by their addresses."""
    questions, repeats = part_repeats(parts.questions)
    dropped = (*page.dropped, *parts.dropped)
    found, warned = check_found(questions, page.kind, dropped)
    placed = place_all(found, parts.references, page.address, files, place_picture)
    found = placed.questions
    dropped = (*dropped, *repeats, *placed.dropped)
    drafts = {id(question) for question, kept in zip(questions, found, strict=True) if not kept.is_answered}
    are_drafts = tuple(id(question) in drafts for question in parts.questions)
    if not found:
        return Result("", Report(name, page.kind, (), _in_order(dropped), ()), (), are_drafts)
    head = make_head(page, found, name=name, origin=parts.origin, deck=deck)
    written = write_source(head, found, parts.references, placed.pictures, taken_keys)
    taken = (
        Taken(q.line, line, key, q.text, q.is_answered)
        for q, line, key in zip(found, written.lines, written.keys, strict=True)
    )
    drafted = answered_drafts(questions, placed.pictures)
    warned = tuple(
        dict.fromkeys(
            (*about_kept_text(page.warned, found), *parts.warned, *warned, *drafted, *placed.warned)
        )
    )
    in_order = sorted(warned, key=lambda one: (one.line, one.code))
    warnings = place_warnings(in_order, found, written.lines, written.markdown)
    report = Report(name, page.kind, tuple(taken), _in_order(dropped), warnings)
    return Result(written.markdown, report, found, are_drafts)


def _in_order(dropped: tuple[Dropped, ...]) -> tuple[Dropped, ...]:
    kept = (d for d in dropped if d.text.strip())
    return tuple(sorted(kept, key=lambda d: d.line))
