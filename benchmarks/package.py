"""Packing and reading against the floor: the same rows through plain sqlite3 and zipfile.

Run: python benchmarks/package.py [NOTES]...   (1000 and 10000 by default)
All figures are ratios taken in one run, the best of three each; peak memory is what Python allocates.
"""

import io
import random
import sqlite3
import sys
import tempfile
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

from genanki.apkg_schema import APKG_SCHEMA

from deckgen.apkg.read import decode_apkg
from deckgen.apkg.write import encode_apkg
from deckgen.render.note_types.load import load_note_type
from deckgen.reports.package import describe
from deckgen.values.document import Kind
from deckgen.values.note import IdentifiedNote, Note, TimedNoteType
from deckgen.values.problem import Location
from deckgen.values.text import Guid, Html, QuestionKey, Timestamp

NOTE_TYPES = {kind: TimedNoteType(load_note_type(kind), Timestamp(1)) for kind in Kind}


def main() -> None:
    """Print a line for each size."""
    print("  notes  decks   encode   decode   list      KiB  peak MiB  floor s")
    for count in map(int, sys.argv[1:] or ["1000", "10000"]):
        for decks in (20, count // 5):
            _measure(make_notes(count, decks), decks)


def make_notes(count: int, decks: int) -> list[IdentifiedNote]:
    """Make notes of about 1.5 KiB, half of it marked-up code."""
    chance = random.Random(11)  # noqa: S311  # the same notes in every run
    words = [f"w{chance.randrange(10**5)}" for _ in range(3000)]
    return [_note(number, f"D::{number % decks}", words, chance) for number in range(count)]


def _note(number: int, deck: str, words: list[str], chance: random.Random) -> IdentifiedNote:
    code = " ".join(f'<span class="n">{word}</span>' for word in chance.choices(words, k=30))
    answer = f"<p>{' '.join(chance.choices(words, k=80))}</p><pre><code>{code}</code></pre>"
    fields = (f"<p>Question {number}?</p>", answer, "", "", "", f"key-{number}")
    return IdentifiedNote(
        Note(
            key=QuestionKey(f"key-{number}"),
            kind=Kind.BASIC,
            deck=deck,
            tags=("tag",),
            fields=tuple(Html(field) for field in fields),
            ordinals=(0,),
            media=(),
            location=Location("source/x.md", number + 1),
        ),
        Guid(f"guid{number}"),
        Timestamp(1_790_000_000 + number),
    )


def _measure(notes: list[IdentifiedNote], decks: int) -> None:
    floor = _best(lambda: write_floor(notes))
    content = encode_apkg(notes, NOTE_TYPES, {})
    package = decode_apkg(content)
    ratios = [
        _best(run) / floor
        for run in (
            lambda: encode_apkg(notes, NOTE_TYPES, {}),
            lambda: decode_apkg(content),
            lambda: describe(package),
        )
    ]
    tracemalloc.start()
    encode_apkg(notes, NOTE_TYPES, {})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    columns = "{:>8.2f} {:>8.2f} {:>6.2f}".format(*ratios)
    print(
        f"{len(notes):>7} {decks:>6} {columns} {len(content) / 1024:>8.0f} {peak / 2**20:>9.1f}  {floor:.3f}"
    )


def write_floor(notes: list[IdentifiedNote]) -> bytes:
    """Do the least that makes a package of these rows, compressed as ours is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "collection.anki2")
        connection = sqlite3.connect(path)
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
        connection.executescript(APKG_SCHEMA)
        connection.executemany(
            "INSERT INTO notes VALUES (?, ?, 1, ?, -1, '', ?, '', 0, 0, '')",
            ((place, n.guid, n.modified, "\x1f".join(n.note.fields)) for place, n in enumerate(notes, 1)),
        )
        connection.executemany(
            "INSERT INTO cards VALUES (?, ?, 1, 0, 0, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')",
            ((place, place, place) for place in range(1, len(notes) + 1)),
        )
        connection.commit()
        connection.close()
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            archive.write(path, "collection.anki2")
            archive.writestr("media", "{}")
        return stream.getvalue()


def _best(run: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        run()
        times.append(time.perf_counter() - begun)
    return min(times)


if __name__ == "__main__":
    main()
