"""Finds raw HTML that a card cannot hold, or that the author did not mean as HTML."""

from collections import Counter
from collections.abc import Iterator

from deckgen.checks.unit import Text, Unit
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
from deckgen.values.wording import shortened


def check_html(unit: Unit) -> Iterator[Problem]:
    """Tags and attributes that are not allowed, and tags that are not closed."""
    for place in unit.places:
        open_tags: list[tuple[Text, Tag]] = []
        count: Counter[str] = Counter()
        for text in place.texts:
            for tag in text.tags:
                yield from _check_tag(text, tag)
                yield from _check_nesting(text, tag, open_tags, count)
        yield from (_unclosed(text, tag) for text, tag in open_tags)


def _check_tag(text: Text, tag: Tag) -> Iterator[Problem]:
    is_foreign = tag.kind is TagKind.OPEN and tag.name not in ALLOWED_TAGS
    if is_foreign or tag.kind is TagKind.DECLARATION:
        shown = shortened(" ".join(text.source[tag.position : tag.end].split()), 40)
        advice = "put it in backticks if it is code, and delete it otherwise"
        message = f"`{shown}` is HTML that a card cannot hold; {advice}"
        yield text.problem(tag.position, Code.HTML_NOT_ALLOWED, message)
    elif tag.kind is TagKind.OPEN:
        for name, _ in read_attributes(tag):
            if name not in ALLOWED_TAGS[tag.name] and name not in IGNORED_ATTRIBUTES:
                message = f"a card cannot hold the attribute `{name}` of `<{tag.name}>`; delete it"
                yield text.problem(tag.position, Code.HTML_NOT_ALLOWED, message)


def _check_nesting(
    text: Text, tag: Tag, open_tags: list[tuple[Text, Tag]], count: Counter[str]
) -> Iterator[Problem]:
    """Update the list of open tags, and their count: an end tag closes what was left open inside it."""
    if tag.name not in ALLOWED_TAGS or tag.name in VOID_TAGS or tag.name in OPTIONAL_ENDS:
        return
    if tag.kind is TagKind.OPEN:
        open_tags.append((text, tag))
        count[tag.name] += 1
    elif tag.kind is TagKind.CLOSE:
        if not count[tag.name]:
            message = f"`</{tag.name}>` closes nothing; open it with `<{tag.name}>`, or delete it"
            yield text.problem(tag.position, Code.HTML_UNCLOSED, message)
            return
        while (opened := open_tags.pop())[1].name != tag.name:
            count[opened[1].name] -= 1
            yield _unclosed(*opened)
        count[tag.name] -= 1


def _unclosed(text: Text, tag: Tag) -> Problem:
    message = f"`<{tag.name}>` is not closed here; close it with `</{tag.name}>`, or put it in backticks"
    return text.problem(tag.position, Code.HTML_UNCLOSED, message)
