"""Makes a question of a few words, for tests of rendering and of checks."""

from deckgen.render.render import render_question
from deckgen.syntax.reading import read_blocks, read_line, read_passage
from deckgen.values.document import Document, Kind, Package, Question
from deckgen.values.note import Note
from deckgen.values.passage import EMPTY_PASSAGE
from deckgen.values.problem import Location
from deckgen.values.text import QuestionKey
from tests.support.every_picture import EveryPicture

PATH = "source/test.md"


def question(
    text: str, *, heading: str = "Why?", kind: Kind = Kind.BASIC, extra: str = "", source: str = ""
) -> Question:
    """A question on line 1 whose text begins on line 3: the answer, or of a cloze the prompt."""
    body = read_passage(text, 3)
    below = read_passage(extra, 3 + text.count("\n") + 4) if extra else EMPTY_PASSAGE
    is_cloze = kind is Kind.CLOZE
    return Question(
        location=Location(PATH, 1),
        heading=read_line(heading, 1),
        prompt=body if is_cloze else EMPTY_PASSAGE,
        answer=below if is_cloze else body,
        hint=EMPTY_PASSAGE,
        kind=kind,
        key=QuestionKey("key"),
        key_is_written=True,
        was=None,
        tags=(),
        source=source,
    )


def document(*questions: Question, text: str = "") -> Document:
    """A source with these questions; `text` holds what they refer to."""
    _, definitions = read_blocks(text)
    return Document(PATH, "Deck", "Title", EMPTY_PASSAGE, None, questions, definitions)


def package(*questions: Question) -> Package:
    """A package of one source with these questions."""
    return Package("package", (document(*questions),))


def note(text: str, *, heading: str = "Why?", kind: Kind = Kind.BASIC, extra: str = "") -> Note:
    """The note of a question."""
    asked = question(text, heading=heading, kind=kind, extra=extra)
    return render_question(asked, document(asked, text=text), EveryPicture())


def answer(text: str) -> str:
    """The Answer field of a basic note."""
    return note(text).fields[1]


def cloze_text(text: str) -> str:
    """The Text field of a cloze note."""
    return note(text, kind=Kind.CLOZE).fields[0]
