"""Finds raw HTML that a card cannot hold, or that an author did not mean as HTML."""

from collections.abc import Iterator

from deckgen.checks.unit import Place, Text, Unit
from deckgen.syntax.cloze_marks import Fault
from deckgen.syntax.html_tags import (
    ALLOWED_TAGS,
    IGNORED_ATTRIBUTES,
    OPTIONAL_ENDS,
    VOID_TAGS,
    Tag,
    TagKind,
    read_attributes,
)
from deckgen.values.codes import Code
from deckgen.values.problem import Problem

_COMMENT_UNCLOSED = "the comment `<!--` is never closed; close it with `-->`"


def check_html(unit: Unit) -> Iterator[Problem]:
    """Tags and attributes that are not allowed, tags and comments that are not closed."""
    for place in unit.places:
        if "<" in place.passage.text:
            yield from _check_place(place)


def _check_place(place: Place) -> Iterator[Problem]:
    open_tags: list[tuple[Text, Tag]] = []
    for text in place.texts:
        for fault in text.faults:
            if fault.fault is Fault.COMMENT_UNCLOSED:
                yield text.problem(fault.position, fault.fault.value, _COMMENT_UNCLOSED)
        for tag in text.tags:
            yield from _check_tag(text, tag)
            yield from _check_nesting(text, tag, open_tags)
    for text, tag in open_tags:
        yield _unclosed(text, tag)


def _check_tag(text: Text, tag: Tag) -> Iterator[Problem]:
    written = text.source[tag.position : tag.end]
    if tag.kind is TagKind.COMMENT:
        if not written.endswith(">"):
            yield text.problem(tag.position, Fault.COMMENT_UNCLOSED.value, _COMMENT_UNCLOSED)
    elif tag.kind is TagKind.DECLARATION:
        yield text.problem(tag.position, Code.HTML_NOT_ALLOWED, f"{_short(written)} {_ADVICE}")
    elif tag.name not in ALLOWED_TAGS:
        if tag.kind is TagKind.OPEN:
            yield text.problem(tag.position, Code.HTML_NOT_ALLOWED, f"{_short(written)} {_ADVICE}")
    elif tag.kind is TagKind.OPEN:
        for name, _ in read_attributes(tag):
            if name not in ALLOWED_TAGS[tag.name] and name not in IGNORED_ATTRIBUTES:
                message = f"a card keeps no `{name}` of a `<{tag.name}>`; delete it"
                yield text.problem(tag.position, Code.HTML_NOT_ALLOWED, message)


_ADVICE = "is HTML that a card cannot hold; put it in backticks if it is code, or else delete it"


def _check_nesting(text: Text, tag: Tag, open_tags: list[tuple[Text, Tag]]) -> Iterator[Problem]:
    """Keep account of what is open; an end closes what was left open within it."""
    if tag.name not in ALLOWED_TAGS or tag.name in VOID_TAGS or tag.name in OPTIONAL_ENDS:
        return
    if tag.kind is TagKind.OPEN:
        open_tags.append((text, tag))
    elif tag.kind is TagKind.CLOSE:
        if all(opened.name != tag.name for _, opened in open_tags):
            message = f"`</{tag.name}>` closes nothing; open it with `<{tag.name}>` or delete it"
            yield text.problem(tag.position, Code.HTML_UNCLOSED, message)
            return
        while (opened := open_tags.pop())[1].name != tag.name:
            yield _unclosed(*opened)


def _unclosed(text: Text, tag: Tag) -> Problem:
    message = f"`<{tag.name}>` is not closed here; close it with `</{tag.name}>`, or put it in backticks"
    return text.problem(tag.position, Code.HTML_UNCLOSED, message)


def _short(written: str) -> str:
    line = " ".join(written.split())
    return f"`{line if len(line) <= 40 else line[:39] + '…'}`"
