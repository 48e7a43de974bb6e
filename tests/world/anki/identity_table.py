"""The table in docs/identity.md, made from what the matrix test saw in each Anki, and the storm's figures.

`python -m tests.world.anki.identity_table` writes them, with `--check` it only says whether they are current.
The runs leave their rows in build/identity/, a folder per version, and a full storm leaves its figures there.
"""

import json
import os
import sys
import textwrap
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from tests.support import ROOT

if TYPE_CHECKING:
    from tests.world.anki.adapter import Imported
    from tests.world.anki.delivery import Way

ROWS = ROOT / "build/identity"
PAGE = ROOT / "docs/identity.md"
OLD_VERSIONS = ("2.1.66", "23.10", "24.11")
"""Those that noxfile.py installs; any other is the newest."""
NEWEST = "newest"
STORM = ROWS / "storm.json"
STORM_BEGIN = "<!-- the storm: made by tests/world/anki/identity_table.py -->"
STORM_END = "<!-- end of the storm -->"
BEGIN, END = "<!-- the table: made by tests/world/anki/identity_table.py -->", "<!-- end of the table -->"


@dataclass(frozen=True)
class Row:
    """What one change did in one version of Anki."""

    change: str
    imported: "Imported"
    reviews: str


_rows: list[Row] = []


def begin() -> None:
    """Forget the rows of an earlier run."""
    _rows.clear()


def record(row: Row, way: "Way | str" = "import") -> None:
    """Keep what was seen by an import; only a test that has passed its assertions gets here."""
    if way == "import":
        _rows.append(row)


def finish() -> None:
    """Write the rows of this version of Anki."""
    if not _rows:
        return
    name = version("anki")
    # The page must not change with every release of Anki.
    folder = ROWS / (name if name in OLD_VERSIONS else NEWEST)
    folder.mkdir(parents=True, exist_ok=True)
    seen = {row.change: [_say(row.imported), row.reviews] for row in _rows}
    # With pytest-xdist each worker sees some of the rows.
    path = folder / f"{os.environ.get('PYTEST_XDIST_WORKER', 'all')}.json"
    path.write_text(json.dumps(seen, indent=1), encoding="utf-8")


def _say(imported: "Imported") -> str:
    parts = {"new": imported.new, "updated": imported.updated, "untouched": imported.duplicate}
    return ", ".join(f"{count} {name}" for name, count in parts.items() if count) or "all untouched"


def render_table() -> str:
    """One row a change, by name, one column a version, oldest first."""
    runs: dict[str, dict[str, list[str]]] = {}
    for path in sorted(ROWS.glob("*/*.json")):
        runs.setdefault(path.parent.name, {}).update(json.loads(path.read_text(encoding="utf-8")))
    versions = [name for name in (*OLD_VERSIONS, NEWEST) if name in runs]
    changes = sorted({change for rows in runs.values() for change in rows})
    titles = " | ".join(f"Anki {name}" if name != NEWEST else "newest Anki" for name in versions)
    lines = [
        f"| the author does | {titles} | reviews |",
        f"|---|{'---|' * len(versions)}---|",
    ]
    for change in changes:
        seen = [runs[name].get(change, ["not run", ""]) for name in versions]
        lines.append(f"| {change} | {' | '.join(said for said, _ in seen)} | {seen[-1][1]} |")
    return "\n".join(lines)


def render_storm(seen: dict[str, Any]) -> str:
    """The figures of a full run, in a sentence."""
    asked = sum(seen["asked"].values())
    new = sum(seen["keyless"].values())
    moved = seen["keyed histories lost"] + seen["keyed histories moved"]
    sentence = (
        f"In {seen['edits']:,} random edits of {seen['projects']} projects, with {seen['builds']:,} builds "
        f"and {seen['imports']:,} imports, {moved} histories of questions with a key were lost or moved, "
        f"{seen['keyless histories moved']} histories of questions without a key were moved to another "
        f"question, and {seen['edits left behind']} edits were left behind. deckgen asked its author {asked} "
        f"times. {new} questions without a key became new notes, because their text was rewritten."
    )
    return textwrap.fill(sentence, 110, break_on_hyphens=False)


def _between(text: str, begin: str, end: str, content: str) -> str:
    head, _, rest = text.partition(begin)
    return f"{head}{begin}\n\n{content}\n\n{end}{rest.partition(end)[2]}"


def main() -> int:
    """Write or check the page."""
    text = PAGE.read_text(encoding="utf-8")
    current = _between(text, BEGIN, END, render_table()) if [*ROWS.glob("*/*.json")] else text
    if STORM.exists():
        figures = json.loads(STORM.read_text(encoding="utf-8"))
        current = _between(current, STORM_BEGIN, STORM_END, render_storm(figures))
    if "--check" in sys.argv:
        if current != text:
            run = "python -m tests.world.anki.identity_table"
            print(f"{PAGE.relative_to(ROOT)} is not what the runs say; run {run}")
            return 1
        print(f"{PAGE.relative_to(ROOT)} is what the runs say")
        return 0
    PAGE.write_text(current, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
