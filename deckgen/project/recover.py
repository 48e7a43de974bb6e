"""Recover a lost ledger from the packages that were built with it."""

import secrets
from collections.abc import Iterator, Mapping

from deckgen.apkg.packed import PackedNoteType, PackedPackage
from deckgen.identity.digest import digest_note, digest_note_type, excerpt_sides
from deckgen.identity.ledger import Ledger, NoteTypeLine
from deckgen.identity.notes import NoteLine, name_of
from deckgen.render.note_types.load import load_note_type
from deckgen.values.document import Kind
from deckgen.values.text import QuestionKey


def recover_ledger(packages: Mapping[str, PackedPackage]) -> Ledger:
    """The ledger with which these packages, given by name, were built: guids, times and digests.

    Retired notes are in no package and are not recovered. Notes that deckgen did not make are left out.
    """
    kinds = {load_note_type(kind).id: kind for kind in Kind}
    notes: list[NoteLine] = []
    note_types: list[NoteTypeLine] = []
    for name, package in packages.items():
        notes += _note_lines(name, package, kinds)
        note_types += (_note_type_line(one, kinds[one.id]) for one in package.note_types if one.id in kinds)
    # Of several lines for one note, the newest holds, and of equally new ones the first.
    notes.sort(key=lambda line: line.modified, reverse=True)
    note_types.sort(key=lambda line: line.modified, reverse=True)
    newest = {line.guid: line for line in reversed(notes)}
    types = {line.kind: line for line in reversed(note_types)}
    lines = {name_of(line): line for line in newest.values()}
    return Ledger(
        project=secrets.token_hex(8),
        note_types=tuple(types[kind] for kind in sorted(types)),
        notes=tuple(lines[identity] for identity in sorted(lines)),
    )


def _note_lines(package: str, packed: PackedPackage, kinds: Mapping[int, Kind]) -> Iterator[NoteLine]:
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
        )


def _note_type_line(packed: PackedNoteType, kind: Kind) -> NoteTypeLine:
    digest = digest_note_type(packed.name, packed.fields, packed.templates, packed.css)
    return NoteTypeLine(kind, digest, packed.modified)
