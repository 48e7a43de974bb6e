"""Anki's own MathJax, in a browser, knows what deckgen's list says and shows in red what deckgen names."""

from collections import Counter

import pytest

from deckgen.compilation.read_document import read_document
from deckgen.project.folder import Project
from deckgen.project.media import media_reader
from deckgen.syntax.html_text import find_formulas
from deckgen.syntax.tex.clozes import show_clozes
from deckgen.syntax.tex.fault import find_fault
from deckgen.syntax.tex.instead import INSTEAD
from deckgen.values.source import SourceFile
from mathjax.page import MathJax
from mathjax.read import DATA, read
from tests.support import ROOT, assert_expected
from tests.world.mathjax import recorded
from tests.world.mathjax.mistakes import KINDS, make_mistakes

MISTAKES = 4000
LEAST_NAMED = 0.99
"""Of the mistakes that MathJax shows in red, the share that deckgen must name."""


def formulas_of_the_deck() -> list[str]:
    read_media = media_reader(Project(ROOT), lambda _: None)
    found: dict[str, None] = {}
    for path in sorted((ROOT / "source").rglob("*.md")):
        name = path.relative_to(ROOT).as_posix()
        document = read_document(SourceFile(name.split("/")[1], name, path.read_bytes()), read_media)
        for body in filter(None, document.bodies):
            for tex in find_formulas("\n".join(body.fields)):
                found |= dict.fromkeys(show_clozes(tex))
    return list(found)


def said(mathjax: MathJax, formulas: list[str]) -> dict[str, str | None]:
    reds = mathjax.verdicts([[formula] for formula in formulas])
    return {formula: red for formula, [red] in zip(formulas, reds, strict=True)}


def test_the_list_is_what_mathjax_knows(mathjax: MathJax) -> None:
    assert read(mathjax) == DATA.read_text(encoding="utf-8"), "run python -m mathjax.read"


def test_what_was_recorded_is_what_mathjax_says(mathjax: MathJax, *, update_cases: bool) -> None:
    commands = list(recorded.read_commands())
    reds = said(mathjax, [formula for command in commands for formula in recorded.in_use(command)])
    marks = {
        c: "".join("." if reds[formula] is None else "R" for formula in recorded.in_use(c)) for c in commands
    }
    assert_expected(recorded.COMMANDS, recorded.write_commands(marks), update=update_cases)
    formulas = said(mathjax, list(recorded.read_formulas()))
    assert_expected(recorded.FORMULAS, recorded.write_formulas(formulas), update=update_cases)


def test_the_formulas_of_the_deck_are_shown(mathjax: MathJax) -> None:
    formulas = formulas_of_the_deck()
    assert len(formulas) > 300
    assert {formula: red for formula, red in said(mathjax, formulas).items() if red is not None} == {}
    assert [formula for formula in formulas if find_fault(formula)] == []


@pytest.mark.parametrize("seed", [1])
def test_mistakes_are_named_and_nothing_else(mathjax: MathJax, seed: int) -> None:
    shown = [formula for formula, red in recorded.read_formulas().items() if red is None]
    made = list(make_mistakes([*shown, *formulas_of_the_deck()], MISTAKES, seed))
    reds = said(mathjax, [formula for _, formula in made])
    blamed = [formula for _, formula in made if reds[formula] is None and find_fault(formula)]
    assert blamed == []
    wrong = Counter(kind for kind, formula in made if reds[formula] is not None)
    named = Counter(kind for kind, formula in made if reds[formula] is not None and find_fault(formula))
    print(*(f"{kind}: {named[kind]} of {wrong[kind]}" for kind in KINDS), sep="\n")
    assert sum(named.values()) >= LEAST_NAMED * sum(wrong.values())


def test_what_deckgen_offers_instead_works(mathjax: MathJax) -> None:
    formulas = [f"{other}{{x}}" for other in INSTEAD.values()]
    assert said(mathjax, formulas) == dict.fromkeys(formulas)


def test_what_a_formula_defines_lives_on_in_its_note_alone(mathjax: MathJax) -> None:
    defined = [r"\newcommand{\foo}{x}", r"\foo"]
    assert mathjax.verdicts([defined, [r"\foo"]]) == [[None, None], [r"undefined \foo"]]
