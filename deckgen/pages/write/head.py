"""Says what stands above the questions of a source: its title, its deck, its origin and its tags."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from deckgen.pages.page import Page
from deckgen.pages.questions import Found
from deckgen.values.tags import make_tag


@dataclass(frozen=True, slots=True)
class Head:
    """The title of a source, empty if its questions say it all, and the values of its front matter."""

    title: str
    deck: str
    source: str
    tags: tuple[str, ...]


def make_head(page: Page, found: Sequence[Found], *, name: str, origin: str, deck: str) -> Head:
    """The head of a source; `deck` is the deck of a page whose title is its only question."""
    # If every question is a top heading, the first one is not the title.
    heading = "" if any(page.title.endswith(question.text) for question in found) else page.title
    title = heading or (deck if len(found) == 1 else "") or _stem(name)
    plain = title.replace("::", " ").replace('"', " ").strip() or "page"
    return Head(heading, plain, _source(page, origin), _tags(page))


def _source(page: Page, origin: str) -> str:
    parts = [origin, page.address, "" if origin else page.date]
    return " ".join(part for part in parts if part)


def _tags(page: Page) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(make_tag, page.tags))))


def _stem(name: str) -> str:
    last = re.split(r"[/\\]", name.rstrip("/"))[-1]
    return re.sub(r"\.\w{1,8}$", "", last) or "page"
