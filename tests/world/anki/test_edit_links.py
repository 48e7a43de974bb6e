"""A link to the source arrives with its note, and a line that only moves updates nothing."""

import time
from pathlib import Path

import pytest

from deckgen.project.build import build_project
from deckgen.project.folder import Project
from deckgen.values.text import Timestamp
from tests.support import write_project
from tests.world.anki.adapter import Anki, Imported
from tests.world.anki.identity_table import Row, record

pytestmark = pytest.mark.thorough

SOURCE = (
    "## Alpha? {#alpha}\n\none\n\n## Beta? {#beta kind=typed}\n\ntwo\n\n## Gamma {#gamma}\n\n{{c1::three}}\n"
)
ADDRESSES = {
    "the line": "https://github.com/me/decks/edit/main/{path}#L{line}",
    "the key": "https://github.com/me/decks/blob/main/{path}#:~:text={key}",
}


@pytest.mark.parametrize("what", ADDRESSES)
def test_lines_that_only_move_update_no_note(tmp_path: Path, anki: Anki, what: str) -> None:
    root = write_project(tmp_path / "project", {"course.md": SOURCE})

    def build_and_import() -> Imported:
        # A later second than that of the last import, whose time old Ankis give to an updated note.
        began = int(time.time())
        while int(time.time()) == began:
            time.sleep(0.01)
        assert not build_project(Project(root), (), now=Timestamp(int(time.time()))).problems
        return anki.import_package(root / "decks/course.apkg")

    assert build_and_import() == Imported(new=3)
    guids = anki.collection.db.list("SELECT guid FROM notes ORDER BY id")
    for guid in guids:
        anki.review(guid)
    progress = [anki.progress(guid) for guid in guids]

    (root / "deckgen.toml").write_text(f'edit = "{ADDRESSES[what]}"\n', encoding="utf-8")
    first = build_and_import()
    assert first == Imported(updated=3)
    record(Row(f"set `edit` to an address with {what}", first, "kept"))

    (root / "source/course.md").write_text(f"# Course\n\n\n\n{SOURCE}", encoding="utf-8")
    moved = build_and_import()
    assert moved == Imported(duplicate=3)
    record(Row(f"move questions down, with {what} in `edit`", moved, "kept"))

    (root / "source/course.md").write_text(f"# Course\n\n\n\n{SOURCE.replace('one', 'I')}", encoding="utf-8")
    edited = build_and_import()
    assert edited == Imported(updated=1, duplicate=2)
    shown = anki.cards(guids[0])[0].answer()
    assert f'{ADDRESSES[what].format(path="source/course.md", line=5, key="alpha")}"' in shown
    assert [anki.progress(guid) for guid in guids] == progress
    record(Row(f"edit an answer, with {what} in `edit`", edited, "kept"))
