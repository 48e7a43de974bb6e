"""What Chromium reads on broken pages is in the source or in the report."""

import html
import json
import re
import subprocess
from pathlib import Path

from deckgen.pages.ingest import ingest
from tests.support.broken_pages import HIDDEN, BrokenPage, make_page

PAGES = 300
FRAMES = "<frameset"
"""A browser that takes it for the whole page shows nothing else of it; here all words count."""


def test_what_chromium_reads_on_broken_pages_is_not_lost_silently(browser: str, tmp_path: Path) -> None:
    pages = [page for page in map(make_page, range(PAGES)) if page.name == "page.html"]
    for page, words in zip(pages, _read(browser, pages, tmp_path), strict=True):
        assert HIDDEN not in words, page.content
        assert words.issuperset(page.words) or FRAMES in page.content, page.content
        ingested = ingest(page.content.encode(), page.name)
        left_out = [each.text for each in (*ingested.report.dropped, *ingested.report.lost)]
        found = " ".join((ingested.markdown, *left_out))
        assert [word for word in words if word not in found] == [], page.content


def _read(browser: str, pages: list[BrokenPage], folder: Path) -> list[set[str]]:
    """The words in the text of each page, with those of templates and of frames."""
    script = (Path(__file__).parent / "texts.js").read_text(encoding="utf-8")
    given = json.dumps([page.content for page in pages]).replace("<", "\\u003c")
    asked = folder / "pages.html"
    asked.write_text(
        f'<meta charset="utf-8"><body><script>const pages = {given};\n{script}</script>', "utf-8"
    )
    command = (browser, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", asked.as_uri())
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    body = re.search(r"<body>(.*)</body>", ran.stdout, re.DOTALL)
    assert body is not None
    return [set(text.split()) for text in json.loads(html.unescape(body[1]))]
