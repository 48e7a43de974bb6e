"""List what a package holds: for people as text, for programs as JSON."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import chain

from deckgen.apkg.packed import PackedPackage
from deckgen.reports.as_json import Json
from deckgen.reports.columns import width
from deckgen.reports.printable import printable_line
from deckgen.reports.styled import Line, as_table, plain
from deckgen.values.decks import with_parents
from deckgen.values.wording import counted


def describe(package: PackedPackage) -> list[Line]:
    """A listing of decks, note types, tags and media, its columns aligned in any script."""
    summary = (
        counted(len(package.notes), "note"),
        counted(sum(len(note.cards) for note in package.notes), "card"),
        counted(len(package.media), "media file"),
        f"newest change {_date(_newest(package))}",
    )
    tags = [(name, str(count)) for name, count in _tags(package)]
    media = [(file.name, "missing" if file.size is None else _size(file.size)) for file in package.media]
    tables = (
        [("Decks", "notes", "cards"), *_deck_rows(package)],
        [("Note types", "notes", "cards", "changed"), *_note_type_rows(package)],
        [("Tags", "notes"), *tags],
        [("Media", "size"), *media],
    )
    aligned = [line for rows in tables if len(rows) > 1 for line in (plain(""), *_aligned(rows))]
    return [((" · ".join(summary), "heading"),), *aligned]


def to_json(package: PackedPackage) -> dict[str, Json]:
    """The content of a package as JSON.

    The counts of a deck do not include its subdecks. `modified` is in seconds since 1970 UTC, and 0 without
    notes. The size of a media file that is listed but missing is null.
    """
    notes, cards = _count_by_deck(package, lambda deck: (deck,))
    by_type = Counter(note.note_type.id for note in package.notes)
    return {
        "notes": len(package.notes),
        "cards": sum(len(note.cards) for note in package.notes),
        "modified": _newest(package),
        "decks": [
            {**asdict(deck), "notes": notes[deck.name], "cards": cards[deck.name]} for deck in package.decks
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
        "media": [asdict(file) for file in package.media],
    }


_Row = tuple[str, ...]


def _count_by_deck(
    package: PackedPackage, decks_of: Callable[[str], Iterable[str]]
) -> tuple[Counter[str], Counter[str]]:
    """The number of notes and of cards per deck; a card of a deck counts in all that `decks_of` names."""
    found = [[deck for card in note.cards for deck in decks_of(card.deck)] for note in package.notes]
    return Counter(chain.from_iterable(map(set, found))), Counter(chain.from_iterable(found))


def _deck_rows(package: PackedPackage) -> Iterable[_Row]:
    """The decks as Anki lists them: as a tree, in which a deck counts what its subdecks hold too."""
    notes, cards = _count_by_deck(package, with_parents)
    described = {parent for deck in package.decks if deck.description for parent in with_parents(deck.name)}
    for name in sorted(notes.keys() | described, key=lambda name: name.split("::")):
        *above, last = name.split("::")
        yield "  " * len(above) + last, str(notes[name]), str(cards[name])


def _note_type_rows(package: PackedPackage) -> Iterable[_Row]:
    notes = Counter(note.note_type.id for note in package.notes)
    cards = Counter(note.note_type.id for note in package.notes for _ in note.cards)
    for kind in package.note_types:
        yield kind.name, str(notes[kind.id]), str(cards[kind.id]), _date(kind.modified)


def _tags(package: PackedPackage) -> list[tuple[str, int]]:
    """The tags with their numbers of notes, the most used first."""
    return Counter(sorted(tag for note in package.notes for tag in note.tags)).most_common()


def _newest(package: PackedPackage) -> int:
    return max((note.modified for note in package.notes), default=0)


def _date(seconds: int) -> str:
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC" if seconds else "never"
    except (ValueError, OverflowError, OSError):
        return f"at second {seconds}"


def _size(size: int) -> str:
    return counted(size, "byte") if size < 1024 else f"{size / 1024:,.1f} KiB"


def _aligned(rows: Sequence[_Row]) -> list[Line]:
    """The rows with the first column aligned left and the others right; all but the heading are indented."""
    texts = [tuple(printable_line(cell) for cell in row) for row in rows]
    texts = [texts[0], *((f"  {first}", *others) for first, *others in texts[1:])]
    widths = [max(map(width, column)) for column in zip(*texts, strict=True)]
    lines = []
    for row in texts:
        first, *others = ((cell, " " * (w - width(cell))) for cell, w in zip(row, widths, strict=True))
        lines.append("  ".join(["".join(first), *(blank + cell for cell, blank in others)]).rstrip())
    return as_table(lines)
