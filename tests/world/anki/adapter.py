"""The few things that the tests want of Anki, under each generation of its library."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

try:
    import anki.collection as library
    from anki import import_export_pb2 as messages
    from anki.collection import Card, Collection
except ModuleNotFoundError as missing:
    if missing.name != "anki" or os.environ.get("CI"):
        raise
    pytest.skip(
        "the anki library is missing; install it by: pip install -e '.[test]'", allow_module_level=True
    )


@dataclass(frozen=True)
class Imported:
    """What Anki says of an import, in notes."""

    new: int = 0
    updated: int = 0
    duplicate: int = 0
    conflicting: int = 0


@dataclass(frozen=True)
class Progress:
    """What a learner would lose: the schedule of a card with all its reviews."""

    interval: int
    due: int
    reps: int
    lapses: int
    type: int
    queue: int
    factor: int
    reviews: tuple[tuple[int, ...], ...]


class Anki:
    """A collection with the questions that the tests ask of it; notes are named by guid."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.collection = Collection(str(path))

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Leave the collection to another program."""
        self.collection.close()
        try:
            yield
        finally:
            self.collection = Collection(str(self.path))

    def import_package(self, package: Path) -> Imported:
        """Import with the options that File > Import begins with."""
        if hasattr(library, "ImportAnkiPackageRequest"):
            request = messages.ImportAnkiPackageRequest(
                package_path=str(package), options=messages.ImportAnkiPackageOptions()
            )
            response = self.collection.import_anki_package(request)
        else:  # up to 2.1.66
            response = self.collection.import_anki_package(str(package))
        self._forget_note_types()
        log = response.log
        assert not log.missing_notetype
        assert not log.missing_deck
        assert not log.empty_first_field
        return Imported(len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting))

    def _forget_note_types(self) -> None:
        clear_cache = getattr(self.collection.models, "_clear_cache", None)
        if clear_cache:
            clear_cache()

    def import_by_add_on(self, package: Path) -> None:
        """Import with the importer that the add-on AnkiConnect runs, which answers nothing."""
        from anki.importing import AnkiPackageImporter  # noqa: PLC0415  # a name that only the add-on still uses
        from anki.lang import set_lang  # noqa: PLC0415

        set_lang("en")  # as the desktop does when it starts
        AnkiPackageImporter(self.collection, str(package)).run()
        self._forget_note_types()

    def export_package(self, package: Path, *, legacy: bool) -> None:
        """Export all notes with their media and schedules, for Anki up to 2.1.49 or for newer ones."""
        if hasattr(messages, "ExportAnkiPackageOptions"):
            options = messages.ExportAnkiPackageOptions(with_scheduling=True, with_media=True, legacy=legacy)
            self.collection.export_anki_package(out_path=str(package), options=options, limit=None)
        else:  # up to 23.10
            self.collection.export_anki_package(
                out_path=str(package),
                limit=None,
                with_scheduling=True,
                with_media=True,
                legacy_support=legacy,
            )

    def cards(self, guid: str = "%") -> list[Card]:
        """The cards of a note, or all cards, in the order of notes and templates."""
        ids = self.collection.db.list(
            "SELECT cards.id FROM cards JOIN notes ON notes.id = nid WHERE guid LIKE ? ORDER BY nid, ord",
            guid,
        )
        return [self.collection.get_card(id_) for id_ in ids]

    def fields(self, guid: str) -> dict[str, str]:
        """A note's fields by name."""
        return dict(self.cards(guid)[0].note().items())

    def tags(self, guid: str) -> set[str]:
        return set(self.cards(guid)[0].note().tags)

    def count_notes(self) -> int:
        return int(self.collection.db.scalar("SELECT count() FROM notes"))

    def review(self, guid: str) -> None:
        """Answer each card of the note with Easy, as a learner does."""
        for card in self.cards(guid):
            card.start_timer()
            self.collection.sched.answerCard(card, 4)

    def progress(self, guid: str) -> list[Progress]:
        """The progress of each card of the note."""
        return [
            Progress(
                card.ivl,
                card.due,
                card.reps,
                card.lapses,
                card.type,
                card.queue,
                card.factor,
                tuple(map(tuple, self.collection.db.all("SELECT * FROM revlog WHERE cid = ?", card.id))),
            )
            for card in self.cards(guid)
        ]

    def queue(self, deck: str) -> list[str]:
        """The guids of the new cards of a deck, as Anki will show them."""
        self.collection.decks.select(self.collection.decks.id(deck))
        if not self.collection.v3_scheduler():
            self.collection.set_v3_scheduler(True)
        queued = self.collection.sched.get_queued_cards(fetch_limit=1000).cards
        return [str(self.collection.get_card(entry.card.id).note().guid) for entry in queued]

    def note_types(self) -> dict[str, str]:
        """The styles of the note types by name, without those that every collection has."""
        used = {int(id_) for id_ in self.collection.db.list("SELECT DISTINCT mid FROM notes")}
        models = [
            self.collection.models.get(entry.id) for entry in self.collection.models.all_names_and_ids()
        ]
        return {
            model["name"]: model["css"]
            for model in models
            if model["id"] in used or model["name"].startswith("deckgen")
        }

    def decks(self) -> dict[str, str]:
        """The descriptions of the decks by full name."""
        decks = self.collection.decks
        return {
            entry.name: decks.get(entry.id)["desc"]
            for entry in decks.all_names_and_ids()
            if entry.name != "Default"
        }

    def deck_of(self, card: Card) -> str:
        return str(self.collection.decks.name(card.did))

    def media(self) -> dict[str, bytes]:
        """The media files by name."""
        return {path.name: path.read_bytes() for path in Path(self.collection.media.dir()).iterdir()}

    def notes_with_empty_cards(self) -> int:
        """How many notes have cards that Tools > Empty Cards would delete."""
        return len(self.collection.get_empty_cards().notes)


@contextmanager
def open_anki(folder: Path) -> Iterator[Anki]:
    """A fresh collection; the library keeps its database open until it is told."""
    anki = Anki(folder / "collection.anki2")
    try:
        yield anki
    finally:
        anki.collection.close()
