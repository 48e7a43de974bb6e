"""Finds clozes in code that are code, misspelt ones in formulas, and a `}}` that closes none."""

from collections.abc import Iterator

from deckgen.checks.text.look_alikes import describe
from deckgen.checks.unit import Text, Unit
from deckgen.look_alikes.clozes import NUMBERED
from deckgen.look_alikes.find import Sighting, find_look_alikes
from deckgen.look_alikes.page import Page
from deckgen.syntax.cloze_marks import CLOZE_OPENING
from deckgen.syntax.clozes import is_cloze_fence
from deckgen.values.codes import Code
from deckgen.values.document import Kind
from deckgen.values.problem import Location, Problem

_IN_CODE_MESSAGE = (
    "a cloze in a code block is code, unless its fence says `cloze` after the language: ` ```python cloze `"
)


def check_cloze_spelling(unit: Unit) -> Iterator[Problem]:
    """Clozes in plain code, misspelt clozes in formulas and code, and ends without a beginning."""
    is_cloze = unit.question is not None and unit.question.kind is Kind.CLOZE
    path = unit.document.path
    for text in unit.texts:
        for token in text.tokens:
            if token.type == "formula" and "position" in token.meta:
                line = text.line_at(token.meta["position"])
                yield from (describe(path, seen) for seen in _search(token.content, line))
        if is_cloze and "}}" in text.source:
            yield from _find_stray_ends(text)
    yield from _check_code(unit)


def _search(code: str, line: int) -> list[Sighting]:
    """What looks like a cloze in code or a formula that begins on this line."""
    return find_look_alikes(Page(code, code, line), NUMBERED)


def _check_code(unit: Unit) -> Iterator[Problem]:
    path = unit.document.path
    for token in unit.tokens:
        if token.type not in {"fence", "code_block"} or not token.map or "{" not in token.content:
            continue
        if "carried" in token.meta or token.info.startswith("math"):
            continue
        first = token.map[0] + (2 if token.type == "fence" else 1)
        if is_cloze_fence(token.info):
            yield from (describe(path, seen) for seen in _search(token.content, first)[:1])
        elif found := CLOZE_OPENING.search(token.content):
            line = first + token.content.count("\n", 0, found.start())
            yield Problem(Location(path, line), Code.CLOZE_IN_CODE, _IN_CODE_MESSAGE)


def _find_stray_ends(text: Text) -> Iterator[Problem]:
    """The first `}}` that is shown as it is, with no `{` before it."""
    floor = 0
    for token in text.tokens:
        floor = max(floor, token.meta.get("position", 0))
        if token.type == "text" and "{" in token.content.partition("}}")[0]:
            return
        if token.type == "text" and "}}" in token.content:
            place = text.source.find("}}", floor)
            message = (
                "this `}}` closes no cloze and is shown; delete it, or write the `{{c1::` that it closes"
            )
            yield text.problem(max(place, floor), Code.CLOZE_UNOPENED, message)
            return
