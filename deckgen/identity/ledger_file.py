"""Reads and writes the ledger's file: JSON with one line per note, sorted, so that git can merge it."""

import json
from collections.abc import Iterator
from dataclasses import fields, replace

from deckgen.identity.ledger import Ledger, NoteTypeLine
from deckgen.identity.notes import NoteLine, name_of
from deckgen.values.document import Kind
from deckgen.values.text import Guid, QuestionKey, Timestamp

VERSION = 1

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
    if not isinstance(content, dict) or "version" not in content:
        raise DamagedLedgerError(1, _damage("it has no version"))
    if content["version"] != VERSION:
        message = (
            f"the ledger has version {content['version']!r}, this deckgen knows {VERSION}; update deckgen"
        )
        raise DamagedLedgerError(1, message)
    try:
        ledger = Ledger(
            project=_text(content["project"]),
            note_types=tuple(_note_type_line(entry) for entry in content["note_types"] if entry),
            notes=tuple(_note_line(entry) for entry in content["notes"] if entry),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DamagedLedgerError(1, _damage(f"a line lacks or mistakes {error}")) from None
    return _merge_branches(text, ledger)


def render_ledger(ledger: Ledger) -> str:
    """The file's text."""
    return "".join(f"{row}\n" for row in ledger_rows(ledger))


def ledger_rows(ledger: Ledger) -> Iterator[str]:
    """The file's lines. Each line of a note ends in a comma, so that git can merge the lines of two branches.

    For JSON an empty `{}` ends each list.
    """
    yield "{"
    yield f'"version": {VERSION},'
    yield f'"project": {json.dumps(ledger.project)},'
    yield '"note_types": ['
    yield from map(_row, ledger.note_types)
    yield "{}],"
    yield '"notes": ['
    yield from map(_row, ledger.notes)
    yield "{}]"
    yield "}"


def _row(line: NoteLine | NoteTypeLine) -> str:
    entry = {field.name: getattr(line, field.name) for field in fields(line)}
    if not entry.get("retired"):
        entry.pop("retired", None)
    return json.dumps(entry, ensure_ascii=False) + ","


def _note_line(entry: dict[str, object]) -> NoteLine:
    return NoteLine(
        package=_text(entry["package"]),
        key=QuestionKey(_text(entry["key"])),
        kind=Kind(_text(entry["kind"])),
        guid=Guid(_text(entry["guid"])),
        digest=_text(entry["digest"]),
        modified=_time(entry["modified"]),
        question=_text(entry["question"], may_be_empty=True),
        answer=_text(entry["answer"], may_be_empty=True),
        retired=bool(entry.get("retired", False)),
    )


def _note_type_line(entry: dict[str, object]) -> NoteTypeLine:
    return NoteTypeLine(Kind(_text(entry["kind"])), _text(entry["digest"]), _time(entry["modified"]))


def _text(found: object, *, may_be_empty: bool = False) -> str:
    if not isinstance(found, str) or not (found or may_be_empty):
        raise ValueError(f"a text, and has {found!r}")
    return found


def _time(found: object) -> Timestamp:
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise ValueError(f"a time in whole seconds, and has {found!r}")
    return Timestamp(found)


def _merge_branches(text: str, ledger: Ledger) -> Ledger:
    """The ledger with one line per guid: of two branches' lines the later one.

    If the merged source differs from both, its note gets a time after both.
    """
    latest: dict[Guid, NoteLine] = {}
    for note in ledger.notes:
        known = latest.setdefault(note.guid, note)
        if known.modified < note.modified:
            latest[note.guid] = note
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
    return replace(ledger, notes=tuple(latest.values()))


def _damage(reason: str) -> str:
    return f"the ledger is damaged: {reason}; take the last good one from git"
