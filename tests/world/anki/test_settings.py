"""A built project that gets settings, or other levels, costs no learner a review."""

import time
from pathlib import Path

from deckgen.project.build import Built, build_project
from deckgen.project.folder import Project
from deckgen.values.codes import Code
from deckgen.values.problem import Problem
from deckgen.values.text import Timestamp
from tests.support import write_project
from tests.world.anki.adapter import Anki, Imported

TCP = "What is TCP? {#tcp}\n\nA protocol that delivers bytes in order.\n"
UDP = "What is UDP?\n\nA protocol that delivers single messages, or does not.\n"


NOW = int(time.time())
"""Anki up to 24.11 takes no note that is older than the last import of it."""


def _build(root: Path, later: int) -> Built:
    return build_project(Project(root), (), now=Timestamp(NOW + later))


def _problems(built: Built) -> list[Problem]:
    # The clock did not wait between the builds.
    return [problem for problem in built.problems if problem.code is not Code.TIME_AHEAD]


def test_settings_that_come_later_cost_no_review(anki: Anki, tmp_path: Path) -> None:
    root = write_project(tmp_path, {"net/a.md": f"# Net\n\n## {TCP}\n## {UDP}"})
    guids = [line.guid for line in _build(root, 0).compilation.ledger.notes]
    package = root / "decks/net.apkg"
    assert anki.import_package(package) == Imported(new=2)
    for guid in guids:
        anki.review(guid)
    before = {guid: anki.progress(guid) for guid in guids}

    # Settings that change the notes: they are updated.
    (root / "source/net/package.toml").write_text("tags = ['net']\nsource = 'The book'\ndeck = 'Net'\n")
    assert _problems(_build(root, 60)) == []
    assert anki.import_package(package) == Imported(updated=2)
    assert all(anki.tags(guid) == {"net"} for guid in guids)

    # The same questions as headings of another level, with sections.
    (root / "source/net/a.md").write_text(f"# Net\n\n## One {{.one}}\n\n### {TCP}\n## Two\n\n### {UDP}")
    (root / "source/net/package.toml").write_text("tags = ['net']\nsource = 'The book'\nquestion = '###'\n")
    assert _problems(_build(root, 120)) == []
    assert anki.import_package(package).new == 0
    assert [anki.tags(guid) for guid in guids] == [{"net", "one"}, {"net"}]

    # And each as a file of its own, one asked by a title and one by the file's name.
    (root / "source/net/a.md").write_text(f"# {TCP}")
    heading, _, answer = UDP.partition("\n")
    (root / f"source/net/{heading}.md").write_text(answer)
    (root / "source/net/package.toml").write_text("tags = ['net']\nsource = 'The book'\nquestion = 'title'\n")
    built = _build(root, 180)
    assert _problems(built) == []
    assert sorted(line.guid for line in built.compilation.ledger.notes) == sorted(guids)
    assert anki.import_package(package).new == 0

    assert anki.count_notes() == 2
    assert {guid: anki.progress(guid) for guid in guids} == before
    sides = [(card.question(), card.answer()) for guid in guids for card in anki.cards(guid)]
    assert "What is UDP?" in sides[1][0]
    assert all("protocol" in answer and "The book" in answer for _, answer in sides)
