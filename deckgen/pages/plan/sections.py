"""Turns the headings above questions into the names of groups, and these into tags."""

import re
from collections.abc import Sequence

from deckgen.pages.words.markers import read_marker, strip_ornament
from deckgen.values.tags import make_tag

SHORTCODE = re.compile(r":[a-z][a-z0-9_+-]*_?[a-z0-9_]*:\s*")
"""A sign that GitHub writes as a word: `:star:`."""
LINK_BACK = re.compile(
    r"(?=[\s\[\\¶#🔗⬆↥▶▼▾▸►⌄])\s*(?:\[?\\?\[\\?\[?(?:src|source|↥|⬆|top|link|#)\\?\]\\?\]?(?:\([^)]*\)\]?)?"
    r"|[¶#🔗⬆↥▶▼▾▸►⌄]+|↥ ?back to top)\s*$",
    re.IGNORECASE,
)
"""A sign at the end of a heading that links back to the top. It begins with few signs: a search is quick."""
_COUNT = re.compile(r"\s*[(（\[]\d+(?:\s*(?:questions?|题|道|个))?[)）\]]\s*$", re.IGNORECASE)
_ALL = re.compile(
    r"(?:(?:top|most|common|frequently|asked|basic|interview|job|the|all|list|of)\W+)*"
    r"(?:questions?(?:\W+(?:and|&|with)\W+answers?)?|Q\s*&\s*A|Q\s*&\s*As|FAQs?|answers?)|面试题|问题|题目|问答|面试问题",
    re.IGNORECASE,
)


def section_name(text: str) -> str:
    """The name of a group without its number, signs and count; empty if the text does not name a group."""
    text = SHORTCODE.sub("", text)
    marker = read_marker(text)
    text = strip_ornament(text[marker.length :] if marker and len(text) > marker.length else text)
    name = _COUNT.sub("", text).strip()
    return "" if _ALL.fullmatch(name.strip(":：. ")) else name


def section_tags(sections: Sequence[str]) -> tuple[str, ...]:
    """The groups above a question as one tag with a level for each."""
    tag = make_tag(*sections)
    return (tag,) if tag else ()


def without_link_back(text: str) -> str:
    """A heading without the sign at its end that links back to the top."""
    back = LINK_BACK.search(text)
    return text[: back.start()] if back and back.start() > 0 else text
