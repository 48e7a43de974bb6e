"""Fills templates by the real Anki, without adding a note to its collection."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from deckgen.preview.faces import Sides

if TYPE_CHECKING:
    from anki.collection import Collection

FIELDS = ("Text", "Extra", "Only")
ERROR = "error"
"""Stands for an error that Anki, or the preview in its words, shows in place of a card."""

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_SCRIPT = re.compile(r'\nonclick="[^"]*"')
_HINT = re.compile(r"hint[0-9a-f]{16}")
_PLAYED = re.compile(
    r"\[anki:play:[qa]:\d+\]|\[sound:[^\]]+\]|\[anki:tts [^\]]*\].*?\[/anki:tts\]", re.DOTALL
)
_MESSAGE = re.compile(
    r'<div class="preview-error">.*?</div>'
    r"|<div>[^<]*<br><a href='https://docs\.ankiweb\.net/templates/errors[^>]*>[^<]*</a></div>"
    r"|(?:Front|Back) template has a problem:<br>.*<br><a href='https://docs\.ankiweb\.net/templates/errors[^>]*>[^<]*</a>",
    re.DOTALL,
)


class AnkiTemplates:
    """Notes of two note types, with the fields `FIELDS`: one whose cards are of clozes, and another."""

    def __init__(self, collection: "Collection") -> None:
        self._collection = collection
        self._note_types = {is_cloze: self._add_note_type(is_cloze) for is_cloze in (False, True)}

    def fill(
        self, templates: tuple[str, str], fields: Sequence[str], *, is_cloze: bool, ordinal: int = 0
    ) -> Sides:
        """Both sides as Anki gives them; the deck is `(Deck)`, and the note type `plain` or `cloze`."""
        from anki.template import TemplateRenderContext  # noqa: PLC0415

        note_type = self._note_types[is_cloze]
        note = self._collection.new_note(note_type)
        note.fields = list(fields)
        front, back = templates
        template = {**note_type["tmpls"][0], "qfmt": front, "afmt": back, "name": "Card"}
        card = note.ephemeral_card(ord=ordinal, custom_note_type=note_type, custom_template=template)
        output = TemplateRenderContext.from_card_layout(note, card, note_type, template, False).render()
        return Sides(output.question_text, output.answer_text)

    def _add_note_type(self, is_cloze: bool) -> dict[str, object]:
        models = self._collection.models
        note_type = models.new("cloze" if is_cloze else "plain")
        note_type["type"] = int(is_cloze)
        for name in FIELDS:
            models.add_field(note_type, models.new_field(name))
        template = models.new_template("Card")
        template["qfmt"] = template["afmt"] = "{{cloze:Text}}" if is_cloze else "{{Text}}"
        models.add_template(note_type, template)
        models.add_dict(note_type)
        found = models.by_name(note_type["name"])
        assert found
        return found


@contextmanager
def open_templates() -> Iterator[AnkiTemplates]:
    """A collection that is thrown away."""
    from anki.collection import Collection  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(str(Path(folder) / "collection.anki2"))
        try:
            yield AnkiTemplates(collection)
        finally:
            collection.close()


def normal(side: str) -> str:
    """A side without what is meant to differ: scripts and ids of hints, sounds, words of errors."""
    side = _HINT.sub("hint", _SCRIPT.sub("", _STYLE.sub("", side)))
    return _MESSAGE.sub(ERROR, _PLAYED.sub("♪", side))
