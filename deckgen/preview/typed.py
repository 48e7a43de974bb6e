"""Shows where an answer is typed, and on the back what it is compared with.

Facts from `qt/aqt/reviewer.py` and `rslib/src/typeanswer.rs` of Anki 26.09. What a learner types is compared
by `assets/typed.js`, since it is typed in the browser.
"""

import re
from collections.abc import Mapping
from html import escape
from typing import NamedTuple

from deckgen.preview.clozes import text_to_type
from deckgen.preview.filters import WHITE, to_text
from deckgen.preview.sounds import without_sounds

_MARK = re.compile(r"\[\[type:([^\n\[\]]+)\]\]")
_RULE = "<hr id=answer>"
_LINES = re.compile(r"(?:\n|<br\s?/?>|</?div>)+", re.IGNORECASE)
_FONT = "font-family: 'Arial'; font-size: 20px"
"""The font of a field in Anki if nobody chose another one."""
_INPUT = f'\n<center>\n<input type=text id=typeans style="{_FONT};">\n</center>\n'
_EMPTY_CARD = "Please run Tools &gt; Empty Cards"


class Typed(NamedTuple):
    """An answer to type: the text that is expected, and whether accents count.

    `note` takes the place of the input if there is nothing to type.
    """

    expected: str
    accents: bool = True
    note: str = ""


def find_typed(front: str, fields: Mapping[str, str], ordinal: int) -> Typed | None:
    """What is to be typed on a card; None if nothing is. The first mark of the front counts."""
    match = _MARK.search(front)
    if match is None:
        return None
    kind, separator, name = match[1].partition(":")
    is_cloze = bool(separator) and kind == "cloze"
    if not separator or kind not in {"cloze", "nc"}:
        kind, name = "", match[1]
    if name not in fields:
        return Typed("", note=f"Type answer: unknown field {escape(name)}")
    answer = text_to_type(fields[name], ordinal + 1) if is_cloze else fields[name]
    if not answer:
        return Typed("", note=_EMPTY_CARD if is_cloze else "")
    return Typed(to_typed_text(answer), kind != "nc")


def to_typed_text(answer: str) -> str:
    """The text of a field as it is to be typed: one line without tags."""
    return to_text(_LINES.sub(" ", without_sounds(answer))).strip(WHITE)


def show_input(front: str, typed: Typed | None) -> str:
    """The front with a line to type in; a field that is empty needs none."""
    if typed is None:
        return front
    return _MARK.sub(lambda _: _INPUT if typed.expected else typed.note, front)


def show_compared(back: str, typed: Typed | None) -> str:
    """The back with the expected answer, as Anki shows it to who has typed nothing."""
    if typed is None or not typed.expected:
        return _MARK.sub("", back)
    accents = "" if typed.accents else " data-accents=no"
    shown = f'<div style="{_FONT}"><code id=typeans{accents}>{escape(typed.expected)}</code></div>'
    without_rule = back.replace(_RULE, "")
    if without_rule != back and _MARK.search(back):
        back, shown = without_rule, f"{_RULE}{shown}"
    return _MARK.sub(lambda _: shown, back)
