"""Gives every note the guid and the time that its learners' review history hangs on."""

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from deckgen.values.document import Kind
from deckgen.values.note import IdentifiedNote, Note, NoteType, TimedNoteType
from deckgen.values.problem import Location
from deckgen.values.text import Guid, QuestionKey, Timestamp

QUESTION_LENGTH = 160
"""Characters of a question that the ledger keeps, to recognise it under another key."""


@dataclass(frozen=True, slots=True)
class NoteLine:
    """What is remembered of one note. A retired note's question is gone; it may come back."""

    package: str
    key: QuestionKey
    kind: Kind
    guid: Guid
    digest: str
    modified: Timestamp
    question: str
    retired: bool = False


@dataclass(frozen=True, slots=True)
class NoteTypeLine:
    """When a note type's templates or style last changed."""

    kind: Kind
    digest: str
    modified: Timestamp


@dataclass(frozen=True, slots=True)
class Ledger:
    """The memory of one project. `project` goes into new guids, so that two projects never share one."""

    project: str
    note_types: tuple[NoteTypeLine, ...] = ()
    notes: tuple[NoteLine, ...] = ()


class Fate(StrEnum):
    """What a build does to a note, as its learners will see it at the next import."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Decision:
    """One note's fate; `remark` says what an author should know of it, empty when all is as usual."""

    package: str
    key: QuestionKey
    fate: Fate
    location: Location | None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Identification:
    """Notes with their identity, in the order given, and the ledger that remembers them."""

    notes: Mapping[str, tuple[IdentifiedNote, ...]]
    ledger: Ledger
    decisions: tuple[Decision, ...]


_Identity = tuple[str, QuestionKey, Kind]


def identify(
    packages: Mapping[str, Sequence[Note]], gone: Iterable[str], ledger: Ledger, now: Timestamp
) -> Identification:
    """Guid and time for each note of these packages, and the ledger that follows.

    `gone` are packages whose sources are no more. Lines of any other package stay as they are: its sources
    may hold a mistake today. Anki takes a note's text only with a newer time, so the time moves with the
    content and always forward (https://docs.ankiweb.net/importing/packaged-decks.html#updating).
    """
    lines: dict[_Identity, NoteLine] = {(n.package, n.key, n.kind): n for n in ledger.notes}
    guids = {line.guid for line in ledger.notes}
    present = {(name, note.key, note.kind) for name, notes in packages.items() for note in notes}
    decisions: list[Decision] = []
    identified: dict[str, tuple[IdentifiedNote, ...]] = {}
    for name, notes in packages.items():
        orphans = [n for n in lines.values() if n.package == name and not n.retired and _id(n) not in present]
        found = []
        for note in notes:
            identity = (name, note.key, note.kind)
            known, remark = lines.get(identity), ""
            if known is None:
                known, remark = _recognise(note, orphans)
                if known:
                    del lines[_id(known)]
                    orphans.remove(known)
                elif any(orphan.key == note.key for orphan in orphans):
                    remark = f"is of another kind now: Anki takes `{note.key}` as a new note"
            line, fate = _follow(note, name, known, now, ledger.project, guids)
            guids.add(line.guid)
            lines[identity] = line
            found.append(IdentifiedNote(note, line.guid, line.modified))
            decisions.append(Decision(name, note.key, fate, note.location, remark))
        identified[name] = tuple(found)
    built = {*packages, *gone}
    for identity, line in lines.items():
        if line.package in built and identity not in present and not line.retired:
            lines[identity] = replace(line, retired=True)
            decisions.append(Decision(line.package, line.key, Fate.REMOVED, None))
    following = replace(ledger, notes=tuple(lines[identity] for identity in sorted(lines)))
    return Identification(identified, following, tuple(decisions))


def time_note_types(
    note_types: Iterable[NoteType], ledger: Ledger, now: Timestamp
) -> tuple[dict[Kind, TimedNoteType], Ledger]:
    """Each note type with the time at which it last changed, and the ledger that remembers it."""
    lines = {line.kind: line for line in ledger.note_types}
    timed = {}
    for note_type in note_types:
        digest = _digest(
            [
                note_type.name,
                [field.name for field in note_type.fields],
                [[t.part.name, t.front, t.back] for t in note_type.templates],
                note_type.css,
            ]
        )
        known = lines.get(note_type.kind)
        if known is None or known.digest != digest:
            modified = Timestamp(max(now, known.modified + 1)) if known else now
            lines[note_type.kind] = NoteTypeLine(note_type.kind, digest, modified)
        timed[note_type.kind] = TimedNoteType(note_type, lines[note_type.kind].modified)
    return timed, replace(ledger, note_types=tuple(lines[kind] for kind in sorted(lines)))


def _id(line: NoteLine) -> _Identity:
    return line.package, line.key, line.kind


def _recognise(note: Note, orphans: Sequence[NoteLine]) -> tuple[NoteLine | None, str]:
    """The line of a question whose key was changed: by its `was=`, else by its unchanged text."""
    alike = [orphan for orphan in orphans if orphan.kind is note.kind]
    if note.was:
        for orphan in alike:
            if orphan.key == note.was:
                return orphan, ""
    question = _question(note)
    same = [orphan for orphan in alike if orphan.question == question]
    if len(same) == 1:
        return same[0], f"`{same[0].key}` is now `{note.key}`: the same question, so its history is kept"
    return None, ""


def _follow(
    note: Note, package: str, known: NoteLine | None, now: Timestamp, project: str, guids: set[Guid]
) -> tuple[NoteLine, Fate]:
    digest = _digest([note.kind, list(note.fields), sorted(note.tags)])
    question = _question(note)
    if known is None:
        guid = _new_guid(project, package, note, guids)
        return NoteLine(package, note.key, note.kind, guid, digest, now, question), Fate.NEW
    if known.digest == digest and not known.retired:
        return replace(known, package=package, key=note.key, question=question), Fate.UNCHANGED
    # A retired note comes back with a newer time: its learners may have another text of it.
    modified = Timestamp(max(now, known.modified + 1))
    line = replace(
        known,
        package=package,
        key=note.key,
        digest=digest,
        modified=modified,
        question=question,
        retired=False,
    )
    return line, Fate.CHANGED


def _new_guid(project: str, package: str, note: Note, guids: set[Guid]) -> Guid:
    salt = 0
    while True:
        seed = json.dumps([project, package, note.key, note.kind, salt], ensure_ascii=False)
        guid = Guid(base64.urlsafe_b64encode(hashlib.sha256(seed.encode()).digest())[:16].decode())
        if guid not in guids:
            return guid
        salt += 1


def _question(note: Note) -> str:
    text = html.unescape(re.sub(r"<[^>]*>", " ", note.fields[0]))
    return " ".join(text.split())[:QUESTION_LENGTH]


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:20]
