"""Remembers in `.deckgen/shipped` what was ever shipped, where git does not take it back.

The first line has the commits up to which git was read, and the lines that the ledger below has not; then
follows a copy of the ledger. The file may be deleted at any time: then all is read from git, and from the
packages that stand.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from deckgen.identity.ledger import Ledger, NoteTypeLine
from deckgen.identity.ledger_file import render_row
from deckgen.identity.notes import NoteLine
from deckgen.identity.shipped import AnyLine, Shipped, find_shipped
from deckgen.project.folder import Project, ProjectError
from deckgen.project.history import find_heads, ledger_rows_since, old_packages
from deckgen.project.ledger import MAX_LEDGER_BYTES
from deckgen.project.look import read_file
from deckgen.project.root import DECKS, SHIPPED, STATE

_VERSION = 1
_decode_note = msgspec.json.Decoder(NoteLine).decode
_decode_note_type = msgspec.json.Decoder(NoteTypeLine).decode


class _Head(msgspec.Struct):
    version: int
    heads: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """What was shipped, the commits up to which git was read, and what could not be looked at."""

    shipped: Shipped
    heads: tuple[str, ...]
    unseen: str = ""


def recall(project: Project, ledger: Ledger) -> Memory:
    """What was shipped beyond this ledger, which is the one in the project's file."""
    remembered, heads = _read(project), find_heads(project)
    seen = remembered[0] if remembered else None
    lines = [] if seen == heads.commits else [*_parse(ledger_rows_since(project, seen or ()))]
    if remembered is None:
        lines += _in_packages(project, also_old=bool(heads.commits) and not lines)
    else:
        lines += remembered[1]
    return Memory(find_shipped(lines, ledger), heads.commits, "" if remembered else heads.unseen)


def remember(project: Project, memory: Memory, new_ledger: Path) -> None:
    """Keep what will have been shipped when the packages of this ledger are written; called before."""
    rows = tuple(map(render_row, memory.shipped.newest.values()))
    head = msgspec.json.encode(_Head(_VERSION, memory.heads, rows))
    path = project.root / STATE / SHIPPED
    new = path.with_suffix(".new")
    try:
        new.write_bytes(head + b"\n" + new_ledger.read_bytes())
        new.replace(path)
    except OSError:
        # An old memory would be worse than none.
        with suppress(OSError):
            path.unlink()


def _read(project: Project) -> tuple[tuple[str, ...], list[AnyLine]] | None:
    """The commits that were seen and the lines that were remembered, without those of the present ledger."""
    with suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
        first, _, copy = read_file(project.root / STATE / SHIPPED, MAX_LEDGER_BYTES).partition(b"\n")
        head = msgspec.json.decode(first, type=_Head)
        if head.version == _VERSION:
            is_present = read_file(project.ledger_path, MAX_LEDGER_BYTES) == copy
            return head.heads, [*_parse(head.rows), *_parse(() if is_present else copy.decode().splitlines())]
    return None


def _parse(rows: Iterator[str] | tuple[str, ...] | list[str]) -> Iterator[AnyLine]:
    """The lines in these rows of ledgers, apart from rows that hold none."""
    for row in rows:
        with suppress(msgspec.MsgspecError):
            if '"guid"' in row:
                yield _decode_note(row.rstrip(","))
            elif '"digest"' in row:
                yield _decode_note_type(row.rstrip(","))


def _in_packages(project: Project, *, also_old: bool) -> Iterator[AnyLine]:
    """What is in the packages that stand; if git knows no ledger, also in the old ones there."""
    paths = sorted((project.root / DECKS).glob("*.apkg"))
    if not (paths or also_old):
        return
    from deckgen.apkg.packed import UnreadablePackage  # noqa: PLC0415  # sqlite and zstd, for a rare case
    from deckgen.apkg.read import decode_apkg  # noqa: PLC0415
    from deckgen.project.package import read_package  # noqa: PLC0415
    from deckgen.project.recover import note_lines, note_type_lines  # noqa: PLC0415

    standing = ((path.stem, partial(read_package, path)) for path in paths)
    old = old_packages(project) if also_old else ()
    for name, read in (*standing, *((name, partial(decode_apkg, content)) for name, content in old)):
        with suppress(UnreadablePackage, ProjectError):
            package = read()
            yield from note_lines(name, package)
            yield from note_type_lines(package)
