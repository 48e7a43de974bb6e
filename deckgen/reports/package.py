"""List what a package holds: for people as text, for programs as JSON."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from deckgen.apkg.packed import PackedPackage
from deckgen.reports.as_json import Json
from deckgen.reports.printable import BLANK, printable
from deckgen.values.decks import with_parents
from deckgen.values.wording import counted


def describe(package: PackedPackage) -> str:
    """Return a listing of decks, note types, tags and media, its columns aligned in any script."""
    summary = " · ".join(
        (
            counted(len(package.notes), "note"),
            counted(sum(len(note.cards) for note in package.notes), "card"),
            counted(len(package.media), "media file"),
            f"newest change {_date(_newest(package))}",
        )
    )
    tables = (_deck_rows(package), _note_type_rows(package), _tag_rows(package), _media_rows(package))
    return "\n\n".join((summary, *(_aligned(rows) for rows in tables if len(rows) > 1)))


def to_json(package: PackedPackage) -> dict[str, Json]:
    """Return the same for programs.

    A deck counts what lies in itself, not in its subdecks; `modified` are seconds since 1970 UTC, 0 where
    there is no note; the size of a media file that is listed but not there is null.
    """
    notes, cards = _decks_of_notes(package), _decks_of_cards(package)
    by_type = Counter(note.note_type.id for note in package.notes)
    return {
        "notes": len(package.notes),
        "cards": sum(len(note.cards) for note in package.notes),
        "modified": _newest(package),
        "decks": [
            {
                "name": deck.name,
                "notes": notes[deck.name],
                "cards": cards[deck.name],
                "description": deck.description,
            }
            for deck in package.decks
        ],
        "note_types": [
            {
                "id": note_type.id,
                "name": note_type.name,
                "cloze": note_type.is_cloze,
                "fields": [field.name for field in note_type.fields],
                "templates": [template.name for template in note_type.templates],
                "modified": note_type.modified,
                "notes": by_type[note_type.id],
            }
            for note_type in package.note_types
        ],
        "tags": [{"name": name, "notes": count} for name, count in _tags(package)],
        "media": [{"name": media.name, "size": media.size} for media in package.media],
    }


_Row = tuple[str, ...]


def _deck_rows(package: PackedPackage) -> list[_Row]:
    """List the decks as Anki does: as a tree, each with what its subdecks hold too."""
    notes: Counter[str] = Counter()
    cards: Counter[str] = Counter()
    for note in package.notes:
        notes.update({deck for card in note.cards for deck in with_parents(card.deck)})
        cards.update(deck for card in note.cards for deck in with_parents(card.deck))
    described = [parent for deck in package.decks if deck.description for parent in with_parents(deck.name)]
    rows: list[_Row] = [("Decks", "notes", "cards")]
    for name in sorted(notes.keys() | set(described), key=lambda name: name.split("::")):
        *above, last = name.split("::")
        rows.append(("  " * len(above) + last, str(notes[name]), str(cards[name])))
    return rows


def _note_type_rows(package: PackedPackage) -> list[_Row]:
    notes = Counter(note.note_type.id for note in package.notes)
    cards = Counter(note.note_type.id for note in package.notes for _ in note.cards)
    return [
        ("Note types", "notes", "cards", "changed"),
        *(
            (kind.name, str(notes[kind.id]), str(cards[kind.id]), _date(kind.modified))
            for kind in package.note_types
        ),
    ]


def _tag_rows(package: PackedPackage) -> list[_Row]:
    return [("Tags", "notes"), *((name, str(count)) for name, count in _tags(package))]


def _media_rows(package: PackedPackage) -> list[_Row]:
    return [
        ("Media", "size"),
        *((file.name, "missing" if file.size is None else _size(file.size)) for file in package.media),
    ]


def _decks_of_notes(package: PackedPackage) -> Counter[str]:
    """Count the notes of each deck; a note whose cards lie in two decks counts in both."""
    return Counter(deck for note in package.notes for deck in {card.deck for card in note.cards})


def _decks_of_cards(package: PackedPackage) -> Counter[str]:
    return Counter(card.deck for note in package.notes for card in note.cards)


def _tags(package: PackedPackage) -> list[tuple[str, int]]:
    """Return tags with their numbers of notes, the most used first."""
    counts = Counter(tag for note in package.notes for tag in note.tags)
    return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))


def _newest(package: PackedPackage) -> int:
    return max((note.modified for note in package.notes), default=0)


def _date(seconds: int) -> str:
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC" if seconds else "never"
    except (ValueError, OverflowError, OSError):
        return f"at second {seconds}"


def _size(size: int) -> str:
    return counted(size, "byte") if size < 1024 else f"{size / 1024:,.1f} KiB"


def _aligned(rows: Sequence[_Row]) -> str:
    """Set the first column left and the others right; below the heading the first is indented."""
    texts = [tuple(map(_printable, row)) for row in rows]
    texts = [texts[0], *((f"  {first}", *others) for first, *others in texts[1:])]
    widths = [max(map(_width, column)) for column in zip(*texts, strict=True)]
    lines = []
    for first, *others in texts:
        cells = [first + " " * (widths[0] - _width(first))]
        cells += [" " * (width - _width(cell)) + cell for cell, width in zip(others, widths[1:], strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _printable(text: str) -> str:
    return printable(text).replace("\n", BLANK)


def _width(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
