"""What publishing needs of a collection, wherever that is."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from deckgen.apkg.held import Held
from deckgen.values.error import DeckgenError
from deckgen.values.text import Guid


class TargetError(DeckgenError):
    """The collection cannot be reached, read or written; the message says what to do."""


class UnfinishedError(TargetError):
    """Something ended before its end where nothing is half done; another publish finishes it."""


class Target(Protocol):
    """An open collection. Each method may raise a TargetError; before `back_up` nothing is changed."""

    @property
    def name(self) -> str:
        """What the collection is called in a sentence, such as `the collection ~/…/collection.anki2`."""

    @property
    def identity(self) -> str:
        """What stays the same for this collection from one delivery to the next."""

    def read(self, guids: Collection[Guid], media: Collection[str]) -> Held:
        """What the collection holds of these notes, and which of these media files."""

    def back_up(self) -> str:
        """Back up the collection, and say where the backup is and how to go back to it."""

    def import_package(self, package: Path) -> None:
        """Import a package as File > Import does, with Anki's default options."""

    def add_tags(self, tags: Mapping[int, Sequence[str]]) -> None:
        """Add these tags to the notes with these ids."""

    def remove_tags(self, tags: Mapping[int, Sequence[str]]) -> None:
        """Remove these tags from the notes with these ids."""

    def suspend(self, cards: Sequence[int]) -> None:
        """Suspend the cards with these ids."""

    def unsuspend(self, cards: Sequence[int]) -> None:
        """End the suspension of the cards with these ids."""

    def delete(self, notes: Sequence[int]) -> None:
        """Delete the notes with these ids, with their cards."""

    def find_fault(self) -> str:
        """What is damaged in the collection, or nothing."""

    def finish(self) -> Sequence[str]:
        """Bring the changes to other devices as far as possible, and say what is left for a person to do."""
