"""Makes the equal keys of a package distinct, where deckgen made them."""

from collections.abc import Sequence
from dataclasses import replace

from deckgen.compilation.values import Documents
from deckgen.identity.digest import digest_note
from deckgen.render.foot import finish_note
from deckgen.sources.keys import distinct_keys
from deckgen.values.outline import NoteBody, NoteOutline, PackageOutline, QuestionOutline
from deckgen.values.problem import Location
from deckgen.values.settings import Settings
from deckgen.values.source import SourceFile
from deckgen.values.text import QuestionKey


def with_distinct_keys(
    package: PackageOutline, files: Sequence[SourceFile], documents: Documents
) -> PackageOutline:
    """The package after equal made keys were made distinct; a note's digest changes with its key."""
    questions = [question for question, _ in package.questions()]
    keys = distinct_keys(questions)
    if all(question.key == key for question, key in zip(questions, keys, strict=True)):
        return package
    distinct = iter(keys)
    changed = []
    for document, file in zip(package.documents, files, strict=True):
        bodies: tuple[NoteBody | None, ...] = ()
        parts = []
        for place, part in enumerate(document.parts):
            question = part.question
            if question is None or (key := next(distinct)) == question.key:
                parts.append(part)
                continue
            bodies = bodies or documents.bodies(file)
            here = Location(file.path, document.starts[place])
            note = _renamed(question, bodies[place], key, file.settings, here)
            renamed = replace(question, key=key, note=note)
            parts.append(replace(part, question=renamed))
        changed.append(replace(document, parts=tuple(parts)))
    return replace(package, documents=tuple(changed))


def _renamed(
    question: QuestionOutline, body: NoteBody | None, key: QuestionKey, settings: Settings, here: Location
) -> NoteOutline | None:
    if question.note is None or body is None:
        return None
    whole = finish_note(body, settings, key, here)
    return replace(question.note, digest=digest_note(question.kind, whole.fields, body.tags))
