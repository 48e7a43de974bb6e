"""Reads a project for its preview again and again; what did not change is kept.

A reading has two steps: `read_cards` is quick and finds what is wrong with the sources that were edited;
`check` does what `deckgen check` does.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from deckgen.checks.allowed import without_allowed
from deckgen.compilation.distinct_keys import with_distinct_keys
from deckgen.compilation.read_package import in_order, read_packages
from deckgen.compilation.values import PackageSources, Progress
from deckgen.compile import report_packages
from deckgen.identity.ledger import Ledger
from deckgen.identity.note_types import add_style, has_own_note_types
from deckgen.identity.shipped import NOTHING_SHIPPED
from deckgen.preview.titles import formula_as_text
from deckgen.preview.values import Held, Holder, Preview, PreviewNote
from deckgen.project.build import no_sources
from deckgen.project.check import find_unused_pictures, is_there
from deckgen.project.examples.mutants import find_survivors
from deckgen.project.folder import Project, real_path
from deckgen.project.ledger import advise_on_ledger, read_ledger
from deckgen.project.media import media_reader, read_media
from deckgen.project.preview.documents import RememberedDocuments
from deckgen.project.preview.notes import Readable, ShownPackage, ShownSource, show_package, stale
from deckgen.project.preview.shown import NOTHING_SHOWN, Shown, find_changes
from deckgen.project.root import SOURCE
from deckgen.project.sources import read_sources, select_packages
from deckgen.render.note_types.load import load_note_type
from deckgen.values.codes import Code
from deckgen.values.document import Kind
from deckgen.values.note import Media, MediaReference, NoteType
from deckgen.values.outline import DocumentOutline, PackageOutline, problems_at
from deckgen.values.problem import Location, Problem
from deckgen.values.settings import NO_SETTINGS
from deckgen.values.text import QuestionKey, Timestamp

if TYPE_CHECKING:
    from deckgen.values.erratum import Erratum


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read of the sources, and the pictures and sounds that they show."""

    sources: tuple[PackageSources, ...]
    selected: tuple[PackageSources, ...]
    seen: set[Path]

    @property
    def style(self) -> str | None:
        return next((one.style for one in self.sources if one.style is not None), None)


