"""Measures how time grows with the size of each construct, and prints the table of docs/performance.md.

Run: python benchmarks/growth.py   (--help shows the options)
Each construct is read at a quarter of its largest size, at half of it and at all of it. The exponent is 1
where twice the text takes twice the time, and 2 where it takes four times as long. Times are CPU time within
this process. Linux or macOS; about an hour, and `--share 8` a quarter of it.
"""

import argparse
import contextlib
import gc
import math
import platform
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from constructs import Construct, Stage, constructs

sys.path.insert(0, str(Path(__file__).parent.parent))

from deckgen.compilation.read_document import read_document
from deckgen.compilation.values import PackageSources, Progress
from deckgen.compile import check_packages
from deckgen.fix.mend import mend
from deckgen.fix.reading import source_reader
from deckgen.identity.ledger import Ledger
from deckgen.pages.ingest import ingest
from deckgen.pages.page import Block, PageKind, Shape
from deckgen.pages.plan import rows
from deckgen.pages.plan.plan_file import PlanError, read_plan, take_over
from deckgen.sources.settings.from_toml import parse_settings
from deckgen.values.codes import Code
from deckgen.values.note import MediaFault, MediaReference
from deckgen.values.outline import DocumentOutline, NoteBody
from deckgen.values.problem import Location
from deckgen.values.settings import DEFAULT_LEVEL, Level, Settings
from deckgen.values.source import SourceFile

MOST = 1.2
"""The exponent above which a construct fails; what is above 1 is caches and other work of the machine."""

NOISE = 0.1
"""Seconds; a construct that takes less at its largest size does not fail."""

LEAST = 0.001
"""Seconds; less than this counts as this."""

SHOWN = 6
"""How many rows of each reader the page shows: those that took longest. Those that fail are all shown."""

PAGE = Path(__file__).parent.parent / "docs/performance.md"
BEGIN, END = "<!-- the growth table: begin -->", "<!-- the growth table: end -->"

_CARDS = "".join(f"## Question {n}? {{#k{n}}}\n\nThe card says claim {n} here.\n\n" for n in range(200))


class _TooSlow(BaseException):
    """Ends a measurement; a BaseException, so that nothing takes it for a mistake in a text."""


class _Documents:
    """Reads sources and remembers their notes, as a build without processes and without a cache does."""

    def __init__(self) -> None:
        self._bodies: dict[SourceFile, tuple[NoteBody | None, ...]] = {}

    def read(self, files: Sequence[SourceFile], progress: Progress) -> Iterator[DocumentOutline]:
        for file in files:
            read = read_document(file, _no_media)
            self._bodies[file] = read.bodies
            yield read.outline

    def bodies(self, file: SourceFile) -> tuple[NoteBody | None, ...]:
        return self._bodies[file]


@dataclass(frozen=True, slots=True)
class Row:
    """A construct, and the seconds at a quarter, a half and all of its largest size; infinite if too long."""

    construct: Construct
    times: tuple[float, float, float]

    @property
    def exponent(self) -> float:
        """How time grows from a quarter to all; some machines count CPU time in steps and measure zero."""
        quarter, whole = max(self.times[0], LEAST), max(self.times[2], LEAST)
        return math.log(whole / quarter, 4) if whole < math.inf else math.inf

    @property
    def passed(self) -> bool:
        """Whether it grows like the text, or takes no time worth the name."""
        return self.times[2] < NOISE or self.exponent <= MOST


def main() -> None:
    """Measure, and print the table."""
    options = _parse()
    gc.set_threshold(100_000, 50, 50)  # as `deckgen` does
    signal.signal(signal.SIGPROF, _stop)
    chosen = [one for one in constructs(options.share) if options.only in f"{one.stage}: {one.name}"]
    measured = []
    for number, construct in enumerate(chosen, 1):
        print(f"\r{number} of {len(chosen)}", end="", file=sys.stderr, flush=True)
        row = _measure(construct, options.seconds)
        if not row.passed and row.exponent < math.inf:  # another process may have been in the way
            row = min(row, _measure(construct, options.seconds), key=lambda one: one.exponent)
        measured.append(row)
        if not row.passed:
            print(f"\r{construct.stage}: {' | '.join(_cells(row))}", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    table = render_table(measured, options.share)
    print(table)
    if options.write:
        before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


def render_table(rows: Sequence[Row], share: int) -> str:
    """What the page shows: the rows of each reader that took longest, and those that fail."""
    smaller = f"; files and pages are {share} times smaller" if share > 1 else ""
    failed = [row for row in rows if not row.passed]
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}: {len(rows):,} constructs{smaller}, "
        f"{len(failed)} above {MOST:g}. Python {platform.python_version()}.",
        "",
        "| reader | construct | n, KiB | n, s | 2n, s | 4n, s | exponent |   |",
        "|---|---|--:|--:|--:|--:|--:|---|",
    ]
    for stage in Stage:
        of_stage = sorted(
            (row for row in rows if row.construct.stage is stage), key=lambda row: -row.times[2]
        )
        shown = [row for number, row in enumerate(of_stage) if number < SHOWN or not row.passed]
        lines += (f"| {stage} | {' | '.join(_cells(row))} |" for row in shown)
        if left := len(of_stage) - len(shown):
            slowest = max(row.times[2] for row in of_stage if row not in shown)
            most = max((row.exponent for row in of_stage if row.times[2] >= NOISE), default=0)
            lines.append(
                f"| {stage} | {left:,} others | | | | ≤ {slowest:.2f} | ≤ {min(most, MOST):.2f} | ✓ |"
            )
    return "\n".join(lines)


