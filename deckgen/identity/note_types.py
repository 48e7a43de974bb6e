"""Gives each note type its time, and its id where a project has note types of its own.

Projects without a style of their own share deckgen's note types. Anki keeps the newest of those that a
learner imports, so the time of a shared one is that of its version and not that of the build: a project that
is built later with an older deckgen must not take the look of all others back.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from deckgen.identity.digest import digest_note_type
from deckgen.identity.ledger import Ledger, NoteTypeLine
from deckgen.identity.shipped import NOTHING_SHIPPED, Shipped
from deckgen.values.codes import Code
from deckgen.values.document import Kind
from deckgen.values.note import NoteType, TimedNoteType
from deckgen.values.problem import Location, Problem
from deckgen.values.settings import STYLE_CSS
from deckgen.values.text import Timestamp

_FIRST_ID, _IDS = 2**42, 2**50
"""Anki's own ids are milliseconds, below 2 ** 42 until 2109; JavaScript rounds numbers above 2 ** 53."""

_SHOWN_DIGITS = 8


def has_own_note_types(ledger: Ledger, shipped: Shipped, *, has_style: bool) -> bool:
    """Whether a project has note types of its own, which its first build decides for good.

    Anki never changes the note type of a note, so notes under another one would be new notes without reviews,
    and the old ones would never be updated again.
    """
    lines = [*ledger.note_types, *shipped.note_types()]
    if lines or ledger.notes:
        return any(line.id for line in lines)
    return has_style


def time_note_types(
    note_types: Iterable[NoteType],
    ledger: Ledger,
    now: Timestamp,
    shipped: Shipped = NOTHING_SHIPPED,
    *,
    are_own: bool = False,
) -> tuple[dict[Kind, TimedNoteType], Ledger]:
    """Each note type with the time at which it last changed, and the ledger that remembers it."""
    # After a merge the ledger may have two lines of a kind.
    known_lines = sorted((*shipped.note_types(), *ledger.note_types), key=lambda line: line.modified)
    lines = {line.kind: line for line in known_lines}
    timed = {}
    for note_type in note_types:
        known = lines.get(note_type.kind)
        known = known and shipped.raised(known)
        if are_own:
            named = _named(note_type, known, ledger.project)
            line = _own_line(named, known, now)
            timed[note_type.kind] = TimedNoteType(named, line.modified)
        else:
            line = _shared_line(note_type, known)
            # Learners keep the look of a newer version, for whom this one stays older.
            modified = line.modified if line.version <= note_type.version else note_type.version
            timed[note_type.kind] = TimedNoteType(note_type, modified)
        lines[note_type.kind] = line
    return timed, replace(ledger, note_types=tuple(lines[kind] for kind in sorted(lines)))


def add_style(note_type: NoteType, style: str | None) -> NoteType:
    """The note type with the style of a project after its own."""
    return replace(note_type, css=f"{note_type.css}\n{style}") if style else note_type


def advise_on_style(ledger: Ledger, shipped: Shipped, *, has_style: bool) -> Iterator[Problem]:
    """What adding or removing the style of a project costs, if that was done after its first build."""
    are_own = has_own_note_types(ledger, shipped, has_style=has_style)
    here = Location(STYLE_CSS, 1)
    if has_style and not are_own:
        message = (
            "this style is not used: the notes were built before, under the note types that all projects "
            "without a style share, and under others each would be a new note without its reviews; delete "
            "the file, or begin a new project with it"
        )
        yield Problem(here, Code.CSS_TOO_LATE, message)
    if are_own and not has_style:
        message = (
            "the file is gone, and a build without it gives learners the look of deckgen; reviews and note "
            "types stay; put it back, or leave an empty file if that is meant"
        )
        yield Problem(here, Code.CSS_GONE, message)


def name_of_note_type(note_type: NoteType, ledger: Ledger) -> str:
    """What the project of this ledger calls a note type."""
    names = (line.name for line in ledger.note_types if line.kind == note_type.kind)
    return next(filter(None, names), note_type.name)


def _shared_line(note_type: NoteType, known: NoteTypeLine | None) -> NoteTypeLine:
    """The line of a note type of deckgen, which stays as it is if a newer version was shipped before."""
    version, digest = note_type.version, _digest(note_type)
    if known is None:
        return NoteTypeLine(note_type.kind, digest, version, version)
    if known.version > version:
        return known
    if known.digest == digest:
        return replace(known, version=version)
    return NoteTypeLine(note_type.kind, digest, Timestamp(max(version, known.modified + 1)), version)


def _own_line(note_type: NoteType, known: NoteTypeLine | None, now: Timestamp) -> NoteTypeLine:
    digest = _digest(note_type)
    modified = known.modified if known else now
    if known and known.digest != digest:
        modified = Timestamp(max(now, known.modified + 1))
    return NoteTypeLine(note_type.kind, digest, modified, id=note_type.id, name=note_type.name)


def _named(note_type: NoteType, known: NoteTypeLine | None, project: str) -> NoteType:
    """The note type under the project's own id and name."""
    if known and known.id:
        return replace(note_type, id=known.id, name=known.name)
    seed = json.dumps([project, note_type.kind]).encode()
    number = _FIRST_ID + int.from_bytes(hashlib.sha256(seed).digest()[:8], "big") % _IDS
    return replace(note_type, id=number, name=f"{note_type.name} {project[:_SHOWN_DIGITS]}")


def _digest(note_type: NoteType) -> str:
    return digest_note_type(note_type.name, note_type.fields, note_type.templates, note_type.css)
