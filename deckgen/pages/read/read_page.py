"""Reads an opened page with the reader of its kind."""

from collections.abc import Callable, Mapping

from deckgen.pages.open.detect import detect_kind
from deckgen.pages.open.open_page import Opened
from deckgen.pages.page import Page, PageKind
from deckgen.pages.read.cards.hashcards import read_hashcards
from deckgen.pages.read.cards.read_cards import read_cards
from deckgen.pages.read.dump.read_dump import read_text
from deckgen.pages.read.html.read_html import read_html
from deckgen.pages.read.markdown.read_markdown import read_markdown
from deckgen.pages.read.notebook import read_notebook

READERS: Mapping[PageKind, Callable[[str, str], Page]] = {
    PageKind.HTML: read_html,
    PageKind.MARKDOWN: read_markdown,
    PageKind.TEXT: read_text,
    PageKind.NOTEBOOK: read_notebook,
    PageKind.CARDS: read_cards,
    PageKind.HASHCARDS: read_hashcards,
}


def read_page(opened: Opened) -> Page:
    """The blocks of a page.

    Raises:
        PageError: the page is damaged, or in a markup that is not read.
    """
    return READERS[opened.kind or detect_kind(opened.text)](opened.text, opened.address)
