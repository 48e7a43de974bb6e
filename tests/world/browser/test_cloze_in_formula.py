"""A cloze in a formula is seen where it is, in Chromium with Anki's MathJax: on the front and on the back."""

import re

import pytest

from deckgen.compilation.read_document import read_document
from deckgen.project.folder import Project
from deckgen.project.media import media_reader
from deckgen.render.note_types.load import load_note_type
from deckgen.syntax.html_text import CLOZE_BEGIN, find_formulas, without_classes
from deckgen.values.document import Kind
from deckgen.values.source import SourceFile
from tests.support import ROOT
from tests.support.card_page import CardPage
from tests.support.questions import cloze_text

NOTHING = "rgba(0, 0, 0, 0)"
CLOZE = re.compile(r"\{\{c(\d)::(.*?)\}\}")

FORMULAS = {
    "fraction": r"$h = W_0x + {{c1::\frac{\alpha}{r}BA}}x$",
    "relation": r"$a {{c1::=}} b {{c1::+}} c$",
    "operator": r"${{c1::\sum}}_{i=1}^n x_i$",
    "exponent": r"$x^{ {{c1::2}} } + y_{ {{c1::i}} }$",
    "argument": r"$\frac{ {{c1::a+b}} }{ {{c1::c}} }$",
    "between brackets": r"$\left( {{c1::x}} \right)$",
    "cell": r"$$\begin{aligned} a &= {{c1::b}} \\ c &= {{c1::d}} \end{aligned}$$",
    "script of a cloze": r"${{c1::x}}^2$",
    "sign": r"$x = {{c1::-1}}$",
    "comma": r"$f(a{{c1::,}} b)$",
}


def _face(field: str, *, back: bool) -> str:
    shown = CLOZE.sub(r"\2" if back else "[...]", field)
    return f'<style>{load_note_type(Kind.CLOZE).css}</style><div class="sheet">{shown}</div>'


@pytest.mark.parametrize("text", FORMULAS.values(), ids=FORMULAS)
@pytest.mark.parametrize("back", [False, True], ids=["front", "back"])
def test_the_place_is_seen_and_the_formula_is_the_same(page: CardPage, text: str, back: bool) -> None:
    field = cloze_text(text)
    assert field.count(r"\class") == text.count("{{c1::")
    padding = "<style>[class*=cloze-] { padding: 0 !important }</style>"
    faces = {"with": padding + _face(field, back=back), "without": _face(without_classes(field), back=back)}
    found = page.measure(faces, "formulas")
    [[width, errors, grounds]], [[plain, no_errors, none]] = found["with"], found["without"]  # type: ignore[misc]
    assert (errors, no_errors, none) == (0, 0, [])
    assert len(grounds) == text.count("{{c1::")
    assert NOTHING not in grounds
    assert abs(width - plain) <= 0.2


def test_of_several_clozes_only_the_asked_one_is_seen(page: CardPage) -> None:
    field = cloze_text(r"$y = {{c1::a}}x + {{c2::b}}$")
    [[_, _, grounds]] = page.measure({"": _face(field, back=True)}, "formulas")[""]  # type: ignore[misc]
    first, second = grounds
    assert first != NOTHING
    assert second == NOTHING


@pytest.mark.thorough
def test_every_cloze_in_a_formula_of_the_shipped_deck_is_seen() -> None:
    read_media = media_reader(Project(ROOT), lambda _: None)
    clozes = classes = 0
    for path in sorted((ROOT / "source").rglob("*.md")):
        name = path.relative_to(ROOT).as_posix()
        read = read_document(SourceFile(name.split("/")[1], name, path.read_bytes()), read_media)
        for body in filter(None, read.bodies):
            clozes += sum(tex.count(CLOZE_BEGIN) for tex in find_formulas(body.fields[0]))
            classes += body.fields[0].count(r"\class{cloze-")
    assert 0 < clozes == classes
