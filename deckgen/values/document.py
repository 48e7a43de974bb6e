"""A parsed source: its parts in order, each with its line."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from deckgen.values.passage import NO_DEFINITIONS, Definitions, Passage
from deckgen.values.problem import Location
from deckgen.values.text import QuestionKey


class Kind(StrEnum):
    """Which note type a question becomes."""

    BASIC = "basic"
    REVERSED = "reversed"
    TYPED = "typed"
    CLOZE = "cloze"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a source, which becomes one note.

    `prompt` is the text above the `---` rule, `answer` the text below it. Without a rule the whole body is
    the answer, and in a cloze question the prompt. `tags` include those of the file. A key that the author
    did not write is made from the text. Without `has_heading` the question is the title or the name of its
    file, and a key cannot be written.
    """

    location: Location
    heading: Passage
    prompt: Passage
    answer: Passage
    hint: Passage
    kind: Kind
    key: QuestionKey
    key_is_written: bool
    was: QuestionKey | None
    tags: tuple[str, ...]
    source: str
    has_heading: bool = True


@dataclass(frozen=True, slots=True)
class CardCount:
    """The promise `cards: N` of a front matter."""

    cards: int
    location: Location


@dataclass(frozen=True, slots=True)
class Need:
    """The name of a library that the examples of a file import."""

    module: str
    location: Location


class ForeignSetting(NamedTuple):
    """A setting in the front matter that is another program's, and the deck that its author means by it."""

    name: str
    location: Location
    deck: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One source file. `deck` is the full name of the Anki deck, with `::` between levels.

    `definitions` are the footnotes and link targets of the file, which all its questions share. `lines` are
    those of the file, with a blank front matter; `definition_lines` are those with definitions. `levels` says
    how many headings the file has of each level. `lang` is the tag of its language, if it is stated.
    """

    path: str
    deck: str
    title: str
    description: Passage
    promised: CardCount | None
    questions: tuple[Question, ...]
    definitions: Definitions = field(default=NO_DEFINITIONS, compare=False, repr=False)
    needs: tuple[Need, ...] = ()
    lines: tuple[str, ...] = field(default=(), compare=False, repr=False)
    definition_lines: tuple[str, ...] = field(default=(), compare=False, repr=False)
    foreign: tuple[ForeignSetting, ...] = ()
    levels: tuple[int, ...] = ()
    lang: str = ""
