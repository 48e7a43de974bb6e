"""What this Anki exports is read by us."""

from pathlib import Path

import pytest

from deckgen.apkg.read import decode_apkg
from deckgen.values.document import Kind
from deckgen.values.note import Media
from deckgen.values.text import Html
from tests.support.making import NOTE_TYPES, note
from tests.world.anki.adapter import Anki
from tests.world.anki.conftest import Import

PICTURE = Media("shape-1f.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")


@pytest.mark.parametrize("legacy", [True, False], ids=["legacy format", "new format"])
def test_an_export_of_what_was_imported_holds_the_same(
    anki: Anki, import_notes: Import, tmp_path: Path, legacy: bool
) -> None:
    notes = [
        note("a", '<img src="shape-1f.svg">', tags=("数学", "llm::x"), media=(PICTURE,)),
        note("b", kind=Kind.REVERSED, ordinals=(0, 1), deck="大模型面试"),
        note("c", "{{c1::x}} {{c3::y}}", "", kind=Kind.CLOZE, ordinals=(0, 2)),
    ]
    import_notes(notes, descriptions={"大模型面试": Html("<b>All</b>")})
    anki.review("guid-a")
    path = tmp_path / "export.apkg"
    anki.export_package(path, legacy=legacy)

    package = decode_apkg(path.read_bytes())

    assert len(package.notes) == len(notes)
    for packed, given in zip(package.notes, notes, strict=True):
        assert (packed.guid, packed.fields) == (given.guid, given.fields)
        assert packed.modified == given.modified
        assert set(packed.tags) == set(given.tags)
        assert tuple(card.ordinal for card in packed.cards) == given.ordinals
        assert {card.deck for card in packed.cards} == {given.deck}
        ours = NOTE_TYPES[given.kind].note_type
        assert (packed.note_type.name, packed.note_type.css) == (ours.name, ours.css)
        assert [field.name for field in packed.note_type.fields] == [field.name for field in ours.fields]
        assert [t.back for t in packed.note_type.templates] == [t.back for t in ours.templates]
    assert {deck.name: deck.description for deck in package.decks if deck.description} == {
        "大模型面试": "<b>All</b>"
    }
    assert [(media.name, media.size) for media in package.media] == [("shape-1f.svg", len(PICTURE.content))]
