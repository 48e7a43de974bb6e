"""Keeps characters apart that Anki would read as marks of its own, such as two braces.

Entities are not enough. When a note is opened in Anki's editor, all its fields are written back with
characters in place of entities, even if nothing is typed (measured with Anki 26.9), and a cloze then ended at
the first two braces of its formula. The editor keeps a space in TeX and `<wbr>` in text, and neither is seen.
"""

import re

from deckgen.render import marks
from deckgen.syntax.html_formatting import ANKI_TEXT

TAG = r'<[^>"]*(?:"[^"]*"[^>"]*)*>'
FORMULA = "|".join(f"{start}[^{end}]*{end}" for start, end in marks.FORMULAS.values())

_STARTS = "".join(start for start, _ in marks.FORMULAS.values())
_SEGMENT = re.compile(rf"(?P<tag>{TAG})|(?P<tex>{FORMULA})|(?P<text>[^<{_STARTS}]+|.)", re.DOTALL)
_BETWEEN = "|".join(
    (
        rf"(?<=\{{)(?=[{{{marks.CLOZE_START}])",
        rf"(?<=\}})(?=[}}{marks.CLOZE_END}])",
        rf"(?<=\[)(?={ANKI_TEXT})",
    )
)
_BETWEEN_IN_CLOZE = "|".join(
    (
        _BETWEEN,
        rf"(?<=:)(?=[:{marks.CLOZE_HINT}{marks.CLOZE_END}])",
        rf"(?<=[{marks.CLOZE_TEXT}{marks.CLOZE_HINT}])(?=:)",
    )
)
_PLACES = re.compile(_BETWEEN, re.IGNORECASE)
_PLACES_IN_CLOZE = re.compile(_BETWEEN_IN_CLOZE, re.IGNORECASE)
_ADDRESS = re.compile(r'(?<= href=")[^"]*')
_SEPARATORS = {"tag": "\u200b", "tex": " ", "text": "<wbr>"}


def keep_apart(html: str, *, is_cloze: bool) -> str:
    """Keep characters apart that Anki would read as its marks; in a cloze field, colons as well."""
    places = _PLACES_IN_CLOZE if is_cloze else _PLACES
    if not places.search(html):
        return html

    def part(match: re.Match[str]) -> str:
        kind, segment = match.lastgroup or "", match[0]
        if kind == "tag" and is_cloze:
            segment = _ADDRESS.sub(_without_double_colons, segment)
        return places.sub(_SEPARATORS[kind], segment)

    return _SEGMENT.sub(part, html)


def _without_double_colons(address: re.Match[str]) -> str:
    return address[0].replace("::", ":%3A")
