"""Writes what a learner changed in Anki as a patch beside each source, for its author to take over."""

import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from deckgen.apkg.held import Held
from deckgen.apkg.packed import PackedNote
from deckgen.project.folder import Project
from deckgen.project.look import read_file
from deckgen.project.publish.publish import Shelf
from deckgen.project.replace import replace_file
from deckgen.publish.plan import find_edited, known_texts
from deckgen.publish.take_over import WordsChanged, take_over
from deckgen.publish.values import Known
from deckgen.sources.open.decode import MAX_SOURCE_BYTES
from deckgen.values.problem import Location
from deckgen.values.text import Guid, Html

SUFFIX = ".patch"


@dataclass(frozen=True, slots=True)
class EditedField:
    """A field that a learner changed, from the last text of ours."""

    key: str
    place: Location
    name: str
    ours: Html
    theirs: Html


@dataclass(frozen=True, slots=True)
class Left:
    """Words of a learner without a certain place in the source."""

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


def pull(
    project: Project, shelf: Shelf, held: Held, known: Known, places: Mapping[Guid, Location], *, write: bool
) -> tuple[Pulled, ...]:
    """The learner's edits by source; with `write` each goes to a file.

    Raises:
        ProjectError: a patch cannot be written.
    """
    by_source: defaultdict[str, list[EditedField]] = defaultdict(list)
    for edited in _find_all(shelf, held, known, places):
        by_source[edited.place.path].append(edited)
    pulled = []
    for source, fields in by_source.items():
        content = read_file(project.root / source, MAX_SOURCE_BYTES).decode("utf-8-sig")
        lines = content.replace("\r\n", "\n").splitlines(keepends=True)
        begins = [place.line for place in places.values() if place.path == source]
        found = _pull_source(source, lines, begins, fields)
        if write:
            replace_file(project.root / found.path, found.patch.encode())
        pulled.append(found)
    return tuple(pulled)


def _find_all(
    shelf: Shelf, held: Held, known: Known, places: Mapping[Guid, Location]
) -> Iterator[EditedField]:
    for package in shelf.packages.values():
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
        yield EditedField(note.field("Key"), place, name, ours[number], theirs.fields[number])


def _pull_source(
    source: str, lines: Sequence[str], begins: Sequence[int], fields: Sequence[EditedField]
) -> Pulled:
    sections = {line: "".join(lines[line - 1 : end - 1]) for line, end in _ranges(begins, len(lines) + 1)}
    left: list[Left] = []
    for edited in fields:
        line = edited.place.line
        sections[line], words = take_over(sections[line], edited.ours, edited.theirs)
        left += (Left(edited.key, edited.place, edited.name, one) for one in words)
    first = min(begins, default=1)
    changed = "".join((*lines[: first - 1], *(sections[line] for line in sorted(sections))))
    diff = difflib.unified_diff(lines, changed.splitlines(keepends=True), f"a/{source}", f"b/{source}")
    keys = tuple(dict.fromkeys(edited.key for edited in fields))
    patch = "".join((*_preamble(source, left), *map(_ended, diff)))
    return Pulled(source, f"{source}{SUFFIX}", keys, patch, tuple(left))


def _ranges(begins: Sequence[int], end: int) -> Iterator[tuple[int, int]]:
    lines = sorted(set(begins))
    return zip(lines, (*lines[1:], end), strict=True)


def _ended(line: str) -> str:
    """A line of a diff; the last line of a file may have no end."""
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _preamble(source: str, left: Sequence[Left]) -> Iterator[str]:
    """What git and patch skip: how to take the changes over, and those that have no certain place."""
    yield f"# What a learner changed in the cards of {source}. `git apply {source}{SUFFIX}` takes it over.\n"
    for one in left:
        yield f"# {source}:{one.place.line}: {one.key}, {one.field}: change this by hand\n"
        for mark, text in (("  ", one.words.before), ("- ", one.words.removed), ("+ ", one.words.added)):
            yield from (f"#   {mark}{line}\n" for line in text.strip("\n").split("\n") if text.strip())
