"""The values of a preview: cards as Anki will show them, with what belongs beside each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from deckgen.values.document import Kind
from deckgen.values.problem import Location, Problem
from deckgen.values.text import Html


@dataclass(frozen=True, slots=True)
class Card:
    """A card with both faces; `name` is that of its card type, or `c1` for a cloze.

    A face is the content of the body in Anki's reviewer. `answer` is the text that is to be typed, or empty.
    """

    ordinal: int
    name: str
    front: Html
    back: Html
    answer: str = ""


class Holder(StrEnum):
    """What holds an answer, or shows that nothing does: a mutant that survives."""

    EXAMPLE = "example"
    ERRATUM = "erratum"
    MUTANT = "mutant"


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that holds the answer of a note, in words, and where it is written."""

    by: Holder
    text: str
    location: Location


@dataclass(frozen=True, slots=True)
class PreviewNote:
    """A note as a preview shows it; `text` is its question and answer as plain text, for the search.

    `id` is unique in the project and stays the same as long as the key does. `style` is the name of its note
    type. A `stale` note is that of the last reading of a source that has an error now; one that
    `lacks_media` was never read with all its pictures and sounds. Examples hold the answer only if one is
    marked, so a note that `has_examples` may have none in `held`.
    """

    id: str
    key: str
    kind: Kind
    deck: str
    tags: tuple[str, ...]
    title: str
    text: str
    location: Location
    style: str
    cards: Sequence[Card]
    media: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    held: tuple[Held, ...] = ()
    stale: bool = False
    lacks_media: bool = False
    has_examples: bool = False


@dataclass(frozen=True, slots=True)
class PreviewPackage:
    """A package with its notes in the order of study, and all its problems."""

    name: str
    notes: tuple[PreviewNote, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """A project at one moment; `styles` are the CSS of its note types by name."""

    name: str
    packages: tuple[PreviewPackage, ...]
    styles: Mapping[str, str] = field(repr=False)
    problems: tuple[Problem, ...] = ()
