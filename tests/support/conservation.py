"""Says whether all text of a page is in its source or in its report."""

import re
from collections import Counter

from lxml import etree

from deckgen.pages.ingest import Ingested
from deckgen.pages.open.characters import mend_characters, unescape_again
from deckgen.pages.open.decode import decode_page
from deckgen.pages.open.mhtml import read_mhtml
from deckgen.pages.page import Block, PageKind, Shape
from deckgen.pages.write.write_source import MARK

_FENCE_INFO = re.compile(r"^([ >]*`{3,})[\w+#.-]+", re.MULTILINE)
_UNSEEN = ("style", "template", "script", "noscript", "title")


def lost_characters(content: bytes, ingested: Ingested) -> Counter[str]:
    """Letters and digits of the page that are neither in the source nor in the report, with their numbers."""
    source = "" if not ingested.markdown else _without_front(ingested.markdown)
    shown = source + "".join(dropped.text for dropped in ingested.report.dropped)
    return Counter(_letters(_page_text(content, ingested))) - Counter(_letters(unescape_again(shown)))


def misplaced_text(content: bytes, ingested: Ingested) -> list[str]:
    """Parts of answers whose letters do not stand together in the page, or not in the page's order."""
    page = _letters(_page_text(content, ingested))
    misplaced = []
    for question in ingested.found:
        at = 0
        for part in (part for block in question.answer for part in block.walk()):
            letters = "" if _is_rewritten(part) else _letters(part.text)
            found = page.find(letters, at)
            if found < 0:
                misplaced.append(part.text)
            else:
                at = found + len(letters)
    return misplaced


def _is_rewritten(part: Block) -> bool:
    """Whether a part shows other letters than the page: a formula, a picture, a tag, a callout."""
    return part.shape is Shape.FORMULA or any(sign in part.markdown for sign in ("$", "![", "<", "[!"))


def _page_text(content: bytes, ingested: Ingested) -> str:
    """What a reader sees of the page."""
    archive = read_mhtml(content)
    body = archive.content if archive else content
    text = mend_characters(decode_page("page", body, archive.charset if archive else ""))
    if ingested.report.kind is PageKind.HTML:
        text = _seen_html(text)
    else:
        text = _FENCE_INFO.sub(r"\1", text)
        text = re.sub(r"</?[A-Za-z][^<>\n]*>", "", text)
        # The size of a picture, an address and an escape are not text of the page.
        text = re.sub(r"(!\[[^\]\n]*)\|\d+(?:x\d+)?(?=\])", r"\1", text)
        text = re.sub(r"(!\[[^\]\n]*\]\([^()\s]*)(?: =\d*x\d*)?\)(?:\{width=[^{}\n]*\})?", r"\1)", text)
        text = re.sub(r"\]\([^)\s]*(?:\s+\"[^\"\n]*\")?\)|<!--|-->", "]", text)
    return unescape_again(text)


def _seen_html(text: str) -> str:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    tree = etree.fromstring(text.encode(), parser)
    for script in tree.xpath("//script[contains(@type, 'math/tex')]"):
        script.tag = "span"
    etree.strip_elements(tree, *_UNSEEN, with_tail=False)
    return " ".join(tree.itertext())


def _without_front(markdown: str) -> str:
    """The source without what ingest adds: front matter, attribute lists, languages, its comment."""
    body = re.sub(r"\A---\n.*?\n---\n", "", markdown, flags=re.DOTALL)
    body = re.sub(r"^# .*\n", "", body, count=1)
    body = re.sub(r" \{#[^}]*\}$", "", body, flags=re.MULTILINE)
    return _FENCE_INFO.sub(r"\1", body.split(MARK)[0])


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
