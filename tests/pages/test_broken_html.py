"""No text of a broken page vanishes; tests/world/browser asks Chromium about the same pages."""

import re

from deckgen.pages.ingest import ingest
from tests.support.broken_html import WORD, broken_pages, read_by_ingest

NEVER_SHOWN = re.compile(r"<!--(?!>).*?-->|<!\[CDATA\[.*?>|<\?.*?>|</ .*?>", re.DOTALL)


def test_text_of_300_broken_pages_is_written_or_reported() -> None:
    for page in broken_pages(300, seed=2):
        assert set(WORD.findall(NEVER_SHOWN.sub("", page))) - set(WORD.findall(read_by_ingest(page))) == set()


def test_ends_in_scripts_and_in_comments_are_not_ends() -> None:
    hidden = "<script>x = '</html><p>wrong</p>'</script><!-- </body><p>wrong</p> -->"
    asked = "<h2>什么是栈？</h2><p>后进先出。</p></body></html><h2>什么是队列？</h2><p>先进先出。</p>"
    page = f"<body>{hidden}{asked}"
    assert [question.text for question in ingest(page.encode(), "page.html").found] == [
        "什么是栈？",
        "什么是队列？",
    ]
    assert "wrong" not in read_by_ingest(page)


def test_lines_that_libxml2_does_not_count_are_counted() -> None:
    script = "<script>\nif (a <b) c\n</script>"
    asked = "".join(
        f"<h2>{n}. What is {n}?</h2>\n<p\n>It is {n}.</p>\n{script}\n<!-- <p>\n -->\n" for n in range(1, 30)
    )
    page = "<!DOCTYPE html>" + "\n" * 65_500 + f"<title>Interview questions</title>\n{asked}"
    lines = [n for n, line in enumerate(page.split("\n"), 1) if line.startswith("<h2>")]
    report = ingest(page.encode(), "page.html").report
    assert [taken.line for taken in report.taken] == lines
    assert not report.lost


def test_frames_in_frames_have_an_end() -> None:
    page = "<p>core</p>"
    for _ in range(8):
        page = page.replace("&", "&amp;").replace('"', "&quot;")
        page = f'<iframe srcdoc="{page}"></iframe>'
    questions = "<h2>What is a stack?</h2><p>Last in.</p><h2>What is a queue?</h2><p>First in.</p>"
    assert "core" in read_by_ingest(f"<article>{questions}{page}</article>")
