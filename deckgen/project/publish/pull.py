"""Writes what a learner changed in Anki as a patch beside each source, for its author to take over."""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from deckgen.apkg.held import Held
from deckgen.apkg.packed import PackedNote
from deckgen.project.folder import Project
from deckgen.project.installation import shell_line
from deckgen.project.publish.packages import PublishedPackages
from deckgen.project.replace import may_fail, replace_file
from deckgen.project.sources import read_sources
from deckgen.publish.merge import find_edited, known_texts
from deckgen.publish.take_over import Renderer, WordsChanged, take_over
from deckgen.publish.values import Known
from deckgen.render.render import render_question
from deckgen.sources.open.decode import decode_source
from deckgen.sources.parse import parse
from deckgen.values.problem import Location
from deckgen.values.source import SourceFile
from deckgen.values.text import Guid, Html

SUFFIX = ".patch"
_FIRST_WORDS = "# What a learner changed in the cards of "


@dataclass(frozen=True, slots=True)
class EditedField:
    """A field that a learner changed, from the last text of ours."""

    key: str
    place: Location
    number: int
    name: str
    ours: Html
    theirs: Html


@dataclass(frozen=True, slots=True)
class Left:
    """Words of a learner without a certain place in the source, or formatting."""

    key: str
    place: Location
    field: str
    words: WordsChanged


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a learner changed in the cards of one source: the patch, its file, and what is not in it."""

    source: str
    path: str
    keys: tuple[str, ...]
    patch: str
    left: tuple[Left, ...]

    @property
    def applies(self) -> bool:
        """Whether the patch changes anything; it may only list what is to be changed by hand."""
        return "\n@@ " in self.patch

    @property
    def command(self) -> str:
        """What takes the patch over."""
        return _command(self.path)


def pull(
    project: Project,
    published: PublishedPackages,
    held: Held,
    known: Known,
    places: Mapping[Guid, Location],
    *,
    write: bool,
) -> tuple[Pulled, ...]:
    """The learner's edits by source; with `write` each goes to a file.

    Raises:
        ProjectError: a patch cannot be written.
    """
    by_source: defaultdict[str, list[EditedField]] = defaultdict(list)
    for edited in _find_all(published, held, known, places):
        by_source[edited.place.path].append(edited)
    files = {file.path: file for package in read_sources(project) for file in package.files}
    pulled = {}
    for path, fields in by_source.items():
        begins = {place.line for place in places.values() if place.path == path}
        found = _pull_source(files[path], sorted(begins), fields)
        if found.keys:
            pulled[path] = found
    if write:
        for found in pulled.values():
            replace_file(project.root / found.path, found.patch.encode())
        for path, file in files.items():
            if path not in pulled and file.package in published.packages:
                _delete_patch(project.root / f"{path}{SUFFIX}")
    return tuple(pulled.values())


def _delete_patch(path: Path) -> None:
    """Delete the patch of an earlier pull, which has been taken over."""
    with may_fail(path), suppress(FileNotFoundError):
        if path.read_text(encoding="utf-8", errors="replace").startswith(_FIRST_WORDS):
            path.unlink()


def _find_all(
    published: PublishedPackages, held: Held, known: Known, places: Mapping[Guid, Location]
) -> Iterator[EditedField]:
    for package in published.packages.values():
        for note in package.notes:
            if note.guid in held.notes and note.guid in places:
                theirs = held.notes[note.guid].note
                yield from _find_edited_fields(note, theirs, known, places[note.guid])


def _find_edited_fields(
    note: PackedNote, theirs: PackedNote, known: Known, place: Location
) -> Iterator[EditedField]:
    texts = known_texts(known, note)
    ours = texts[0].fields if texts else note.fields
    for number in find_edited(note, theirs, texts):
        name = theirs.note_type.fields[number].name
        yield EditedField(note.field("Key"), place, number, name, ours[number], theirs.fields[number])


def _pull_source(file: SourceFile, begins: Sequence[int], fields: Iterable[EditedField]) -> Pulled:
    text, _ = decode_source(file.path, file.content)
    lines = _split(text)
    ranges = zip(begins, (*begins[1:], len(lines) + 1), strict=True)
    sections = {line: "".join(lines[line - 1 : end - 1]) for line, end in ranges}
    keys: dict[str, None] = {}
    left: list[Left] = []
    for edited in fields:
        line, render = edited.place.line, _renderer(file, edited.number)
        section, words = take_over(sections[line], edited.ours, edited.theirs, render)
        if words or section != sections[line]:
            keys[edited.key] = None
        sections[line] = section
        left += (Left(edited.key, edited.place, edited.name, one) for one in words)
    changed = "".join((*lines[: begins[0] - 1], *sections.values()))
    hunks = tuple(_diff(file, text, changed))
    patch = "".join((*_preamble(file.path, left, applies=bool(hunks)), *hunks))
    return Pulled(file.path, f"{file.path}{SUFFIX}", tuple(keys), patch, tuple(left))


def _renderer(file: SourceFile, number: int) -> Renderer:
    """Renders the Markdown of one question to the field with this number."""

    def render(section: str) -> Html:
        document, _ = parse(file.package, file.path, section.encode(), file.settings)
        if len(document.questions) != 1:
            return Html("")
        return render_question(document.questions[0], document, {}).fields[number]

    return render


def _split(text: str) -> list[str]:
    """The lines with their ends; other characters that Python splits at are within lines."""
    return list(StringIO(text, newline="\n"))


def _diff(file: SourceFile, text: str, changed: str) -> Iterator[str]:
    """The changes as git reads them, with the line ends of the file."""
    end = "\r\n" if b"\r\n" in file.content else "\n"
    old, new = ([line.replace("\n", end) for line in _split(one)] for one in (text, changed))
    return map(_ended, difflib.unified_diff(old, new, f"a/{file.path}", f"b/{file.path}"))


def _ended(line: str) -> str:
    """A line of a diff; the last line of a file may have no end."""
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _command(patch: str) -> str:
    return shell_line(["git", "apply", patch])


def _preamble(source: str, left: Sequence[Left], *, applies: bool) -> Iterator[str]:
    """What git and patch skip: how to take the changes over, and those that have no certain place."""
    way = f"`{_command(source + SUFFIX)}` takes it over" if applies else "All of it is to be changed by hand"
    yield f"{_FIRST_WORDS}{source}. {way}.\n"
    for one in left:
        yield f"# {source}:{one.place.line}: {one.key}, {one.field}: change this by hand\n"
        for mark, text in (("  ", one.words.before), ("- ", one.words.removed), ("+ ", one.words.added)):
            yield from (f"#   {mark}{line}\n" for line in text.strip("\n").split("\n") if text.strip())
