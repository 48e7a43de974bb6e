"""Makes the faces of a note's cards, as Anki's reviewer shows them.

A face goes through three steps: the template is filled as Anki's library does it (`fill_sides`), answers to
type and sounds get what Anki's reviewer puts in their place, and formulas become MathML: no MathJax runs.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from deckgen.apkg.packed import PackedNoteType
from deckgen.preview.card_template import TemplateError, fill_template
from deckgen.preview.clozes import find_numbers
from deckgen.preview.formulas import Formulas
from deckgen.preview.sounds import show_sounds
from deckgen.preview.typed import find_typed, show_compared, show_input
from deckgen.preview.values import Card
from deckgen.values.note import NoteType, Template
from deckgen.values.text import Html

AnyNoteType = NoteType | PackedNoteType


class Sides(NamedTuple):
    """Both sides of a card as HTML."""

    front: str
    back: str


def render_cards(
    note_type: AnyNoteType, fields: Sequence[str], tags: Sequence[str], decks: Mapping[int, str]
) -> tuple[Card, ...]:
    """The cards of a note in the order of their ordinals; `decks` has the full name of each one's deck.

    Cards that Anki would not make may be asked for, too: they say why there is nothing to see.
    """
    return tuple(
        _render_card(note_type, fields, tags, ordinal, deck) for ordinal, deck in sorted(decks.items())
    )


def _render_card(
    note_type: AnyNoteType, fields: Sequence[str], tags: Sequence[str], ordinal: int, deck: str
) -> Card:
    sides = fill_sides(note_type, fields, tags, ordinal, deck)
    by_name = _by_name(note_type, fields)
    typed = find_typed(sides.front, by_name, ordinal)
    formulas = Formulas()
    front = formulas.show(show_sounds(show_input(sides.front, typed)))
    back = formulas.show(show_sounds(show_compared(sides.back, typed)))
    template = _find_template(note_type, ordinal)
    name = f"c{ordinal + 1}" if note_type.is_cloze or template is None else template.name
    return Card(ordinal, name, Html(front), Html(back), typed.expected if typed else "")


def fill_sides(
    note_type: AnyNoteType, fields: Sequence[str], tags: Sequence[str], ordinal: int, deck: str
) -> Sides:
    """Both sides as `card.question()` and `card.answer()` of Anki's library give them, without the style.

    Where Anki shows an error in place of a card, both sides say what is wrong.
    """
    template = _find_template(note_type, ordinal)
    if template is None:
        message = _error(f"The note type has no card type {ordinal + 1}.")
        return Sides(message, message)
    by_name = {
        "Tags": " ".join(tags),
        "Type": note_type.name,
        "Deck": deck,
        "Subdeck": deck.rpartition("::")[2],
        "Card": template.name,
        "CardFlag": "flag0",
        "CardID": "0",
        f"c{ordinal + 1}": "1",
        **_by_name(note_type, fields),
    }
    side = "front"
    try:
        front, is_blank = fill_template(template.front, by_name, ordinal)
        if message := _nothing_to_ask(note_type, by_name, ordinal, is_blank=is_blank):
            return Sides(front + message, message)
        side = "back"
        return Sides(front, fill_template(template.back, by_name, ordinal, front).html)
    except TemplateError as error:
        message = _error(f"The {side} template has a mistake: {error}.")
        return Sides(message, message)


def _find_template(note_type: AnyNoteType, ordinal: int) -> Template | None:
    number = 0 if note_type.is_cloze else ordinal
    return note_type.templates[number] if number < len(note_type.templates) else None


def _by_name(note_type: AnyNoteType, fields: Sequence[str]) -> dict[str, str]:
    return {field.name: text for field, text in zip(note_type.fields, fields, strict=False)}


def _nothing_to_ask(
    note_type: AnyNoteType, by_name: Mapping[str, str], ordinal: int, *, is_blank: bool
) -> str:
    """What a card says that Anki takes for empty; nothing for others."""
    if not note_type.is_cloze:
        return _error("The front of this card is blank: no field on it has a text.") if is_blank else ""
    number = ordinal + 1
    if any(number in find_numbers(text) for text in by_name.values()):
        return ""
    return _error(f"No field has a cloze {number}. Write one, or delete the card by Anki's “Empty Cards”.")


def _error(message: str) -> str:
    return f'<div class="preview-error">{escape(message)}</div>'
