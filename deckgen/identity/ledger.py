"""Gives each note its guid and its time, on which the review history of its learners depends."""

import base64
import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from deckgen.identity.digest import digest_note_type
from deckgen.identity.follow import Following, Match, follow
from deckgen.identity.notes import NOT_EMPTY, NOT_NEGATIVE, NoteLine, NoteSummary, name_of
from deckgen.values.codes import Code
from deckgen.values.document import Kind
from deckgen.values.nearest import did_you_mean
from deckgen.values.note import NoteType, TimedNoteType
from deckgen.values.problem import Location, Problem
from deckgen.values.text import Guid, QuestionKey, Timestamp

MOST_REMOVED, MOST_REMOVED_SHARE = 3, 0.2
"""If a package would lose more notes and a larger share, a folder was probably moved by mistake."""


@dataclass(frozen=True, slots=True)
class NoteTypeLine:
    """When a note type's templates or style last changed."""

    kind: Kind
    digest: Annotated[str, NOT_EMPTY]
    modified: Annotated[Timestamp, NOT_NEGATIVE]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is remembered of one project. `project` goes into new guids: two projects never share one."""

    project: Annotated[str, NOT_EMPTY]
    note_types: tuple[NoteTypeLine, ...] = ()
    notes: tuple[NoteLine, ...] = ()


class Fate(StrEnum):
    """What a build does to a note."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Decision:
    """What happened to one note. `remark`, if any, is for its author; `before` is the key it was known by."""

    package: str
    key: QuestionKey
    fate: Fate
    location: Location | None
    remark: str = ""
    before: QuestionKey | None = None


@dataclass(frozen=True, slots=True)
class Identification:
    """For each package its notes' lines of the new ledger, in the order given.

    `uncertain` are the packages that must not be written, each with a question whose history only the author
    can tell.
    """

    notes: Mapping[str, tuple[NoteLine, ...]]
    ledger: Ledger
    decisions: tuple[Decision, ...]
    uncertain: tuple[tuple[str, Problem], ...] = ()


def identify(
    packages: Mapping[str, Sequence[NoteSummary]], gone: Iterable[str], ledger: Ledger, now: Timestamp
) -> Identification:
    """Give each note of these packages its guid and its time.

    `gone` are packages without sources. Lines of other packages stay as they are: their sources may have an
    error today. Anki takes a note's text only with a newer time, so the time moves with the content and
    always forward (https://docs.ankiweb.net/importing/packaged-decks.html#updating).
    """
    lines = {name_of(line): line for line in ledger.notes}
    guids = {line.guid for line in ledger.notes}
    built = {*packages, *gone}
    present = {name_of(note): note for notes in packages.values() for note in notes}
    fresh = [note for name, note in present.items() if name not in lines]
    absent = [line for name, line in lines.items() if line.package in built and name not in present]
    left = {name_of(line): line for line in absent if not line.retired}
    following = follow(fresh, left.values(), [line for line in absent if line.retired])
    left_keys = {name[:2] for name in left}
    decisions: list[Decision] = []
    identified: dict[str, list[NoteLine]] = {name: [] for name in packages}
    for name, note in present.items():
        before, remark, old_key = lines.get(name), "", None
        if match := following.matches.get(note):
            before, old_key = lines.pop(name_of(match.known)), match.known.key
            left.pop(name_of(match.known), None)
            remark = _say_followed(note, match)
        elif before is None and name[:2] in left_keys:
            remark = f"`{note.key}` is of another kind now, which Anki takes as a new note"
        line, fate = _record(note, before, now, ledger.project, guids)
        guids.add(line.guid)
        lines[name] = line
        identified[note.package].append(line)
        decisions.append(Decision(note.package, note.key, fate, note.location, remark, old_key))
    for name, line in left.items():
        lines[name] = replace(line, retired=True)
        decisions.append(Decision(line.package, line.key, Fate.REMOVED, None))
    return Identification(
        {package: tuple(notes) for package, notes in identified.items()},
        replace(ledger, notes=tuple(lines[name] for name in sorted(lines))),
        tuple(decisions),
        tuple(_doubts(fresh, following, [line.key for line in ledger.notes])),
    )


