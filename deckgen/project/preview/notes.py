"""Makes the notes that the preview of a package shows, and keeps those that did not change."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from deckgen.compilation.values import Documents
from deckgen.preview.cards import NoteCards
from deckgen.preview.titles import title_of
from deckgen.preview.values import Held, Holder, PreviewNote, PreviewPackage
from deckgen.render.foot import finish_note
from deckgen.render.raw_html import is_remote
from deckgen.syntax.html_text import read_html
from deckgen.values.document import Kind
from deckgen.values.erratum import Erratum
from deckgen.values.note import NoteType
from deckgen.values.outline import DocumentOutline, NoteBody, PackageOutline, Part, QuestionOutline, at
from deckgen.values.problem import Location, Problem, has_error
from deckgen.values.settings import Settings
from deckgen.values.source import SourceFile
from deckgen.values.text import QuestionKey
from deckgen.values.wording import shortened

MOST_SHOWN = 200
"""Characters of what an example prints, beside a card."""

_FIELDS_AT_THE_END = 2
"""The source and the key, which every note type has last and no search needs twice."""


@dataclass(frozen=True, slots=True)
class ShownSource:
    """The notes of a source as they were last shown, without problems, and all that they were made from."""

    made_from: tuple[object, ...]
    notes: tuple[PreviewNote, ...]


@dataclass(frozen=True, slots=True)
class ShownPackage:
    """What was last shown of a package: its sources by path."""

    sources: Mapping[str, ShownSource] = field(default_factory=dict)


class Readable(NamedTuple):
    """What of a package its notes are made from."""

    outline: PackageOutline
    files: tuple[SourceFile, ...]
    errata: tuple[Erratum, ...]
    documents: Documents


def show_package(
    read: Readable,
    problems: tuple[Problem, ...],
    note_types: Mapping[Kind, NoteType],
    before: ShownPackage,
) -> tuple[PreviewPackage, ShownPackage]:
    """The package as a preview shows it, and what to remember of it.

    A question with an error is shown as it was `before`, and so are the questions of a source that cannot be
    read; such notes are stale.
    """
    sources: dict[str, ShownSource] = {}
    for file, document in zip(read.files, read.outline.documents, strict=True):
        made_from = (document, file.settings, *note_types.values(), read.errata)
        known = before.sources.get(document.path)
        if known is None or known.made_from != made_from:
            notes = tuple(_show_source(read, file, document, note_types, known))
            if known is not None and _may_have_swallowed(document):
                notes = tuple(_with_swallowed(notes, known.notes, document))
            known = ShownSource(made_from, notes)
        sources[document.path] = known
    for path, source in before.sources.items():
        if path not in sources and _is_lost(path, read, problems):
            sources[path] = stale(source)
    ordered = dict(sorted(sources.items(), key=lambda item: item[0].split("/")))
    placed = tuple(_with_ids(note for source in ordered.values() for note in source.notes))
    shown = tuple(_with_problems(placed, problems, _headings(read.outline)))
    package = PreviewPackage(read.outline.name, shown, problems)
    return package, ShownPackage(ordered)


def stale(source: ShownSource) -> ShownSource:
    """The notes of a source that cannot be read now; they are made again when it can."""
    return ShownSource((), tuple(replace(note, stale=True) for note in source.notes))


def _is_lost(path: str, read: Readable, problems: tuple[Problem, ...]) -> bool:
    """Whether a source that is not read any more is still there, as far as is known."""
    here = tuple(problem for problem in problems if problem.location.path == path)
    return has_error(here) or (not read.files and has_error(problems))


def _show_source(
    read: Readable,
    file: SourceFile,
    document: DocumentOutline,
    note_types: Mapping[Kind, NoteType],
    before: ShownSource | None,
) -> Iterator[PreviewNote]:
    known = {note.key: note for note in before.notes} if before else {}
    errata = _errata_by_key(read.errata)
    there = Counter(question.key for question, _ in document.questions())
    pairs = zip(document.placed(), read.documents.bodies(file), strict=True)
    for (part, place), body in pairs:
        question = part.question
        if question is None:
            continue
        old = known.get(question.key)
        lacks_media = _lacks_media(part, file.settings)
        is_worse = lacks_media and old is not None and not old.lacks_media
        if question.note is not None and body is not None and not is_worse:
            named = finish_note(body, file.settings, question.key, place)
            note_type = note_types[question.kind]
            by = (*_held_by_examples(question, place), *errata.get(question.key, ()))
            note = _show_note(read.outline.name, question, place, document.deck, named, note_type, by, old)
            yield replace(note, lacks_media=True) if lacks_media else note
        elif old is not None and there[question.key] == 1:
            yield replace(old, location=place, stale=True)


def _lacks_media(part: Part, settings: Settings) -> bool:
    """Whether a picture or sound cannot be packed; a picture on the network may be meant as a link."""
    lost = (target for (_, target), name in zip(part.shown, part.media, strict=True) if not name)
    return not all(settings.remote_pictures and is_remote(target) for target in lost)


def _may_have_swallowed(document: DocumentOutline) -> bool:
    """Whether what is not closed may have swallowed the questions after it."""
    return has_error((*document.problems, *(one for part in document.parts for one in part.problems)))


def _with_swallowed(
    notes: Sequence[PreviewNote], before: Sequence[PreviewNote], document: DocumentOutline
) -> Iterator[PreviewNote]:
    """The notes, with those from `before` that the document does not have, each after its neighbour."""
    there = {question.key for question, _ in document.questions()}
    after: dict[str, list[PreviewNote]] = {}
    neighbour = ""
    for old in before:
        if old.key in there:
            neighbour = old.key
        else:
            after.setdefault(neighbour, []).append(replace(old, stale=True))
    yield from after.pop("", ())
    for note in notes:
        yield note
        yield from after.pop(note.key, ())
    yield from (note for lost in after.values() for note in lost)


def _show_note(
    package: str,
    question: QuestionOutline,
    place: Location,
    deck: str,
    body: NoteBody,
    note_type: NoteType,
    held: tuple[Held, ...],
    old: PreviewNote | None,
) -> PreviewNote:
    decks = tuple((ordinal, deck) for ordinal in body.ordinals)
    cards = NoteCards(note_type, body.fields, body.tags, decks)
    is_same = old is not None and old.cards == cards
    return PreviewNote(
        id=f"{package}/{question.key}",
        key=question.key,
        kind=question.kind,
        deck=deck,
        tags=body.tags,
        title=old.title if is_same and old else title_of(question.kind, body.fields),
        text=old.text if is_same and old else _text(body),
        location=place,
        style=question.kind.value,
        cards=old.cards if is_same and old else cards,
        media=body.media,
        held=held,
        has_examples=question.has_examples,
    )


def _text(body: NoteBody) -> str:
    """All words of a note, for the search."""
    return " ".join("\n".join(map(read_html, body.fields[:-_FIELDS_AT_THE_END])).split())


def _held_by_examples(question: QuestionOutline, place: Location) -> Iterator[Held]:
    for line, printed in question.held_by:
        yield Held(Holder.EXAMPLE, shortened(printed, MOST_SHOWN), at(place, line))


def _errata_by_key(errata: Sequence[Erratum]) -> dict[QuestionKey, tuple[Held, ...]]:
    found: dict[QuestionKey, tuple[Held, ...]] = {}
    for erratum in errata:
        held = Held(Holder.ERRATUM, erratum.claim, erratum.location)
        found[erratum.key] = (*found.get(erratum.key, ()), held)
    return found


def _with_ids(notes: Iterator[PreviewNote]) -> Iterator[PreviewNote]:
    """The notes with distinct ids: two questions may have the same key, which is an error."""
    counts: dict[str, int] = {}
    for note in notes:
        counts[note.id] = counts.get(note.id, 0) + 1
        yield note if counts[note.id] == 1 else replace(note, id=f"{note.id}~{counts[note.id]}")


def _headings(outline: PackageOutline) -> Iterator[Location]:
    """The places of all questions, also of those that were never shown."""
    placed = (pair for document in outline.documents for pair in document.placed())
    return (place for part, place in placed if part.question is not None)


def _with_problems(
    notes: Sequence[PreviewNote], problems: Sequence[Problem], headings: Iterable[Location]
) -> Iterator[PreviewNote]:
    """Each note with the problems between its heading and the next one."""
    starts: dict[str, set[int]] = {}
    for path, line in (*headings, *(note.location for note in notes)):
        starts.setdefault(path, set()).add(line)
    ordered = {path: sorted(lines) for path, lines in starts.items()}
    found: dict[Location, list[Problem]] = {}
    for problem in problems:
        path, line = problem.location
        lines = ordered.get(path, [])
        if number := bisect_right(lines, line):
            found.setdefault(Location(path, lines[number - 1]), []).append(problem)
    for note in notes:
        here = tuple(found.get(note.location, ()))
        yield note if note.problems == here else replace(note, problems=here)
