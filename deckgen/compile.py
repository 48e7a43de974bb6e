"""The whole compilation on one screen: sources and a ledger in, packages and the next ledger out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from deckgen.apkg.write import encode_apkg
from deckgen.checks import check_document, check_package
from deckgen.checks.advice import advise
from deckgen.checks.allowed import check_allowances, without_allowed
from deckgen.checks.counts import check_counts
from deckgen.checks.pictures import check_media, find_media
from deckgen.compilation import NO_MEMORY, Memory, Reading, remember
from deckgen.errata.check import check_claims, check_errata
from deckgen.errata.parse import parse_errata
from deckgen.identity.ledger import (
    Decision,
    Fate,
    Identification,
    Ledger,
    check_removals,
    identify,
    time_note_types,
)
from deckgen.render.code import is_language
from deckgen.render.note_types.load import load_note_type
from deckgen.render.render import render_description, render_question
from deckgen.sources.keys import make_keys_distinct
from deckgen.sources.parse import parse
from deckgen.values.codes import Code, Severity
from deckgen.values.document import Package
from deckgen.values.erratum import Erratum
from deckgen.values.note import IdentifiedNote, Media, MediaFault, MediaReference, Note
from deckgen.values.problem import Problem, has_error
from deckgen.values.source import SourceFile
from deckgen.values.text import Html, Timestamp

MediaReader = Callable[[MediaReference], Media | MediaFault]
Progress = Callable[[int, int], None]
"""Is told how many notes are done, and of how many."""


@dataclass(frozen=True, slots=True)
class PackageSources:
    """The files of one package, in the order of their decks, and what kept others from being read."""

    name: str
    files: tuple[SourceFile, ...]
    problems: tuple[Problem, ...] = ()
    errata: SourceFile | None = None


@dataclass(frozen=True, slots=True)
class CompiledPackage:
    """What became of one package; `content` is the `.apkg`, or None where an error forbids to write it."""

    name: str
    problems: tuple[Problem, ...]
    notes: tuple[IdentifiedNote, ...] = ()
    decisions: tuple[Decision, ...] = ()
    content: bytes | None = None

    @property
    def cards(self) -> int:
        """How many cards Anki will make."""
        return sum(len(note.note.ordinals) for note in self.notes)

    def count(self, fate: Fate) -> int:
        """How many notes of this fate."""
        return sum(decision.fate is fate for decision in self.decisions)


@dataclass(frozen=True, slots=True)
class Compilation:
    """All packages of one build, and the ledger that must be kept with them."""

    packages: tuple[CompiledPackage, ...]
    ledger: Ledger
    gone: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Outside:
    """What checks may ask of the world: for a picture, and whether a document's address leads anywhere."""

    read_media: MediaReader
    is_there: Callable[[str, str], bool] = lambda document, address: True


@dataclass(frozen=True, slots=True)
class PackageReport:
    """What was checked of one package, and every problem of it."""

    notes: int
    errata: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    package: Package
    sources: PackageSources
    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...]
    media: Mapping[MediaReference, Media]
    errata: tuple[Erratum, ...]


def compile_packages(
    sources: Sequence[PackageSources],
    *,
    gone: Iterable[str],
    ledger: Ledger,
    now: Timestamp,
    read_media: MediaReader,
    allow_removals: bool = False,
    memory: Memory = NO_MEMORY,
    progress: Progress = lambda done, total: None,
) -> Compilation:
    """Compile each of these packages; one with an error keeps its lines in the ledger and gets no content.

    `gone` names the packages that the ledger knows and whose sources are no more. A package that would lose
    many notes at once is held back unless `allow_removals`: a folder may have been moved by mistake.
    """
    drafts = [_read(package, read_media, memory) for package in sources]
    notes, problems = _render_all(drafts, memory, progress)
    problems = {d.package.name: without_allowed(d.package, problems[d.package.name]) for d in drafts}
    identification, held = _identify(notes, set(gone), ledger, now, allow_removals=allow_removals)
    kinds = dict.fromkeys(note.kind for package in notes.values() for note in package)
    note_types, following = time_note_types(map(load_note_type, kinds), identification.ledger, now)
    compiled = []
    for draft in drafts:
        name = draft.package.name
        if name not in identification.notes:
            found = _in_order((*problems[name], *held.pop(name, ())))
            compiled.append(CompiledPackage(name, found))
            continue
        identified = identification.notes[name]
        content = encode_apkg(identified, note_types, _describe_decks(draft.package))
        decisions = tuple(d for d in identification.decisions if d.package == name)
        compiled.append(CompiledPackage(name, problems[name], identified, decisions, content))
    compiled += (CompiledPackage(name, found) for name, found in held.items())
    built = {draft.package.name for draft in drafts}
    left = tuple(d for d in identification.decisions if d.package not in built)
    return Compilation(tuple(compiled), following, left)


