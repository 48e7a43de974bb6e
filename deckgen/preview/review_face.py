"""Renders one question of an ingested page as the back of its first card, before there is a source."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from deckgen.compilation.read_document import read_document
from deckgen.pages.ingest import Ingested
from deckgen.pages.write.write_source import end_of_questions
from deckgen.preview.as_json import Json
from deckgen.preview.faces import render_cards
from deckgen.render.foot import finish_note
from deckgen.render.note_types.load import load_note_type
from deckgen.values.codes import Code, Severity
from deckgen.values.note import Media, MediaFault, MediaReference
from deckgen.values.source import SourceFile

_PATH = "source/review/page.md"


def media_name(path: str) -> str:
    """The name under which a face shows a picture that ingest places under this path beside the source."""
    return PurePosixPath(path).name


def face_as_json(ingested: Ingested, key: str, pictures: Mapping[str, bytes]) -> Json | None:
    """The back of a question with the style of its note type, or the `errors` that keep it from being built.

    None if it is a draft. `back` is HTML and belongs into a frame only. `pictures` are contents by their
    paths beside the source.
    """

    def read_picture(reference: MediaReference) -> Media | MediaFault:
        content = pictures.get(reference.target)
        if content is None:
            return MediaFault(Code.PICTURE_MISSING, f"{reference.target} comes with the source")
        return Media(media_name(reference.target), content)

    report = ingested.report
    starts = [taken.source_line for taken in report.taken]
    at = next((at for at, taken in enumerate(report.taken) if taken.key == key), None)
    if at is None:
        return None
    lines = ingested.markdown.split("\n")
    end = starts[at + 1] - 1 if at + 1 < len(starts) else end_of_questions(lines)
    alone = [*lines[: starts[0] - 1], *lines[starts[at] - 1 : end]]
    file = SourceFile("review", _PATH, "\n".join(alone).encode("utf-8", "replace"))
    read = read_document(file, read_picture)
    for (part, place), body in zip(read.outline.placed(), read.bodies, strict=True):
        if part.question is None:
            continue
        if body is None:
            problems = (*read.outline.problems, *part.problems)
            errors = [problem for problem in problems if problem.severity is Severity.ERROR]
            return {"errors": [f"{error.message} [{error.code}]" for error in errors]} if errors else None
        note_type = load_note_type(part.question.kind)
        note = finish_note(body, file.settings, part.question.key, place)
        [card] = render_cards(note_type, note.fields, note.tags, {note.ordinals[0]: read.outline.deck})
        return {"back": card.back, "css": note_type.css, "ordinal": card.ordinal}
    return None
