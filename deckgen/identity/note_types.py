"""Gives each note type its time, for a whole project at once."""

from collections.abc import Iterable
from dataclasses import replace

from deckgen.identity.digest import digest_note_type
from deckgen.identity.ledger import Ledger, NoteTypeLine
from deckgen.identity.shipped import NOTHING_SHIPPED, Shipped
from deckgen.values.document import Kind
from deckgen.values.note import NoteType, TimedNoteType
from deckgen.values.text import Timestamp


def time_note_types(
    note_types: Iterable[NoteType], ledger: Ledger, now: Timestamp, shipped: Shipped = NOTHING_SHIPPED
) -> tuple[dict[Kind, TimedNoteType], Ledger]:
    """Each note type with the time at which it last changed, and the ledger that remembers it."""
    lines = {line.kind: line for line in ledger.note_types}
    timed = {}
    for note_type in note_types:
        digest = digest_note_type(note_type.name, note_type.fields, note_type.templates, note_type.css)
        known = lines.get(note_type.kind)
        known = known and shipped.raised(known)
        if known is None or known.digest != digest:
            modified = Timestamp(max(now, known.modified + 1)) if known else now
            known = NoteTypeLine(note_type.kind, digest, modified)
        lines[note_type.kind] = known
        timed[note_type.kind] = TimedNoteType(note_type, lines[note_type.kind].modified)
    return timed, replace(ledger, note_types=tuple(lines[kind] for kind in sorted(lines)))
