"""A storm of random edits on reviewed notes in the real Anki: no history is lost, and no edit left behind.

`DECKGEN_STORM=3000 pytest tests/world/anki/test_storm.py` is the full run, for docs/identity.md.
With `DECKGEN_STORM_SEED=17` only the project of this seed is made; that is how a failure is repeated.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import often
from tests.world.anki.adapter import open_anki
from tests.world.anki.identity_table import STORM
from tests.world.anki.storm import PROMISES, Storm, Violation

pytestmark = pytest.mark.thorough

FEW = often(80, 300)
"""Edits in all where the setting is not given."""

EDITS_OF_A_PROJECT = 40


def test_no_history_is_lost_and_no_edit_is_left_behind(tmp_path: Path) -> None:
    total, seed = os.environ.get("DECKGEN_STORM"), os.environ.get("DECKGEN_STORM_SEED")
    figures: Counter[str] = Counter()
    violations = []
    for number in [int(seed)] if seed else _until(figures, int(total or FEW)):
        folder = tmp_path / str(number)
        folder.mkdir()
        with open_anki(folder) as anki:
            storm = Storm(number, folder / "project", anki, figures)
            try:
                storm.run(EDITS_OF_A_PROJECT)
            except Violation as violation:
                figures[violation.promise] += 1
                violations.append("\n".join([f"seed {number}: {violation}", *storm.log[-20:]]))
    seen = {
        "edits": figures["edits"],
        "projects": figures["projects"],
        "builds": figures["builds"],
        "imports": figures["imports"],
        "asked": _starting("asked ", figures),
        "keyless": _starting("keyless, ", figures),
        **{promise: figures[promise] for promise in PROMISES},
    }
    print(json.dumps(seen, ensure_ascii=False))
    if total and not seed:
        STORM.parent.mkdir(parents=True, exist_ok=True)
        STORM.write_text(json.dumps(seen, indent=1), encoding="utf-8")
    if violations:
        pytest.fail("\n\n".join(violations), pytrace=False)


def _until(figures: Counter[str], edits: int) -> Iterator[int]:
    """Seeds, until so many edits are done."""
    while figures["edits"] < edits:
        figures["projects"] += 1
        yield figures["projects"] - 1


def _starting(start: str, figures: Counter[str]) -> dict[str, int]:
    return {
        name.removeprefix(start): count for name, count in sorted(figures.items()) if name.startswith(start)
    }