def check_packages(
    sources: Sequence[PackageSources], outside: Outside, memory: Memory = NO_MEMORY, *, style: bool = False
) -> tuple[PackageReport, ...]:
    """Every problem of these packages, and advice beyond what a build insists on, without making them."""
    drafts = [_read(package, outside.read_media, memory) for package in sources]
    rendered, problems = _render_all(drafts, memory, lambda done, total: None)
    reports = []
    for draft in drafts:
        package, notes = draft.package, rendered.get(draft.package.name, ())
        advice = advise(package, notes, is_language, outside.is_there, style=style)
        found = (*problems[package.name], *advice)
        # What was not looked for does not show that an allowance is of no use.
        tried = [code for code in Code if notes and (style or not code.is_style)]
        unused = check_allowances(package, found, tried=tried)
        kept = _in_order((*without_allowed(package, found), *unused))
        reports.append(PackageReport(len(package.questions), len(draft.errata), kept))
    return tuple(reports)


def _read(sources: PackageSources, read_media: MediaReader, memory: Memory) -> _Draft:
    readings = tuple(_read_document(sources.name, file, memory) for file in sources.files)
    package = make_keys_distinct(Package(sources.name, tuple(reading.document for reading in readings)))
    shown = [entry for reading in readings for entry in reading.shown]
    found = {entry.reference: read_media(entry.reference) for entry in shown}
    file = sources.errata
    errata, errata_problems = parse_errata(file.path, file.content) if file else ((), ())
    problems = [
        *sources.problems,
        *(problem for reading in readings for problem in reading.problems),
        *check_package(package),
        *check_media(shown, found),
        *errata_problems,
        *check_errata(package, errata),
    ]
    media = {reference: entry for reference, entry in found.items() if isinstance(entry, Media)}
    return _Draft(package, sources, readings, _in_order(problems), media, errata)


def _read_document(package: str, file: SourceFile, memory: Memory) -> Reading:
    remembered = memory.recall(package, file)
    if remembered:
        return remembered.reading
    document, problems = parse(package, file.path, file.content)
    return Reading(document, (*problems, *check_document(package, document)), find_media(document))


def _render_all(
    drafts: Sequence[_Draft], memory: Memory, progress: Progress
) -> tuple[dict[str, tuple[Note, ...]], dict[str, tuple[Problem, ...]]]:
    """The notes of each package without an error, and the problems of every package.

    Where one document has an error, the others are rendered all the same: what is wrong there is wrong now.
    """
    places = [_sound_documents(draft) for draft in drafts]
    total = sum(
        len(draft.package.documents[place].questions)
        for draft, sound in zip(drafts, places, strict=True)
        for place in sound
    )
    done = 0
    problems: dict[str, tuple[Problem, ...]] = {}
    rendered: dict[str, tuple[Note, ...]] = {}
    for draft, sound in zip(drafts, places, strict=True):
        notes: list[Note] = []
        for place in sound:
            for note in _render_document(draft, place, memory):
                notes.append(note)
                done += 1
                progress(done, total)
        package = replace(draft.package, documents=tuple(draft.package.documents[n] for n in sound))
        found = (*check_counts(package, notes), *check_claims(package, draft.errata, notes))
        problems[package.name] = _in_order((*draft.problems, *found))
        if not has_error(problems[package.name]):
            rendered[package.name] = tuple(notes)
    return rendered, problems


def _sound_documents(draft: _Draft) -> list[int]:
    """The numbers of the documents without an error."""
    broken = {problem.location.path for problem in draft.problems if problem.severity is Severity.ERROR}
    return [n for n, document in enumerate(draft.package.documents) if document.path not in broken]


def _render_document(draft: _Draft, place: int, memory: Memory) -> Iterator[Note]:
    document, reading = draft.package.documents[place], draft.readings[place]
    name, file = draft.package.name, draft.sources.files[place]
    keys = tuple(question.key for question in document.questions)
    used = {entry.reference: draft.media[entry.reference] for entry in reading.shown}
    media = {entry.name: entry for entry in used.values()}
    remembered = memory.recall(name, file)
    notes = remembered.notes_for(keys, media) if remembered else None
    if notes is not None:
        yield from notes
        return
    made = []
    for question in document.questions:
        made.append(render_question(question, document, used))
        yield made[-1]
    memory.keep(name, file, remember(reading, keys, media, tuple(made)))


def _identify(
    notes: Mapping[str, Sequence[Note]],
    gone: set[str],
    ledger: Ledger,
    now: Timestamp,
    *,
    allow_removals: bool,
) -> tuple[Identification, dict[str, tuple[Problem, ...]]]:
    """Identify what is beyond doubt, and say why the other packages are held back."""
    held: dict[str, tuple[Problem, ...]] = {}
    while True:
        sound = {name: package for name, package in notes.items() if name not in held}
        identification = identify(sound, gone - held.keys(), ledger, now)
        found: dict[str, list[Problem]] = {}
        for name, problem in identification.uncertain:
            found.setdefault(name, []).append(problem)
        if not allow_removals:
            for name, problem in check_removals(ledger, identification.decisions):
                found.setdefault(name, []).append(problem)
        if not found:
            return identification, held
        held |= {name: tuple(problems) for name, problems in found.items()}


def _describe_decks(package: Package) -> dict[str, Html]:
    """The first description of each deck: Anki has one for a deck, and several files may fill it."""
    descriptions: dict[str, Html] = {}
    for document in package.documents:
        if document.description.text:
            descriptions.setdefault(document.deck, render_description(document))
    return descriptions


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.location, problem.code)))
