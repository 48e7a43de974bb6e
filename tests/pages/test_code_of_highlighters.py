"""Code that Pygments, the real one, has highlighted comes back as it was, whatever stands beside it."""

import pytest
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from deckgen.pages.ingest import ingest

CODE = 'def push(stack, item):\n    """Put it on top."""\n\n    stack.append(item)  # < & >\n    return stack'
OPTIONS = {
    "plain": {},
    "numbers in a table": {"linenos": "table"},
    "numbers in the lines": {"linenos": "inline"},
    "spans around lines": {"linespans": "line", "hl_lines": [2, 4]},
    "anchors": {"lineanchors": "a", "anchorlinenos": True, "linenos": "table"},
    "code tags": {"wrapcode": True, "cssclass": "highlight language-python"},
    "styles in the tags": {"noclasses": True},
    "a file name": {"filename": "stack.py"},
}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_code_of_pygments_comes_back(options: dict[str, object]) -> None:
    shown = highlight(CODE, get_lexer_by_name("python"), HtmlFormatter(**options))
    page = f"<article><h2>What is push?</h2>{shown}<h2>What is pop?</h2><p>It takes the top.</p></article>"
    ingested = ingest(page.encode(), "page.html")
    (fence,) = [
        part
        for q in ingested.found
        for block in q.answer
        for part in block.walk()
        if part.info or "def" in part.markdown
    ]
    assert fence.markdown == CODE
    assert not ingested.report.lost
