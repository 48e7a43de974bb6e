"""Recover a lost ledger from the packages that were built with it."""

import secrets
from collections.abc import Container, Iterable, Iterator, Mapping

from deckgen.apkg.packed import PackedNoteType, PackedPackage
from deckgen.identity.digest import digest_clozes, digest_note, digest_note_type, excerpt_sides
from deckgen.identity.ledger import Ledger, NoteTypeLine
from deckgen.identity.notes import NoteLine, name_of
from deckgen.render.note_types.load import load_note_type
from deckgen.values.document import Kind
from deckgen.values.note import Field
from deckgen.values.text import NO_TIME, QuestionKey


def recover_ledger(packages: Mapping[str, PackedPackage], live: Container[str]) -> Ledger:
    """The ledger with which these packages, given by name, were built: guids, times and digests.

    Retired notes are in no package and are not recovered. Notes that deckgen did not make are left out. Of a
    note in several packages the line of a `live` package holds, which has sources: another one may be left
    from before the note moved.
    """
    notes: list[NoteLine] = []
    note_types: list[tuple[bool, NoteTypeLine]] = []
    for name, package in packages.items():
        notes += note_lines(name, package)
        note_types += ((name in live, line) for line in note_type_lines(package))
    # Of several lines for one note, the newest holds, and of equally new ones the first.
    notes.sort(key=lambda line: (line.package in live, line.modified), reverse=True)
    note_types.sort(key=lambda found: (found[0], found[1].modified), reverse=True)
    newest = {line.guid: line for line in reversed(notes)}
    types = {line.kind: line for _, line in reversed(note_types)}
    lines = {name_of(line): line for line in newest.values()}
    return Ledger(
        project=secrets.token_hex(8),
        note_types=tuple(types[kind] for kind in sorted(types)),
        notes=tuple(lines[identity] for identity in sorted(lines)),
    )


def note_lines(package: str, packed: PackedPackage) -> Iterator[NoteLine]:
    """The ledger's lines of the notes in a package that deckgen made."""
    kinds = {one.id: _kind_of(one) for one in packed.note_types}
    for note in packed.notes:
        kind, key = kinds.get(note.note_type.id), QuestionKey(note.field("Key"))
        if kind is None or not key:
            continue
        question, answer = excerpt_sides(kind, note.fields)
        yield NoteLine(
            package=package,
            key=key,
            kind=kind,
            guid=note.guid,
            digest=digest_note(kind, note.fields, note.tags),
            modified=note.modified,
            question=question,
            answer=answer,
            deck=note.cards[0].deck if note.cards else "",
            clozes=digest_clozes(kind, note.fields),
            # Whether an author wrote the key is not known.
            made=True,
        )


def note_type_lines(packed: PackedPackage) -> Iterator[NoteTypeLine]:
    """The ledger's lines of the note types in a package that deckgen made."""
    for one in packed.note_types:
        if (kind := _kind_of(one)) is not None:
            digest = digest_note_type(one.name, one.fields, one.templates, one.css)
            is_own = one.id != load_note_type(kind).id
            own = (one.id, one.name) if is_own else (0, "")
            yield NoteTypeLine(kind, digest, one.modified, NO_TIME, *own)


def _kind_of(packed: PackedNoteType) -> Kind | None:
    """The kind of a note type; one of a project's own has another id, but fields with the same ids."""
    note_types = map(load_note_type, Kind)
    found = (one.kind for one in note_types if packed.id == one.id or _ids(packed.fields) == _ids(one.fields))
    return next(found, None)


def _ids(fields: Iterable[Field]) -> list[int | None]:
    return [field.id for field in fields]