def check_removals(ledger: Ledger, decisions: Iterable[Decision]) -> Iterator[tuple[str, Problem]]:
    """Each package that would lose more than a fifth of its notes, and more than three, at once."""
    removed: dict[str, list[QuestionKey]] = {}
    for decision in decisions:
        if decision.fate is Fate.REMOVED:
            removed.setdefault(decision.package, []).append(decision.key)
    active = Counter(line.package for line in ledger.notes if not line.retired)
    for package, keys in removed.items():
        if len(keys) > MOST_REMOVED and len(keys) > active[package] * MOST_REMOVED_SHARE:
            shown = ", ".join(keys[:5]) + (", …" if len(keys) > 5 else "")
            message = (
                f"{len(keys)} of {active[package]} notes would be removed ({shown}); bring their sources "
                "back, or build with --allow-removals if that is meant"
            )
            yield package, Problem(Location(f"source/{package}", 1), Code.MANY_REMOVALS, message)


def time_note_types(
    note_types: Iterable[NoteType], ledger: Ledger, now: Timestamp
) -> tuple[dict[Kind, TimedNoteType], Ledger]:
    """Each note type with the time at which it last changed, and the ledger that remembers it."""
    lines = {line.kind: line for line in ledger.note_types}
    timed = {}
    for note_type in note_types:
        digest = digest_note_type(note_type.name, note_type.fields, note_type.templates, note_type.css)
        known = lines.get(note_type.kind)
        if known is None or known.digest != digest:
            modified = Timestamp(max(now, known.modified + 1)) if known else now
            lines[note_type.kind] = NoteTypeLine(note_type.kind, digest, modified)
        timed[note_type.kind] = TimedNoteType(note_type, lines[note_type.kind].modified)
    return timed, replace(ledger, note_types=tuple(lines[kind] for kind in sorted(lines)))


def _say_followed(note: NoteSummary, match: Match) -> str:
    if not match.by:
        return ""
    before = match.known.key
    if match.known.package != note.package:
        before = QuestionKey(f"{match.known.package}: {before}")
    return f"`{before}` is recognised as `{note.key}` ({match.by}), and keeps its history"


def _doubts(
    fresh: Iterable[NoteSummary], following: Following, keys: Sequence[QuestionKey]
) -> Iterator[tuple[str, Problem]]:
    """Questions that may be an old one, and those whose `was=` is not a key that is gone."""
    known = set(keys)
    for note in fresh:
        if line := following.uncertain.get(note):
            yield note.package, Problem(note.location, Code.UNCERTAIN_QUESTION, _ask(line))
        # A key that the ledger knows in another kind was renamed long ago.
        if note.was and note not in following.matches and not {note.was, note.key} & known:
            advice = did_you_mean(note.was, keys[:200]) if keys else "delete it"
            message = f"`was={note.was}` names no question that was ever built; {advice}"
            yield note.package, Problem(note.location, Code.WAS_UNKNOWN, message)


def _ask(known: NoteLine) -> str:
    asked = f"this may be `{known.key}` ({known.question[:40]}) rewritten, or a new question"
    return f"{asked}; add `{{#{known.key}}}` to keep its history, or a key of its own to begin anew"


def _record(
    note: NoteSummary, known: NoteLine | None, now: Timestamp, project: str, guids: set[Guid]
) -> tuple[NoteLine, Fate]:
    if known and known.digest == note.digest and not known.retired:
        return replace(known, package=note.package, key=note.key), Fate.UNCHANGED
    line = NoteLine(
        package=note.package,
        key=note.key,
        kind=note.kind,
        guid=known.guid if known else _new_guid(project, note, guids),
        digest=note.digest,
        # A retired note comes back with a newer time: its learners may have another text of it.
        modified=Timestamp(max(now, known.modified + 1)) if known else now,
        question=note.question,
        answer=note.answer,
    )
    return line, Fate.CHANGED if known else Fate.NEW


def _new_guid(project: str, note: NoteSummary, guids: set[Guid]) -> Guid:
    names = ([project, note.package, note.key, note.kind, salt] for salt in itertools.count())
    seeds = (json.dumps(name, ensure_ascii=False).encode() for name in names)
    made = (base64.urlsafe_b64encode(hashlib.sha256(seed).digest())[:16].decode() for seed in seeds)
    return next(guid for guid in map(Guid, made) if guid not in guids)
