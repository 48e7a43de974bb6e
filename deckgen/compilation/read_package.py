"""Reads the sources of a package and finds all problems but those of identity."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from deckgen.apkg.write import PackageContents
from deckgen.checks import check_package
from deckgen.checks.allowed import without_allowed
from deckgen.checks.media.pictures import check_pictures, gather_linked
from deckgen.checks.settings.counts import check_count
from deckgen.compilation.distinct_keys import with_distinct_keys
from deckgen.compilation.leave_out import LeftOut, leave_out
from deckgen.compilation.values import Documents, MediaReader, PackageSources, Progress
from deckgen.errata.check import check_cards, check_errata
from deckgen.errata.parse import parse_errata
from deckgen.identity.notes import NoteLine, NoteSummary
from deckgen.render.foot import finish_note
from deckgen.sources.open.decode import decode_source
from deckgen.values.codes import Code, Severity
from deckgen.values.document import Kind
from deckgen.values.erratum import Erratum
from deckgen.values.note import Media, MediaReference, Note, TimedNoteType
from deckgen.values.outline import (
    DocumentOutline,
    NoteBody,
    PackageOutline,
    QuestionOutline,
    problems_at,
)
from deckgen.values.problem import Location, Problem
from deckgen.values.settings import NO_SETTINGS
from deckgen.values.source import SourceFile
from deckgen.values.text import Html, Timestamp


@dataclass(frozen=True, slots=True)
class ReadPackage:
    """A package as it was read, with all its problems, even those that a comment allows.

    `errors` are those of its problems that keep it from being written. `media` are its pictures and sounds by
    name, `left_out` the questions that its settings leave out.
    """

    outline: PackageOutline
    files: tuple[SourceFile, ...]
    problems: tuple[Problem, ...]
    errors: tuple[Problem, ...]
    media: Mapping[str, Media]
    errata: tuple[Erratum, ...]
    documents: Documents
    left_out: tuple[LeftOut, ...] = ()

    @property
    def name(self) -> str:
        """The package's name."""
        return self.outline.name

    @property
    def is_sound(self) -> bool:
        """Whether it has no error, or comments allow them."""
        return not self.errors

    def summaries(self) -> tuple[NoteSummary, ...]:
        """What identity needs of its notes, also of those that could not be rendered."""
        kept = (
            replace(
                self._summarise(question, location, document.deck),
                has_other_rule=any(found.code is Code.RULE_PARTS_NOTHING for found in part.problems),
            )
            for document in self.outline.documents
            for part, location in document.placed()
            if (question := part.question) and (question.note or not self.is_sound)
        )
        left_out = (replace(self._summarise(*one), is_left_out=True) for one in self.left_out)
        return (*kept, *left_out)

    def _summarise(self, question: QuestionOutline, location: Location, deck: str) -> NoteSummary:
        return NoteSummary(
            package=self.name,
            key=question.key,
            kind=question.kind,
            location=location,
            digest=question.note.digest if question.note else "",
            question=question.note.question if question.note else question.heading,
            answer=question.note.answer if question.note else "",
            deck=deck,
            clozes=question.note.clozes if question.note else (),
            was=question.was,
            key_is_written=question.key_is_written,
        )

    def contents(
        self, lines: Sequence[NoteLine], note_types: Mapping[Kind, TimedNoteType]
    ) -> PackageContents:
        """What goes into the package if these are the ledger's lines of its notes."""
        return PackageContents(
            notes=lambda: self._notes(lines),
            note_types=note_types,
            decks=self._decks(),
            created=max((line.modified for line in lines), default=Timestamp(0)),
        )

    def _notes(self, lines: Iterable[NoteLine]) -> Iterator[Note]:
        bodies = _bodies(self.outline, self.files, self.documents)
        for (deck, question, location, body), line in zip(bodies, lines, strict=True):
            named = finish_note(body, self.files[0].settings, question.key, location)
            yield Note(
                guid=line.guid,
                modified=line.modified,
                key=question.key,
                kind=question.kind,
                deck=deck,
                tags=named.tags,
                fields=named.fields,
                ordinals=named.ordinals,
                media=tuple(self.media[name] for name in named.media),
                location=location,
            )

    def _decks(self) -> dict[str, Html]:
        """Each deck with its first description: several files may fill a deck, which can have only one."""
        decks: dict[str, Html] = {}
        for document in self.outline.documents:
            has_notes = any(question.note for question, _ in document.questions())
            if document.description or has_notes:
                decks[document.deck] = decks.get(document.deck) or document.description
        return decks


