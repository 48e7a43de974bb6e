"""What Chromium shows of a broken page, ingest writes or reports."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from mathjax.page import MathJax, MissingError
from tests.support import often
from tests.support.broken_html import WORD, broken_pages, read_by_ingest

pytestmark = pytest.mark.thorough

GENERATED = often(250, 1_000)


class Chromium(MathJax):
    """A page that opens pages in a frame."""

    def __init__(self, pages: Sequence[str]) -> None:
        super().__init__()
        self._pages = pages

    def shown(self) -> list[str]:
        """The text of each page."""
        texts = self.ask("shown", len(self._pages), seconds=600)
        assert isinstance(texts, list)
        return texts

    def _get(self, path: str) -> tuple[bytes, str] | None:
        if path == "/":
            host = (
                '<!doctype html><meta charset="utf-8"><body><script type="module" src="/words.js"></script>'
            )
            return host.encode(), "text/html"
        if path == "/words.js":
            return (Path(__file__).parent / "words.js").read_bytes(), "text/javascript"
        if path.startswith("/broken/"):
            page = self._pages[int(path.removeprefix("/broken/"))]
            return page.encode(), "text/html; charset=utf-8"
        return super()._get(path)


def test_what_chromium_shows_of_a_broken_page_is_written_or_reported() -> None:
    pages = list(broken_pages(GENERATED, seed=1))
    try:
        chromium = Chromium(pages)
    except MissingError as missing:
        if os.environ.get("CI"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    with chromium:
        shown = chromium.shown()
    assert sum(len(WORD.findall(text)) for text in shown) > 10 * GENERATED
    lost = {}
    for page, text in zip(pages, shown, strict=True):
        missing_words = set(WORD.findall(text)) - set(WORD.findall(read_by_ingest(page)))
        if missing_words:
            lost[page] = sorted(missing_words)
    assert lost == {}
