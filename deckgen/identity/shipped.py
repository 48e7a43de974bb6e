"""What was ever shipped, also where git or a backup has taken the ledger back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from deckgen.identity.ledger import Ledger, NoteTypeLine
from deckgen.identity.notes import UNKNOWN, NoteLine

AnyLine = NoteLine | NoteTypeLine
_Line = TypeVar("_Line", NoteLine, NoteTypeLine)


@dataclass(frozen=True, slots=True)
class Shipped:
    """Lines of packages that were written, by guid or kind, where the ledger has an older one or none.

    Anki takes a text only with a newer time than the one that it has. So if the ledger has an older time than
    a learner may have, the text that goes out next needs a newer one, even if it is an old text.
    """

    newest: Mapping[str, AnyLine]

    def raised(self, line: _Line) -> _Line:
        """The line with the newest time and what went out then, if that is known."""
        known = self.newest.get(_name_of(line))
        if known is None or (known.modified, known.digest) == (line.modified, line.digest):
            return line
        digest = UNKNOWN if known.modified == line.modified else known.digest
        if isinstance(line, NoteTypeLine) and isinstance(known, NoteTypeLine):
            line = replace(line, version=known.version)
        return replace(line, modified=known.modified, digest=digest)

    def note_types(self) -> list[NoteTypeLine]:
        """The lines of note types."""
        return [line for line in self.newest.values() if isinstance(line, NoteTypeLine)]

    def lost_notes(self, ledger: Ledger) -> list[NoteLine]:
        """The notes that the ledger does not know, as ones that may come back."""
        known = {line.guid for line in ledger.notes}
        lost = (line for line in self.newest.values() if isinstance(line, NoteLine))
        return [replace(line, retired=True) for line in lost if line.guid not in known]


def find_shipped(lines: Iterable[AnyLine], ledger: Ledger) -> Shipped:
    """What these lines, of old ledgers and packages, say beyond the ledger.

    If different contents went out under one name at one time, it is not known which one learners have.
    """
    present: dict[str, AnyLine] = {_name_of(line): line for line in ledger.note_types}
    present |= {_name_of(line): line for line in ledger.notes}
    newest: dict[str, AnyLine] = {}
    for line in lines:
        name = _name_of(line)
        known = newest.get(name) or present.get(name)
        if known is None or known.modified < line.modified:
            newest[name] = line
        elif known.modified == line.modified and known.digest != line.digest:
            newest[name] = replace(known, digest=UNKNOWN)
    return Shipped(newest)


def _name_of(line: AnyLine) -> str:
    return line.guid if isinstance(line, NoteLine) else line.kind


NOTHING_SHIPPED = Shipped({})
