"""Reads and writes the ledger's file: JSON with one line per note, sorted, so that git can merge it."""

import json
from collections.abc import Iterator
from dataclasses import MISSING, fields, replace

import msgspec

from deckgen.identity.ledger import Ledger, NoteTypeLine
from deckgen.identity.notes import UNKNOWN, NoteLine, name_of

VERSION = 3
"""Version 1 lacks decks and clozes, cuts long texts without a digest, and has no marks around code.

Only a project with note types of its own needs version 3: a deckgen that does not know them would write its
notes under the shared ones.
"""

_SHARED_VERSION, _FIRST_VERSION = 2, 1

_CONFLICT_MARKS = ("<<<<<<<", "=======", ">>>>>>>")


class DamagedLedgerError(Exception):
    """The ledger cannot be trusted; the message says why and what to do."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def parse_ledger(text: str) -> Ledger:
    """The ledger in this file.

    Raises:
        DamagedLedgerError: the file has merge conflicts, is not JSON, was written by a newer deckgen, or is
            incomplete. A build without the ledger could give every note a new guid.
    """
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(_CONFLICT_MARKS):
            message = (
                "the ledger holds merge-conflict marks; keep the lines of both sides and delete the marks"
            )
            raise DamagedLedgerError(number, message)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DamagedLedgerError(getattr(error, "lineno", 1), _damage("it is not JSON")) from None
    if not isinstance(content, dict) or not content.keys() >= {"version", "note_types", "notes"}:
        raise DamagedLedgerError(1, _damage("it has no version, note types or notes"))
    if content["version"] not in (_FIRST_VERSION, _SHARED_VERSION, VERSION):
        message = (
            f"the ledger has version {content['version']!r}, this deckgen knows {VERSION}; update deckgen"
        )
        raise DamagedLedgerError(1, message)
    # An empty entry ends each list.
    lists = {name: list(filter(None, value)) for name, value in content.items() if isinstance(value, list)}
    try:
        ledger = msgspec.convert(content | lists, Ledger)
    except msgspec.ValidationError as error:
        raise DamagedLedgerError(1, _damage(str(error))) from None
    return _merge_branches(text, ledger)


def ledger_rows(ledger: Ledger) -> Iterator[str]:
    """The file's lines. Each line of a note ends in a comma, so that git can merge the lines of two branches.

    For JSON an empty `{}` ends each list.
    """
    yield "{"
    version = VERSION if any(line.id for line in ledger.note_types) else _SHARED_VERSION
    yield f'"version": {version},'
    yield f'"project": {json.dumps(ledger.project)},'
    yield '"note_types": ['
    yield from (f"{render_row(line)}," for line in ledger.note_types)
    yield "{}],"
    yield '"notes": ['
    yield from (f"{render_row(line)}," for line in (*ledger.notes, *ledger.others))
    yield "{}]"
    yield "}"


def render_row(line: NoteLine | NoteTypeLine) -> str:
    """A line of the ledger as JSON, without what is empty."""
    found = ((field, getattr(line, field.name)) for field in fields(line))
    entry = {field.name: value for field, value in found if field.default is MISSING or value}
    return json.dumps(entry, ensure_ascii=False)


def _merge_branches(text: str, ledger: Ledger) -> Ledger:
    """The ledger with one line per guid: of two branches' lines the later one.

    If the merged source differs from it, its note gets a time after both. If both have the same time, it is
    not known what learners have, so the note gets a newer time whatever its text is. If a branch has renamed
    or moved the note, the merged source may have either name, so the other line is kept, too.
    """
    latest: dict[str, NoteLine] = {}
    for note in ledger.notes:
        known = latest.setdefault(note.guid, note)
        if known.modified < note.modified:
            latest[note.guid] = note
        elif known.modified == note.modified and known.digest != note.digest:
            latest[note.guid] = replace(known, digest=UNKNOWN)
    others = {name_of(note): note for note in ledger.notes if name_of(note) != name_of(latest[note.guid])}
    for name, note in others.items():
        newest = latest[note.guid]
        others[name] = replace(note, modified=newest.modified, digest=newest.digest)
    seen: dict[object, NoteLine] = {}
    for note in latest.values():
        other = seen.setdefault(name_of(note), note)
        if other is not note:
            younger = max(note, other, key=lambda line: line.modified)
            rows = enumerate(text.splitlines(), 1)
            line = next((n for n, row in rows if json.dumps(younger.guid) in row), 1)
            message = (
                f"two branches made `{note.key}` of `{note.package}`, each with a guid of its own; "
                f"delete the line of {younger.guid}, the younger one"
            )
            raise DamagedLedgerError(line, message)
    return replace(ledger, notes=tuple(latest.values()), others=tuple(others.values()))


def _damage(reason: str) -> str:
    return f"the ledger is damaged: {reason}; take the last good one from git"
