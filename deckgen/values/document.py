"""A parsed source: what the author wrote, in order, each part with its line."""

from dataclasses import dataclass, field
from enum import StrEnum

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

    `prompt` is what stands above the `---` rule, `answer` what stands below it; without a rule the whole
    body is the answer. In a cloze the body without a rule is the prompt, for that is where the clozes are.
    `tags` holds the file's tags too. A key that the author did not write is made from the text.
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


@dataclass(frozen=True, slots=True)
class CardCount:
    """The promise `cards: N` of a front matter."""

    cards: int
    location: Location


@dataclass(frozen=True, slots=True)
class Need:
    """A library that the examples of a file import, by the name to import it by."""

    module: str
    location: Location


@dataclass(frozen=True, slots=True)
class Document:
    """One source file. `deck` is the full Anki deck name with `::` between its levels.

    `definitions` are the footnotes and link targets of the file: they serve every question of it, wherever
    they stand. `lines` are those of the file, with the front matter blank; `definition_lines` are those in
    which something is defined.
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
