"""What GitHub shows and deckgen reads is on the card, as the real Anki makes it."""

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from tests.look_alikes.constructs import READ
from tests.support.questions import answer

if TYPE_CHECKING:
    from anki.collection import Collection


@pytest.mark.parametrize(("markdown", "shown"), READ.values(), ids=READ.keys())
def test_anki_shows_what_github_shows(collection: "Collection", markdown: str, shown: str) -> None:
    note = collection.new_note(collection.models.by_name("Basic"))
    note["Front"], note["Back"] = "Why?", answer(markdown)
    collection.add_note(note, collection.decks.id("Default"))
    _, _, back = note.cards()[0].answer().rpartition("<hr id=answer>")
    assert " ".join(BeautifulSoup(back, "html.parser").get_text().split()) == shown