class PreviewReader:
    """Reads the named packages of a project, or all. It writes nothing, and needs no lock."""

    def __init__(self, project: Project, names: Sequence[str]) -> None:
        self._project = project
        self._names = names
        self._media = media_reader(project)
        self._documents = RememberedDocuments(project, self._media)
        self._packages: dict[str, ShownPackage] = {}
        self._references: dict[str, MediaReference] = {}
        self._errata: dict[str, tuple[Erratum, ...]] = {}
        self._ledger = Ledger("")
        self._reading = _Reading((), (), set())
        self.shown = NOTHING_SHOWN

    def read_cards(self, progress: Progress = lambda done, total: None) -> Shown:
        """Read the sources, and render what changed; problems that need all questions stay as they were.

        Raises:
            ProjectError: a name does not belong to a package, or the project cannot be read.
        """
        sources = read_sources(self._project)
        seen: set[Path] = set()
        self._media = media_reader(self._project, lambda path: seen.add(real_path(Path(path))))
        if self.shown.revision:
            self._documents.begin(self._media)
        else:
            self._read_ledger(sources)
        self._reading = _Reading(sources, select_packages(sources, self._names), seen)
        read = self._documents.read([file for package in sources for file in package.files], progress)
        readable = [self._readable(package, read) for package in sources]
        old = {package.name: package.problems for package in self.shown.preview.packages}
        problems = {
            package.name: self._problems_of_edits(package, one.outline, old.get(package.name, ()))
            for package, one in zip(sources, readable, strict=True)
        }
        if any(file.settings.leave_out for package in sources for file in package.files):
            return self.check()  # which finds the questions that are left out
        return self._show(readable, problems, self.shown.preview.problems, checked=self.shown.checked)

    def check(self) -> Shown:
        """Find all problems of what was read; `shown` stays the same if there is nothing new.

        Raises:
            ProjectError: the project cannot be read.
        """
        project, reading = self._project, self._reading
        read = read_packages(reading.sources, self._documents, self._media)
        live = [package.name for package in reading.sources]
        unread = self._read_ledger(reading.sources)
        self._errata = {one.name: one.errata for one in read}
        reports = report_packages(
            read,
            ledger=self._ledger,
            is_there=partial(is_there, project),
            has_style=reading.style is not None,
            only=self._names,
        )
        problems = {report.name: report.problems for report in reports}
        for package in reading.selected:
            problems[package.name] += tuple(find_unused_pictures(project, package, reading.seen))
        about = unread or tuple(advise_on_ledger(project, self._ledger, Timestamp(int(time.time())), live))
        readable = [Readable(one.outline, one.files, one.errata, self._documents) for one in read]
        return self._show(readable, problems, (*no_sources(reading.sources), *about), checked=True)

    def keep(self, why: str) -> Shown:
        """Show what was shown before, all of it stale, if the project cannot be read, and say why."""
        self._packages = {
            name: ShownPackage({path: stale(source) for path, source in package.sources.items()})
            for name, package in self._packages.items()
        }
        old = self.shown.preview
        packages = tuple(
            replace(one, notes=tuple(replace(note, stale=True) for note in one.notes)) for one in old.packages
        )
        problem = Problem(Location(SOURCE, 1), Code.UNREADABLE_FOLDER, why)
        preview = replace(old, packages=packages, problems=(problem,))
        return self._become(self.shown.followed_by(preview))

    def media(self, name: str) -> bytes | None:
        """The content of a picture or sound by its name in a package; None if no note ever showed it."""
        reference = self.shown.references.get(name)
        found = read_media(self._project, reference) if reference else None
        return found.content if isinstance(found, Media) and found.name == name else None

    def all_media(self) -> Iterator[tuple[str, bytes]]:
        """The name and the content of each picture and sound that a note shows."""
        notes = (note for _, note in self.shown.notes.values())
        for name in dict.fromkeys(name for note in notes for name in note.media):
            if (content := self.media(name)) is not None:
                yield name, content

    def survivors(self, package: str, note: PreviewNote) -> tuple[Held, ...]:
        """The mutants of a note's lead that nothing would catch; its examples are not run."""
        sources = next((one for one in self._reading.sources if one.name == package), None)
        found = find_survivors(sources, note.location.path, QuestionKey(note.key)) if sources else ()
        return tuple(Held(Holder.MUTANT, _as_read(one.was, one.now), one.location) for one in found)

    def _read_ledger(self, sources: Sequence[PackageSources]) -> tuple[Problem, ...]:
        """What is wrong with the ledger, in place of which there is an empty one then."""
        found = read_ledger(self._project, [package.name for package in sources])
        self._ledger = Ledger("") if isinstance(found, Problem) else found[0]
        return (found,) if isinstance(found, Problem) else ()

    def _readable(self, package: PackageSources, read: Iterator[DocumentOutline]) -> Readable:
        settings = package.files[0].settings if package.files else NO_SETTINGS
        outline = PackageOutline(package.name, tuple(next(read) for _ in package.files), settings.question)
        distinct = with_distinct_keys(outline, package.files, self._documents)
        return Readable(distinct, package.files, self._errata.get(package.name, ()), self._documents)

    def _problems_of_edits(
        self, package: PackageSources, outline: PackageOutline, old: Sequence[Problem]
    ) -> tuple[Problem, ...]:
        """The old problems, except those of sources that were edited."""
        before = self._packages.get(package.name, ShownPackage()).sources
        edited = [one for one in outline.documents if not _is_same(before.get(one.path), one)]
        there = {one.path for one in outline.documents}
        gone = {*before.keys() - there, *(one.path for one in edited)}
        gone |= {problem.location.path for problem in package.problems}
        found = [problem for problem in old if problem.location.path not in gone]
        found += package.problems
        for document in edited:
            found += document.problems
            for part, place in document.placed():
                found += problems_at(place, (*part.problems, *part.advice))
        return in_order(dict.fromkeys(without_allowed(outline, found)))

    def _show(
        self,
        read: Sequence[Readable],
        problems: Mapping[str, tuple[Problem, ...]],
        about: tuple[Problem, ...],
        *,
        checked: bool,
    ) -> Shown:
        for one in read:
            self._references |= _references(one.outline)
        note_types = _note_types(self._ledger, self._reading.style)
        names = {package.name for package in self._reading.selected}
        packages = []
        remembered = {}
        for one in read:
            name = one.outline.name
            if name in names:
                before = self._packages.get(name, ShownPackage())
                package, remembered[name] = show_package(one, problems[name], note_types, before)
                packages.append(package)
        self._packages = remembered
        styles = {kind.value: note_type.css for kind, note_type in note_types.items()}
        preview = Preview(self._project.root.name, tuple(packages), styles, about)
        lines = {f"{line.package}/{line.key}": line for line in self._ledger.notes}
        built = frozenset(name for name in names if self._project.package_path(name).is_file())
        digests = {
            f"{one.outline.name}/{question.key}": question.note.digest
            for one in read
            for question, _ in one.outline.questions()
            if question.note
        }
        return self._become(
            replace(
                self.shown.followed_by(preview),
                changes=find_changes(preview, built, lines, digests),
                built=built,
                guids={name: line.guid for name, line in lines.items()},
                references=dict(self._references),
                checked=checked,
            )
        )

    def _become(self, shown: Shown) -> Shown:
        if not shown.is_like(self.shown):
            self.shown = shown
        return self.shown


def _as_read(was: str, now: str) -> str:
    """A mistake as people read it: TeX as a line of text, and ∅ for what is left out."""
    before, after = (formula_as_text(text) if "\\" in text else text for text in (was, now))
    return f"{before} → {after or '∅'}" if before != after else f"{was} → {now}"


def _is_same(before: ShownSource | None, document: DocumentOutline) -> bool:
    return before is not None and before.made_from[:1] == (document,)


def _references(package: PackageOutline) -> dict[str, MediaReference]:
    """Where each picture and sound is, by its name in a package."""
    return {
        name: MediaReference(document.path, target)
        for document in package.documents
        for part in document.parts
        for (_, target), name in zip(part.shown, part.media, strict=True)
        if name
    }


def _note_types(ledger: Ledger, style: str | None) -> dict[Kind, NoteType]:
    """All note types, with the style of the project if a build would use it."""
    are_own = has_own_note_types(ledger, NOTHING_SHIPPED, has_style=style is not None)
    return {kind: add_style(load_note_type(kind), style if are_own else None) for kind in Kind}
