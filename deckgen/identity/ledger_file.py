"""The ledger's form as a file: JSON with one line a note, sorted, so that git merges it."""

import json
from collections.abc import Iterator
from dataclasses import replace

from deckgen.identity.ledger import Ledger, NoteLine, NoteTypeLine
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
        DamagedLedgerError: it holds merge conflicts, is not JSON, was written by a newer deckgen, or lacks
            what a ledger has. Building on without it could give every note a new guid.
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
    """The file's lines. Every line of a note ends in a comma, so that two branches' lines merge.

    Hence the empty `{}` at the end of each list.
    """
    yield "{"
    yield f'"version": {VERSION},'
    yield f'"project": {json.dumps(ledger.project)},'
    yield '"note_types": ['
    for line in ledger.note_types:
        yield _row({"kind": line.kind, "digest": line.digest, "modified": line.modified})
    yield "{}],"
    yield '"notes": ['
    for note in ledger.notes:
        yield _row(_entry(note))
    yield "{}]"
    yield "}"


def _row(entry: dict[str, object]) -> str:
    return json.dumps(entry, ensure_ascii=False) + ","


def _entry(line: NoteLine) -> dict[str, object]:
    entry: dict[str, object] = {
        "package": line.package,
        "key": line.key,
        "kind": line.kind,
        "guid": line.guid,
        "digest": line.digest,
        "modified": line.modified,
        "question": line.question,
        "answer": line.answer,
    }
    return {**entry, "retired": True} if line.retired else entry


def _note_line(entry: dict[str, object]) -> NoteLine:
    return NoteLine(
        package=_text(entry["package"]),
        key=QuestionKey(_text(entry["key"])),
        kind=Kind(_text(entry["kind"])),
        guid=Guid(_text(entry["guid"])),
        digest=_text(entry["digest"]),
        modified=_time(entry["modified"]),
        question=_excerpt(entry["question"]),
        answer=_excerpt(entry["answer"]),
        retired=bool(entry.get("retired", False)),
    )


def _note_type_line(entry: dict[str, object]) -> NoteTypeLine:
    return NoteTypeLine(Kind(_text(entry["kind"])), _text(entry["digest"]), _time(entry["modified"]))


def _text(found: object) -> str:
    if not isinstance(found, str) or not found:
        raise ValueError(f"a text, and has {found!r}")
    return found


def _excerpt(found: object) -> str:
    if not isinstance(found, str):
        raise ValueError(f"a text, and has {found!r}")
    return found


def _time(found: object) -> Timestamp:
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise ValueError(f"a time in whole seconds, and has {found!r}")
    return Timestamp(found)


def _merge_branches(text: str, ledger: Ledger) -> Ledger:
    """One line a note where two branches each left theirs: of the same guid the later one.

    Whatever the merged source says, its note gets a time after both.
    """
    latest: dict[Guid, NoteLine] = {}
    for note in ledger.notes:
        known = latest.setdefault(note.guid, note)
        if known.modified < note.modified:
            latest[note.guid] = note
    seen: dict[object, NoteLine] = {}
    for note in latest.values():
        other = seen.setdefault((note.package, note.key, note.kind), note)
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