def read_packages(
    sources: Sequence[PackageSources],
    documents: Documents,
    read_media: MediaReader,
    progress: Progress = lambda done, total: None,
) -> tuple[ReadPackage, ...]:
    """Each of these packages as its sources say."""
    outlines = documents.read([file for package in sources for file in package.files], progress)
    return tuple(_draft(package, outlines, documents, read_media) for package in sources)


def _draft(
    sources: PackageSources,
    outlines: Iterator[DocumentOutline],
    documents: Documents,
    read_media: MediaReader,
) -> ReadPackage:
    settings = sources.files[0].settings if sources.files else NO_SETTINGS
    read = PackageOutline(sources.name, tuple(next(outlines) for _ in sources.files), settings.question)
    package = with_distinct_keys(read, sources.files, documents)
    media = {
        reference: read_media(reference)
        for document in package.documents
        for part in document.parts
        for _, target in part.shown
        for reference in (MediaReference(document.path, target),)
    }
    file = sources.errata
    errata, errata_problems = parse_errata(file.path, file.content) if file else ((), ())
    own: list[Problem] = []
    for document in package.documents:
        own += document.problems
        own += (found for part, place in document.placed() for found in problems_at(place, part.problems))
        own += check_pictures(document, media, are_links=bool(settings.remote_pictures))
    codes = settings.leave_out
    alone = leave_out(package, own, codes)
    # A question that is left out does not count as a duplicate of one that is kept.
    together = leave_out(alone.package, check_package(alone.package), codes)
    problems = [
        *sources.problems,
        *errata_problems,
        *together.problems,
        *check_errata(package, errata),
        *gather_linked(alone.problems),
    ]
    package, left_out = together.package, (*alone.left_out, *together.left_out)
    # The cards of a file with an error are not counted or compared with errata.
    broken = {problem.location.path for problem in problems if problem.severity is Severity.ERROR}
    sound = [document for document in package.documents if document.path not in broken]
    problems += (found for document in sound for found in check_count(document))
    if errata:
        bodies = _bodies(package, sources.files, documents)
        notes = ((place, question, body) for _, question, place, body in bodies if place.path not in broken)
        problems += check_cards(errata, sound, notes, lambda place: _lines(package, sources.files, place))
    packed = {found.name: found for found in media.values() if isinstance(found, Media)}
    found = in_order(problems)
    errors = (one for one in without_allowed(package, found) if one.severity is Severity.ERROR)
    return ReadPackage(package, sources.files, found, tuple(errors), packed, errata, documents, left_out)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems in the order of their places."""
    return tuple(sorted(problems, key=lambda problem: (problem.location, problem.code)))


def _bodies(
    package: PackageOutline, files: Sequence[SourceFile], documents: Documents
) -> Iterator[tuple[str, QuestionOutline, Location, NoteBody]]:
    """Each note with its deck, question and place; the notes of one source at a time are in memory."""
    for file, document in zip(files, package.documents, strict=True):
        for (part, location), body in zip(document.placed(), documents.bodies(file), strict=True):
            if part.question is not None and body is not None:
                yield document.deck, part.question, location, body


def _lines(package: PackageOutline, files: Sequence[SourceFile], place: Location) -> Sequence[str]:
    """The lines of the question that begins here."""
    number = next(n for n, document in enumerate(package.documents) if document.path == place.path)
    starts = package.documents[number].starts
    after = bisect_right(starts, place.line)
    end = starts[after] - 1 if after < len(starts) else None
    return _split(place.path, files[number].content)[place.line - 1 : end]


@lru_cache(maxsize=2)
def _split(path: str, content: bytes) -> list[str]:
    return decode_source(path, content)[0].split("\n")
