"""What an author writes and what the fields of the notes then hold, as case folders."""

from pathlib import Path

import pytest

from deckgen.render.note_types.load import load_note_type
from deckgen.render.render import render
from deckgen.sources.parse import parse
from deckgen.values.document import Package
from deckgen.values.note import Note
from tests.support import assert_expected, case_folders
from tests.support.every_picture import EveryPicture


@pytest.mark.parametrize("case", case_folders("render"))
def test_render_case(case: Path, update_cases: bool) -> None:
    document, _ = parse("case", "source/case.md", (case / "input.md").read_bytes())
    notes = render(Package("case", (document,)), EveryPicture())
    assert_expected(case / "expected.html", "\n".join(map(_show, notes)), update=update_cases)


def _show(note: Note) -> str:
    names = [part.name for part in load_note_type(note.kind).fields]
    ordinals = ", ".join(map(str, note.ordinals)) or "none"
    shown = [f"<!-- {note.kind}, cards {ordinals} -->\n"]
    for name, field in zip(names, note.fields, strict=True):
        if field and name != "Key":
            shown.append(f"<!-- {name} -->\n{field}\n")
    if note.media:
        shown.append(f"<!-- media: {', '.join(media.name for media in note.media)} -->\n")
    return "".join(shown)
