"""Says whether all text of a page is in its source or in its report."""

import re
from collections import Counter

from lxml import etree

from deckgen.inputs.ingest.characters import mend_characters, unescape_again
from deckgen.inputs.ingest.decode import decode_page
from deckgen.inputs.ingest.ingest import Ingested
from deckgen.inputs.ingest.mhtml import read_mhtml
from deckgen.inputs.ingest.page import PageKind
from deckgen.inputs.ingest.write import MARK

_FENCE_INFO = re.compile(r"^([ >]*`{3,})[\w+#.-]+", re.MULTILINE)
_UNSEEN = ("style", "template", "script", "noscript", "title")


def lost_characters(content: bytes, ingested: Ingested) -> Counter[str]:
    """Letters and digits of the page that are neither in the source nor in the report, with their numbers."""
    archive = read_mhtml(content)
    body = archive.content if archive else content
    text = mend_characters(decode_page("page", body, archive.charset if archive else ""))
    if ingested.report.kind is PageKind.HTML:
        text = _seen_html(text)
    else:
        text = _FENCE_INFO.sub(r"\1", text)
        text = re.sub(r"</?[A-Za-z][^<>\n]*>", "", text)
        # An address is no text of the page, and an escape is none either.
        text = re.sub(r"\]\([^)\s]*(?:\s+\"[^\"\n]*\")?\)|<!--|-->", "]", text)
    source = "" if not ingested.markdown else _without_front(ingested.markdown)
    shown = source + "".join(dropped.text for dropped in ingested.report.dropped)
    return _letters(unescape_again(text)) - _letters(unescape_again(shown))


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


def _letters(text: str) -> Counter[str]:
    return Counter(c for c in text if c.isalnum())
