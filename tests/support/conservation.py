"""Says whether answers keep the order of their page; that no text is lost, ingest says itself."""

from deckgen.pages.ingest import Ingested
from deckgen.pages.keep.seen import seen_text
from deckgen.pages.open.open_page import open_page
from deckgen.pages.page import Block, Shape


def misplaced_text(content: bytes, ingested: Ingested) -> list[str]:
    """Parts of answers whose letters do not stand together in the page, or not in the page's order."""
    text = open_page(content, "page", charset="", address="", kind=None).text
    page = _letters(seen_text(text, ingested.report.kind))
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
    """Whether a part shows other letters than the page: a formula, a picture, a tag, a callout, a link."""
    return part.shape is Shape.FORMULA or any(sign in part.markdown for sign in ("$", "![", "<", "[!", "]: "))


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
