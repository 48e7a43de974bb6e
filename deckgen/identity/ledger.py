"""Gives every note the guid and the time that its learners' review history hangs on."""

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from deckgen.identity.digest import digest_note_type
from deckgen.identity.follow import Fresh, Known, Match, follow
from deckgen.values.codes import Code
from deckgen.values.document import Kind
from deckgen.values.nearest import did_you_mean
from deckgen.values.note import NoteType, TimedNoteType
from deckgen.values.problem import Location, Problem
from deckgen.values.text import Guid, QuestionKey, Timestamp

MOST_REMOVED, MOST_REMOVED_SHARE = 3, 0.2
"""More removals than both at once are more likely a folder moved by mistake than an author's wish."""


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
    answer: str
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


@dataclass(frozen=True, slots=True)
class NoteSummary:
    """What identity hangs on of a note that was rendered. `was` is the key that the author says it had."""

    key: QuestionKey
    kind: Kind
    location: Location
    digest: str
    question: str
    answer: str
    was: QuestionKey | None = None
    key_is_written: bool = True


@dataclass(frozen=True, slots=True)
class Identity:
    """What Anki knows a note by, and when its content last changed."""

    guid: Guid
    modified: Timestamp


class Fate(StrEnum):
    """What a build does to a note, as its learners will see it at the next import."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Decision:
    """One note's fate; `remark` says what an author should know of it, empty when all is as usual.

    `before` is the key that a recognised question had.
    """

    package: str
    key: QuestionKey
    fate: Fate
    location: Location | None
    remark: str = ""
    before: QuestionKey | None = None


@dataclass(frozen=True, slots=True)
class Identification:
    """The identity of each note by its package, in the order given, and the ledger that remembers them.

    `uncertain` are questions, each with its package, whose history only the author can tell: a package
    with one of them must not be written.
    """

    notes: Mapping[str, tuple[Identity, ...]]
    ledger: Ledger
    decisions: tuple[Decision, ...]
    uncertain: tuple[tuple[str, Problem], ...] = ()


_Name = tuple[str, QuestionKey, Kind]


def identify(
    packages: Mapping[str, Sequence[NoteSummary]], gone: Iterable[str], ledger: Ledger, now: Timestamp
) -> Identification:
    """Guid and time for each note of these packages, and the ledger that follows.

    `gone` are packages whose sources are no more. Lines of any other package stay as they are: its sources
    may hold a mistake today. Anki takes a note's text only with a newer time, so the time moves with the
    content and always forward (https://docs.ankiweb.net/importing/packaged-decks.html#updating).
    """
    lines: dict[_Name, NoteLine] = {(n.package, n.key, n.kind): n for n in ledger.notes}
    guids = {line.guid for line in ledger.notes}
    built = {*packages, *gone}
    present = {(name, note.key, note.kind): note for name, notes in packages.items() for note in notes}
    absent = {i: line for i, line in lines.items() if line.package in built and i not in present}
    left = {identity: line for identity, line in absent.items() if not line.retired}
    fresh = {
        identity: _fresh(identity[0], note) for identity, note in present.items() if identity not in lines
    }
    known = {_known(line): identity for identity, line in absent.items()}
    before_that = [question for question, identity in known.items() if identity not in left]
    following = follow(fresh.values(), (q for q, identity in known.items() if identity in left), before_that)
    left_keys = {identity[:2] for identity in left}
    decisions: list[Decision] = []
    identified: dict[str, list[Identity]] = {name: [] for name in packages}
    for identity, note in present.items():
        before, remark = lines.get(identity), ""
        match = following.matches.get(fresh[identity]) if before is None else None
        if match:
            before = lines.pop(known[match.known])
            left.pop(known[match.known], None)
            remark = _say_followed(note, identity[0], match)
        elif before is None and identity[:2] in left_keys:
            remark = f"`{note.key}` is of another kind now, which Anki takes as a new note"
        line, fate = _record(note, identity[0], before, now, ledger.project, guids)
        guids.add(line.guid)
        lines[identity] = line
        identified[identity[0]].append(Identity(line.guid, line.modified))
        old_key = match.known.key if match else None
        decisions.append(Decision(identity[0], note.key, fate, note.location, remark, old_key))
    for identity, line in left.items():
        lines[identity] = replace(line, retired=True)
        decisions.append(Decision(line.package, line.key, Fate.REMOVED, None))
    return Identification(
        {name: tuple(notes) for name, notes in identified.items()},
        replace(ledger, notes=tuple(lines[identity] for identity in sorted(lines))),
        tuple(decisions),
        (
            *_uncertain(present, fresh, following.uncertain),
            *_unknown_was(present, fresh, following.matches, [line.key for line in ledger.notes]),
        ),
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
        templates = [(template.part.name, template.front, template.back) for template in note_type.templates]
        fields = [field.name for field in note_type.fields]
        digest = digest_note_type(note_type.name, fields, templates, note_type.css)
        known = lines.get(note_type.kind)
        if known is None or known.digest != digest:
            modified = Timestamp(max(now, known.modified + 1)) if known else now
            lines[note_type.kind] = NoteTypeLine(note_type.kind, digest, modified)
        timed[note_type.kind] = TimedNoteType(note_type, lines[note_type.kind].modified)
    return timed, replace(ledger, note_types=tuple(lines[kind] for kind in sorted(lines)))


def _fresh(package: str, note: NoteSummary) -> Fresh:
    return Fresh(package, note.key, note.kind, note.question, note.answer, note.key_is_written, note.was)


def _known(line: NoteLine) -> Known:
    return Known(line.package, line.key, line.kind, line.question, line.answer)


def _say_followed(note: NoteSummary, package: str, match: Match) -> str:
    if not match.by:
        return ""
    before = (
        match.known.key if match.known.package == package else f"{match.known.package}: {match.known.key}"
    )
    return f"`{before}` is recognised as `{note.key}` ({match.by}), and keeps its history"


def _uncertain(
    present: Mapping[_Name, NoteSummary], fresh: Mapping[_Name, Fresh], uncertain: Mapping[Fresh, Known]
) -> tuple[tuple[str, Problem], ...]:
    return tuple(
        (identity[0], Problem(present[identity].location, Code.UNCERTAIN_QUESTION, _ask(uncertain[question])))
        for identity, question in fresh.items()
        if question in uncertain
    )


def _unknown_was(
    present: Mapping[_Name, NoteSummary],
    fresh: Mapping[_Name, Fresh],
    matches: Mapping[Fresh, Match],
    keys: Sequence[QuestionKey],
) -> Iterator[tuple[str, Problem]]:
    """Each new key whose `was=` names no question that vanished."""
    known = set(keys)
    for identity, question in fresh.items():
        # A key that the ledger knows in another kind was renamed long ago.
        if question.was and question not in matches and not {question.was, question.key} & known:
            advice = did_you_mean(question.was, keys[:200]) if keys else "delete it"
            message = f"`was={question.was}` names no question that was ever built; {advice}"
            yield identity[0], Problem(present[identity].location, Code.WAS_UNKNOWN, message)


def _ask(known: Known) -> str:
    asked = f"this may be `{known.key}` ({known.question[:40]}) rewritten, or a new question"
    return f"{asked}; add `{{#{known.key}}}` to keep its history, or a key of its own to begin anew"


def _record(
    note: NoteSummary, package: str, known: NoteLine | None, now: Timestamp, project: str, guids: set[Guid]
) -> tuple[NoteLine, Fate]:
    if known and known.digest == note.digest and not known.retired:
        same = known.package == package and known.key == note.key
        return known if same else replace(known, package=package, key=note.key), Fate.UNCHANGED
    if known is None:
        guid = _new_guid(project, package, note, guids)
        return NoteLine(
            package, note.key, note.kind, guid, note.digest, now, note.question, note.answer
        ), Fate.NEW
    line = replace(
        known,
        package=package,
        key=note.key,
        digest=note.digest,
        # A retired note comes back with a newer time: its learners may have another text of it.
        modified=Timestamp(max(now, known.modified + 1)),
        question=note.question,
        answer=note.answer,
        retired=False,
    )
    return line, Fate.CHANGED


def _new_guid(project: str, package: str, note: NoteSummary, guids: set[Guid]) -> Guid:
    salt = 0
    while True:
        seed = json.dumps([project, package, note.key, note.kind, salt], ensure_ascii=False)
        guid = Guid(base64.urlsafe_b64encode(hashlib.sha256(seed.encode()).digest())[:16].decode())
        if guid not in guids:
            return guid
        salt += 1
