"""Packing and reading against the floor: the same rows through plain sqlite3 and zipfile.

Run: python benchmarks/package.py [NOTES]...   (1000 and 10000 by default)
All figures are ratios taken in one run, the best of three each; peak memory is what Python allocates.
"""

import random
import sys
import tempfile
import tracemalloc
from pathlib import Path

from raw_package import write_raw_package
from timing import shortest

from deckgen.apkg.read import decode_apkg
from deckgen.apkg.write import PackageContents, write_apkg
from deckgen.render.note_types.load import load_note_type
from deckgen.reports.package import describe
from deckgen.values.document import Kind
from deckgen.values.note import Note, TimedNoteType
from deckgen.values.problem import Location
from deckgen.values.text import Guid, Html, QuestionKey, Timestamp

NOTE_TYPES = {kind: TimedNoteType(load_note_type(kind), Timestamp(1)) for kind in Kind}


def main() -> None:
    """Print a line for each size."""
    print("  notes  decks   encode   decode   list      KiB  peak MiB  floor s")
    for count in map(int, sys.argv[1:] or ["1000", "10000"]):
        for decks in (20, count // 5):
            _measure(make_notes(count, decks), decks)


def make_notes(count: int, decks: int) -> list[Note]:
    """Make notes of about 1.5 KiB, half of it marked-up code."""
    chance = random.Random(11)  # noqa: S311  # the same notes in every run
    words = [f"w{chance.randrange(10**5)}" for _ in range(3000)]
    return [_note(number, f"D::{number % decks}", words, chance) for number in range(count)]


def _note(number: int, deck: str, words: list[str], chance: random.Random) -> Note:
    code = " ".join(f'<span class="n">{word}</span>' for word in chance.choices(words, k=30))
    answer = f"<p>{' '.join(chance.choices(words, k=80))}</p><pre><code>{code}</code></pre>"
    fields = (f"<p>Question {number}?</p>", answer, "", "", "", f"key-{number}")
    return Note(
        guid=Guid(f"guid{number}"),
        modified=Timestamp(1_790_000_000 + number),
        key=QuestionKey(f"key-{number}"),
        kind=Kind.BASIC,
        deck=deck,
        tags=("tag",),
        fields=tuple(Html(field) for field in fields),
        ordinals=(0,),
        media=(),
        location=Location("source/x.md", number + 1),
    )


def _measure(notes: list[Note], decks: int) -> None:
    floor = shortest(lambda: _write_floor(notes), 3)
    content = _encode(notes)
    package = decode_apkg(content)
    ratios = [
        shortest(run, 3) / floor
        for run in (
            lambda: _encode(notes),
            lambda: decode_apkg(content),
            lambda: describe(package),
        )
    ]
    tracemalloc.start()
    _encode(notes)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    columns = "{:>8.2f} {:>8.2f} {:>6.2f}".format(*ratios)
    print(
        f"{len(notes):>7} {decks:>6} {columns} {len(content) / 1024:>8.0f} {peak / 2**20:>9.1f}  {floor:.3f}"
    )


def _encode(notes: list[Note]) -> bytes:
    decks = {note.deck: Html("") for note in notes}
    contents = PackageContents(lambda: notes, NOTE_TYPES, decks, notes[-1].modified)
    with tempfile.TemporaryDirectory() as name:
        package = Path(name, "notes.apkg")
        write_apkg(contents, package, Path(name))
        return package.read_bytes()


def _write_floor(notes: list[Note]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = ((note.guid, "\x1f".join(note.fields)) for note in notes)
        write_raw_package(Path(folder, "floor.apkg"), rows)


if __name__ == "__main__":
    main()
