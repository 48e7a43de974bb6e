"""Makes a question of a few words, for tests of rendering and of checks."""

from deckgen.checks.unit import Unit, read_unit
from deckgen.compilation.read_document import read_document
from deckgen.render.render import render_question
from deckgen.sources.keys import distinct_keys
from deckgen.syntax.reading import read_blocks, read_line
from deckgen.values.codes import Code
from deckgen.values.document import Document, Kind, Question
from deckgen.values.note import MediaFault, MediaReference
from deckgen.values.outline import NoteBody, PackageOutline
from deckgen.values.passage import EMPTY_PASSAGE, Passage
from deckgen.values.problem import Location
from deckgen.values.source import SourceFile
from deckgen.values.text import Markdown, QuestionKey
from tests.support.every_picture import EveryPicture

PATH = "source/test.md"


def read_passage(text: str, line: int = 1) -> Passage:
    """A text by itself, as a passage that begins in this line."""
    tokens, _ = read_blocks("\n" * (line - 1) + text)
    return Passage(Markdown(text), line, tuple(tokens))


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
    lines = tuple(_lines(questions))
    return Document(PATH, "Deck", "Title", EMPTY_PASSAGE, None, questions, definitions, lines=lines)


def _lines(questions: tuple[Question, ...]) -> list[str]:
    """The lines of a source with the passages of these questions, each on its line."""
    passages = [p for asked in questions for p in (asked.prompt, asked.answer, asked.hint) if p.text]
    lines = [""] * max((p.line + p.text.count("\n") for p in passages), default=1)
    for passage in passages:
        for number, line in enumerate(passage.text.split("\n"), passage.line - 1):
            lines[number] = line
    for asked in questions:
        lines[asked.heading.line - 1] = f"## {asked.heading.text}"
    return lines


def unit(asked: Question) -> Unit:
    """A question as it is checked."""
    return read_unit(document(asked), asked)


def note(text: str, *, heading: str = "Why?", kind: Kind = Kind.BASIC, extra: str = "") -> NoteBody:
    """The note of a question."""
    asked = question(text, heading=heading, kind=kind, extra=extra)
    return render_question(asked, document(asked, text=text), EveryPicture())


def answer(text: str) -> str:
    """The Answer field of a basic note."""
    return note(text).fields[1]


def cloze_text(text: str) -> str:
    """The Text field of a cloze note."""
    return note(text, kind=Kind.CLOZE).fields[0]


def distinct(content: bytes, times: int = 1) -> list[tuple[int, QuestionKey, bool]]:
    """The line of each question of a source that stands so often, its key, and whether that is written."""
    read, _ = read_document(SourceFile("p", "source/p.md", content), no_picture)
    package = PackageOutline("p", (read,) * times)
    asked = list(package.questions())
    keys = distinct_keys([question for question, _ in asked])
    return [
        (location.line, key, question.key_is_written)
        for (question, location), key in zip(asked, keys, strict=True)
    ]


def no_picture(reference: MediaReference) -> MediaFault:
    """What a project without pictures says of one."""
    return MediaFault(Code.PICTURE_MISSING, f"there is no {reference.target}")
