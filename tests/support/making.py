"""Notes, note types and packages made by hand, so that these tests need no other stage."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from deckgen.apkg.write import PackageContents, write_apkg
from deckgen.identity.ledger import Ledger
from deckgen.identity.ledger_file import ledger_rows
from deckgen.values.document import Kind
from deckgen.values.note import (
    Field,
    Media,
    Note,
    NoteType,
    Template,
    TimedNoteType,
)
from deckgen.values.problem import Location
from deckgen.values.text import Guid, Html, QuestionKey, Timestamp

MONDAY = Timestamp(1_790_000_000)

_FIELDS = ("Question", "Answer", "Extra", "Hint", "Source", "Key")
_CLOZE_FIELDS = ("Text", "Question", "Extra", "Hint", "Source", "Key")
_TAIL = "{{#Hint}}<p>{{hint:Hint}}</p>{{/Hint}}"
_TEMPLATES = {
    Kind.BASIC: (("Card 1", "{{Question}}" + _TAIL, "{{Question}}<hr id=answer>{{Answer}}{{Extra}}"),),
    Kind.REVERSED: (
        ("Card 1", "{{Question}}" + _TAIL, "{{Question}}<hr id=answer>{{Answer}}{{Extra}}"),
        ("Card 2", "{{Answer}}", "{{Answer}}<hr id=answer>{{Question}}{{Extra}}"),
    ),
    Kind.TYPED: (("Card 1", "{{Question}}{{type:Answer}}", "{{Question}}<hr id=answer>{{type:Answer}}"),),
    Kind.CLOZE: (("Cloze", "{{Question}}{{cloze:Text}}", "{{Question}}{{cloze:Text}}{{Extra}}"),),
}


def note_type(kind: Kind, modified: Timestamp = MONDAY, css: str = ".card { color: black }") -> TimedNoteType:
    """Return a note type like those that deckgen ships."""
    base = 1_700_000_000_000 + 1000 * list(Kind).index(kind)
    fields = _CLOZE_FIELDS if kind is Kind.CLOZE else _FIELDS
    return TimedNoteType(
        NoteType(
            kind=kind,
            name=f"deckgen {kind}",
            id=base,
            fields=tuple(Field(name, base + 10 + place) for place, name in enumerate(fields)),
            templates=tuple(
                Template(name, base + 20 + place, front, back)
                for place, (name, front, back) in enumerate(_TEMPLATES[kind])
            ),
            css=css,
        ),
        modified,
    )


NOTE_TYPES = {kind: note_type(kind) for kind in Kind}


def note(
    key: str,
    question: str = "",
    answer: str = "<p>42</p>",
    *,
    kind: Kind = Kind.BASIC,
    deck: str = "大模型面试::数学基础",
    tags: tuple[str, ...] = (),
    ordinals: tuple[int, ...] = (0,),
    media: tuple[Media, ...] = (),
    modified: int = MONDAY,
) -> Note:
    """Return a note as it comes from the ledger; a cloze has its text in `question`."""
    fields = (question or f"<p>{key}?</p>", answer, "", "", "", key)
    return Note(
        guid=Guid(f"guid-{key}"),
        modified=Timestamp(modified),
        key=QuestionKey(key),
        kind=kind,
        deck=deck,
        tags=tags,
        fields=tuple(Html(field) for field in fields),
        ordinals=ordinals,
        media=media,
        location=Location("source/x.md", 1),
    )


def changed(note: Note, modified: int, **changes: object) -> Note:
    """Return the note with other content, later."""
    return replace(note, modified=Timestamp(modified), **changes)  # type: ignore[arg-type]  # the caller's names


def encode_apkg(
    notes: Sequence[Note], note_types: Mapping[Kind, TimedNoteType], descriptions: Mapping[str, Html]
) -> bytes:
    """Return the content of an `.apkg` that holds these notes, to be studied in this order.

    `descriptions` are the decks' texts by full name; a deck without notes of its own may have one too.
    """
    names = dict.fromkeys([*(note.deck for note in notes), *descriptions])
    contents = PackageContents(
        notes=lambda: notes,
        note_types=note_types,
        decks={name: descriptions.get(name, Html("")) for name in names},
        created=max((note.modified for note in notes), default=Timestamp(0)),
    )
    with tempfile.TemporaryDirectory(prefix="deckgen-") as name:
        folder = Path(name)
        write_apkg(contents, folder / "notes.apkg", folder)
        return (folder / "notes.apkg").read_bytes()


def render_ledger(ledger: Ledger) -> str:
    """The text of the ledger's file."""
    return "".join(f"{row}\n" for row in ledger_rows(ledger))