def _cells(row: Row) -> list[str]:
    name = row.construct.name.replace("|", "\\|")
    name = re.sub(r" of ('.*'|\".*\")$", lambda match: f" of ``{match[1][1:-1]}``", name)
    times = ["–" if seconds == math.inf else f"{seconds:.2f}" for seconds in row.times]
    exponent = "–" if row.exponent == math.inf else f"{row.exponent:.2f}"
    return [name, str(row.construct.limit // 4096), *times, exponent, "✓" if row.passed else "✗"]


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Print how time grows with the size of each construct.")
    parser.add_argument("--only", default="", metavar="TEXT", help="those with this text in reader and name")
    parser.add_argument("--seconds", type=float, default=60, help="the most for one reading (60)")
    parser.add_argument("--share", type=int, default=1, help="make files and pages so many times smaller (1)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md, too")
    return parser.parse_args()


def _measure(construct: Construct, seconds: float) -> Row:
    times = []
    for share in (4, 2, 1):
        content = construct.fill(construct.limit // share).encode()
        times.append(min(_time(construct.stage, content, seconds) for _ in range(3 if share == 4 else 1)))
        if times[-1] == math.inf:
            break
    one, two, four = (*times, math.inf, math.inf)[:3]
    return Row(construct, (one, two, four))


def _time(stage: Stage, content: bytes, seconds: float) -> float:
    gc.collect()
    signal.setitimer(signal.ITIMER_PROF, seconds)
    begun = time.process_time()
    try:
        READERS[stage](content)
    except _TooSlow:
        return math.inf
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - begun


def _stop(number: int, frame: object) -> None:
    raise _TooSlow


def _no_media(reference: MediaReference) -> MediaFault:
    return MediaFault(Code.PICTURE_MISSING, "missing")


def _check(content: bytes, errata: bytes | None = None, level: Level = DEFAULT_LEVEL) -> object:
    source = SourceFile("a", "source/a.md", content, Settings(question=level))
    known = None if errata is None else SourceFile("a", "source/a.errata.toml", errata)
    package = PackageSources("a", (source,), errata=known)
    documents = _Documents()
    return check_packages(
        [package],
        ledger=Ledger("growth"),
        documents=documents,
        read_media=_no_media,
        is_there=lambda *_: False,
        style=True,
    )


def _relabel(content: bytes) -> object:
    text = content.decode()
    with contextlib.suppress(PlanError):
        read_plan(text, _GUESS)
    return take_over(text, _GUESS)


_BLOCKS = tuple(Block(Shape.PARAGRAPH, 1, "ab"[number % 2], "ab"[number % 2]) for number in range(20_000))
_GUESS = rows.Plan(_BLOCKS, tuple(rows.Row(rows.Label.ANSWER, rows.Node(block)) for block in _BLOCKS))
_READ = source_reader(lambda file: read_document(file, _no_media).outline, style=True)

READERS: dict[Stage, Callable[[bytes], object]] = {
    Stage.CHECK: _check,
    Stage.LEVEL: lambda content: _check(content, level=Level("###", Location("a.package.toml", 1))),
    Stage.TITLE: lambda content: _check(content, level=Level("title", Location("a.package.toml", 1))),
    Stage.SETTINGS: lambda content: parse_settings("source/a.package.toml", content),
    Stage.ERRATA: lambda content: _check(_CARDS.encode(), content),
    Stage.FIX: lambda content: mend(SourceFile("a", "source/a.md", content), _READ),
    Stage.HTML: lambda content: ingest(content, "a.html", PageKind.HTML),
    Stage.MARKDOWN: lambda content: ingest(content, "a.md", PageKind.MARKDOWN),
    Stage.PLAN: _relabel,
    Stage.TEXT: lambda content: ingest(content, "a.txt", PageKind.TEXT),
}


if __name__ == "__main__":
    main()
