"""The MathML of the preview has the same signs as what Anki's MathJax makes of a formula."""

import html
import re
import unicodedata
from pathlib import Path

from deckgen.preview.mathml import write_mathml
from tests.world.mathjax import recorded
from tests.world.mathjax.pages import MathML
from tests.world.mathjax.test_mathjax import formulas_of_the_deck

ALIKE = str.maketrans({"∣": "|", "‖": "∥", "―": "‾", "¯": "‾", "˜": "~", "∼": "~", "⎵": "", "⎴": ""})
"""Signs that look alike; a bracket over a term is a stroke in MathJax, and none has a text for it."""
OTHER_FORMS = frozenset(
    (
        *(
            r"\Diamond",
            r"\backepsilon",
            r"\bigtimes",
            r"\blacksquare",
            r"\blacktriangleleft",
            r"\blacktriangleright",
        ),
        *(r"\doublebarwedge", r"\lhd", r"\ngeqslant", r"\nleqslant", r"\overbracket", r"\pmb"),
        *(r"\rhd", r"\strut", r"\triangledown", r"\triangleleft", r"\triangleright", r"\underbracket"),
        *(r"\varinjlim", r"\varliminf", r"\varlimsup", r"\varprojlim"),
    )
)
"""Commands whose sign has another form than in MathJax, as docs/preview.md says."""
LEAST_SHOWN = 0.81
"""Of the formulas in KaTeX's docs, the share that is shown as MathML; the rest is shown as TeX."""


def seen(mathml: str) -> str:
    text = unicodedata.normalize("NFKC", html.unescape(re.sub("<[^<>]*>", "", mathml)))
    return re.sub("[\\s\u00a0\u2061-\u2064\u200b]", "", text).translate(ALIKE)


def differing(mathml: MathML, formulas: list[str]) -> tuple[list[str], int]:
    """The formulas that have other signs, and how many are shown as MathML."""
    made = [(tex, write_mathml(tex, display=False)) for tex in formulas]
    theirs = mathml.ask("mathml", formulas, seconds=300)
    assert isinstance(theirs, list)
    rows = [(tex, ours, other) for (tex, ours), other in zip(made, theirs, strict=True) if ours is not None]
    return [tex for tex, ours, other in rows if seen(ours) != seen(other)], len(rows)


def test_the_formulas_of_the_deck(mathml: MathML) -> None:
    formulas = formulas_of_the_deck()
    assert differing(mathml, formulas) == ([], len(formulas))
    assert len(formulas) > 300


def test_every_command_that_mathjax_knows(mathml: MathML) -> None:
    uses = {
        command: [use for use, mark in zip(recorded.in_use(command), marks, strict=True) if mark == "."][:3]
        for command, marks in recorded.read_commands().items()
    }
    formulas = sorted({use for found in uses.values() for use in found})
    wrong = set(differing(mathml, formulas)[0])
    assert {command for command, found in uses.items() if wrong.intersection(found)} == OTHER_FORMS


def test_the_formulas_of_other_docs(mathml: MathML) -> None:
    formulas = [formula for formula, red in recorded.read_formulas().items() if red is None]
    wrong, shown = differing(mathml, formulas)
    print(f"{shown} of {len(formulas)} are shown as MathML, {len(wrong)} with another form of a sign")
    assert shown >= LEAST_SHOWN * len(formulas)
    assert len(wrong) <= 0.04 * len(formulas)


def test_the_list_of_other_forms_is_in_the_docs() -> None:
    page = (Path(__file__).parents[3] / "docs/preview.md").read_text("utf-8")
    assert {command for command in OTHER_FORMS if f"`{command}`" not in page} == set()
