"""Gives each note its guid and its time, for a whole project at once."""

import base64
import hashlib
import itertools
import json
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from deckgen.identity.doubts import (
    find_doubts,
    find_lost_prompts,
    find_new_packages,
    find_renumbered,
    say_followed,
)
from deckgen.identity.follow import follow
from deckgen.identity.following import Lines
from deckgen.identity.ledger import Ledger
from deckgen.identity.notes import Name, NoteLine, NoteSummary, free_key, name_of
from deckgen.identity.shipped import NOTHING_SHIPPED, Shipped
from deckgen.values.problem import Location, Problem
from deckgen.values.text import Guid, QuestionKey, Timestamp


class Fate(StrEnum):
    """What a build does to a note."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Decision:
    """What happened to one note. `remark`, if any, is for its author; `before` is the key it was known by.

    `removed` is the line of a note that was removed.
    """

    package: str
    key: QuestionKey
    fate: Fate
    location: Location | None
    remark: str = ""
    before: QuestionKey | None = None
    removed: NoteLine | None = None


@dataclass(frozen=True, slots=True)
class Identification:
    """For each package its notes' lines of the new ledger, in the order given.

    `gone` are the lines of notes that are no longer in the sources. As long as a package is held back, they
    are not retired: its sources may have them. `doubts` are the problems of packages that must not be
    written, `notices` those that only warn.
    """

    notes: Mapping[str, tuple[NoteLine, ...]]
    ledger: Ledger
    decisions: tuple[Decision, ...]
    gone: tuple[NoteLine, ...] = ()
    doubts: tuple[tuple[str, Problem], ...] = ()
    notices: tuple[tuple[str, Problem], ...] = ()


def identify(
    packages: Mapping[str, Sequence[NoteSummary]],
    ledger: Ledger,
    now: Timestamp,
    *,
    held: Mapping[str, Problem] = MappingProxyType({}),
    only: Container[str] | None = None,
    shipped: Shipped = NOTHING_SHIPPED,
) -> Identification:
    """Give each note of these packages, which are all of the project, its guid and its time.

    `held` are the packages that must not be written, each with the first reason; their notes, as far as they
    could be read, are in `packages` too, and their lines stay as they are. With `only`, those of all other
    packages stay too, except for notes that moved into one of these. Anki takes a note's text only with a
    newer time, so the time moves with the content and always forward
    (https://docs.ankiweb.net/importing/packaged-decks.html#updating).
    """
    lost = shipped.lost_notes(ledger)
    known = (*lost, *ledger.others, *ledger.notes)
    lines = {name_of(line): line for line in known}
    present = {name_of(note): note for notes in packages.values() for note in notes}
    lost_guids = {line.guid for line in lost}
    following = follow(
        present.values(),
        Lines(
            active=[line for line in lines.values() if line.package not in held and not line.retired],
            retired=[
                line
                for line in lines.values()
                if line.package not in held and line.retired and line.guid not in lost_guids
            ],
            lost=[line for line in lines.values() if line.package not in held and line.guid in lost_guids],
            withheld=[line for line in lines.values() if line.package in held],
        ),
        held,
    )
    written = {name for name in packages if name not in held and (only is None or name in only)}

    def is_written(note: NoteSummary) -> bool:
        return note.package in written and not note.is_left_out

    matched = {note: match for note, match in following.matches.items() if is_written(note)}
    befores = {note: lines.pop(name_of(match.known)) for note, match in matched.items()}
    recorder = _Recorder(ledger, now, shipped, lost)
    followed = {match.known.guid for match in following.matches.values()}
    # Nobody is asked about a question that is left out, so a note that may be its own stays.
    followed |= {doubt.known.guid for note, doubt in following.doubts.items() if note.is_left_out}
    missing = [
        line
        for line in ledger.notes
        if not (line.retired or line.guid in followed or line.package in held)
        and (only is None or line.package in only)
    ]
    other_kinds = {name_of(line)[:2] for line in missing}
    identified: dict[str, list[NoteLine]] = {name: [] for name in packages if name in written}
    settled: dict[Guid, Name] = {}
    displaced: list[NoteLine] = []
    decisions: list[Decision] = []
    for name, note in present.items():
        if is_written(note) and note not in following.doubts:
            line, fate, remark = recorder.record(note, befores.get(note))
            if (other := lines.get(name)) and other.guid != line.guid:
                displaced.append(other)
            lines[name], settled[line.guid] = line, name
            identified[note.package].append(line)
            match = matched.get(note)
            if match and match.by:
                remark = say_followed(note, match)
            elif fate is Fate.NEW and name[:2] in other_kinds:
                remark = f"`{note.key}` is of another kind now, which Anki takes as a new note"
            old_key = match.known.key if match and name_of(match.known) != name else None
            decisions.append(Decision(note.package, note.key, fate, note.location, remark, old_key))
    names = set(settled.values())
    for line in displaced:
        if line.guid not in settled and line in ledger.notes:
            renamed = _renamed(line, names)
            lines[name_of(renamed)] = renamed
    for line in () if held else missing:
        gone = replace(_renamed(line, names), retired=True)
        lines[name_of(gone)], settled[line.guid] = gone, name_of(gone)
        decisions.append(Decision(line.package, line.key, Fate.REMOVED, None, removed=line))
    kept = {decision.package for decision in decisions if decision.fate is not Fate.NEW}
    new = {
        name: [note for note in packages[name] if not note.is_left_out]
        for name, notes in identified.items()
        if notes and name not in kept
    }
    unsourced = (line for line in lines.values() if line.retired and line.package not in packages)
    count_gone = len({line.guid for line in (*missing, *unsourced)})
    return Identification(
        {package: tuple(notes) for package, notes in identified.items()},
        _next_ledger(ledger, lines, settled, shipped),
        tuple(decisions),
        tuple(missing),
        (
            *find_doubts(
                (note for note in present.values() if not note.is_left_out),
                following,
                known,
                {name[:2] for name in present},
                held,
            ),
            *find_lost_prompts(befores.items()),
        ),
        (*find_renumbered(befores.items()), *find_new_packages(new, count_gone)),
    )


def _renamed(line: NoteLine, names: Container[Name]) -> NoteLine:
    """The line of a note that is gone, with another key if a living note has moved to its name."""
    return replace(line, key=free_key(line.key, lambda key: (line.package, key, line.kind) in names))


def _next_ledger(
    ledger: Ledger, lines: Mapping[Name, NoteLine], settled: Mapping[Guid, Name], shipped: Shipped
) -> Ledger:
    """The ledger with these lines, but one for a settled guid, and without past ones that no question took.

    Lines that were not settled in this build get the newest time at which their notes were shipped, too.
    """
    unused = {
        name_of(line)
        for line in (*shipped.lost_notes(ledger), *ledger.others)
        if lines.get(name_of(line)) == line and settled.get(line.guid) != name_of(line)
    }
    unused |= {name for name, line in lines.items() if settled.get(line.guid, name) != name}
    kept = (lines[name] for name in sorted(lines) if name not in unused)
    return replace(
        ledger,
        notes=tuple(line if line.guid in settled else shipped.raised(line) for line in kept),
        others=tuple(line for line in ledger.others if line.guid not in settled),
    )


class _Recorder:
    """Makes the ledger's lines of a build."""

    def __init__(self, ledger: Ledger, now: Timestamp, shipped: Shipped, lost: Sequence[NoteLine]) -> None:
        self._project, self._now, self._shipped = ledger.project, now, shipped
        self._guids = {line.guid for line in (*ledger.notes, *lost)}

    def record(self, note: NoteSummary, known: NoteLine | None) -> tuple[NoteLine, Fate, str]:
        """The line of a note, what happened to it, and a remark if its time moved without an edit."""
        line = NoteLine(
            package=note.package,
            key=note.key,
            kind=note.kind,
            guid=known.guid if known else self._new_guid(note),
            digest=note.digest,
            modified=self._now,
            question=note.question,
            answer=note.answer,
            deck=(known and known.deck) or note.deck,
            clozes=note.clozes,
            made=not note.key_is_written,
        )
        if known is None:
            return line, Fate.NEW, ""
        newest = self._shipped.raised(known)
        if newest.digest == note.digest and not known.retired:
            return replace(line, modified=newest.modified), Fate.UNCHANGED, ""
        # A retired note comes back with a newer time: its learners may have another text of it.
        line = replace(line, modified=Timestamp(max(self._now, newest.modified + 1)))
        if known.digest != note.digest or known.retired:
            return line, Fate.CHANGED, ""
        return (
            line,
            Fate.CHANGED,
            f"`{note.key}` was built with another text since; this one gets a newer time",
        )

    def _new_guid(self, note: NoteSummary) -> Guid:
        names = (
            [self._project, note.package, note.key, note.kind, note.question, salt]
            for salt in itertools.count()
        )
        seeds = (json.dumps(name, ensure_ascii=False).encode() for name in names)
        made = (base64.urlsafe_b64encode(hashlib.sha256(seed).digest())[:16].decode() for seed in seeds)
        guid = next(guid for guid in map(Guid, made) if guid not in self._guids)
        self._guids.add(guid)
        return guid
