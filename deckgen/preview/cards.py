"""Cards of a note that are rendered when somebody looks at them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

from deckgen.preview.faces import AnyNoteType, render_cards
from deckgen.preview.values import Card


@dataclass(frozen=True)
class NoteCards(Sequence[Card]):
    """The cards of a note; `decks` has for each its ordinal and its deck. How many there are costs nothing.

    Two of them are equal if they are made from the same, whether they are rendered or not.
    """

    note_type: AnyNoteType
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    decks: tuple[tuple[int, str], ...]

    @cached_property
    def _rendered(self) -> tuple[Card, ...]:
        return render_cards(self.note_type, self.fields, self.tags, dict(self.decks))

    def __len__(self) -> int:
        return len(self.decks)

    @overload
    def __getitem__(self, index: int) -> Card: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Card, ...]: ...
    def __getitem__(self, index: int | slice) -> Card | tuple[Card, ...]:
        return self._rendered[index]
