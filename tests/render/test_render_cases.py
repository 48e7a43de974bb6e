"""What an author writes and what the fields of the notes then hold, as case folders."""

from pathlib import Path

import pytest

from deckgen.render.note_types.load import load_note_type
from deckgen.render.render import render_question
from deckgen.sources.parse import parse
from deckgen.values.document import Kind
from deckgen.values.outline import NoteBody
from tests.support import assert_expected, case_folders
from tests.support.every_picture import EveryPicture


@pytest.mark.parametrize("case", case_folders("render"))
def test_render_case(case: Path, update_cases: bool) -> None:
    document, _ = parse("case", "source/case.md", (case / "input.md").read_bytes())
    shown = (
        _show(asked.kind, render_question(asked, document, EveryPicture())) for asked in document.questions
    )
    assert_expected(case / "expected.html", "\n".join(shown), update=update_cases)


def _show(kind: Kind, note: NoteBody) -> str:
    names = [part.name for part in load_note_type(kind).fields]
    ordinals = ", ".join(map(str, note.ordinals)) or "none"
    shown = [f"<!-- {kind}, cards {ordinals} -->\n"]
    for name, field in zip(names, note.fields, strict=True):
        if field and name != "Key":
            shown.append(f"<!-- {name} -->\n{field}\n")
    if note.media:
        shown.append(f"<!-- media: {', '.join(note.media)} -->\n")
    return "".join(shown)
