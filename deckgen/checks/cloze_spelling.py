"""Finds what looks like a cloze but is not one, so that a card would show its braces."""

import re
import unicodedata
from collections import defaultdict, deque
from collections.abc import Iterator

from deckgen.checks.unit import Text, Unit
from deckgen.syntax.cloze_marks import MOST_CLOZES
from deckgen.syntax.clozes import is_cloze_fence
from deckgen.values.codes import Code
from deckgen.values.document import Kind
from deckgen.values.problem import Location, Problem
from deckgen.values.wording import shortened

_SMALL_C = "cCｃＣсСϲϹⅽⅭ"
"""The letter c, and those of Greek, Cyrillic and Roman numerals that look like it (Unicode's confusables)."""

# Each line names who writes it; Jinja, Vue and Handlebars put spaces or a sign behind `{{`.
_MISSPELT = rf"""
    (?! \{{\{{c\d*:: )
    (?:
      [{{｛]{{2}} \s? [{_SMALL_C}] \s? \d+ \s? [:：]+   # {{{{C1::, {{{{c1:, {{{{c1：：, ｛｛c1::
    | (?<! [{{｛$] ) [{{｛] \s? [{_SMALL_C}] \s? \d+ \s? [:：]{{2}}  # {{c1::
    | [{{｛]{{2}} (?: \d+ \s? [:：]{{2}} | [cC]loze \s )         # {{{{1:: of Mochi, {{{{cloze of Logseq
    )
"""
_NUMBERS = r"\{\{c\s?\d+ (?: \s?,\s?\d+ )+ \s? ::"
_HUGO = r"< [^{}\n]*+ (?<= > ) \}\}"
_NO_CLOZE = rf"c[\d,\s]*:: | [\s{{}}%\#!/>&^*] | {_HUGO}"
_BRACES = rf"(?<! [{{$] ) \{{\{{ (?! {_NO_CLOZE} ) [^{{}}\n]*+ (?<! \s ) \}}\}} (?! \}} )"
_LOOK_ALIKE = re.compile(
    rf"(?P<misspelt>{_MISSPELT}) | (?P<numbers>{_NUMBERS}) | (?P<braces>{_BRACES})", re.VERBOSE
)
_NUMBERED = re.compile(rf"(?P<misspelt>{_MISSPELT}) | (?P<numbers>{_NUMBERS})", re.VERBOSE)
_NUMBER = re.compile(r"\{\{c(\d{1,3})::")
_IN_CODE = re.compile(r"\{\{c\d+::")
_IN_CODE_MESSAGE = (
    "a cloze in a code block is code, unless its fence says `cloze` after the language: ` ```python cloze `"
)


def check_cloze_spelling(unit: Unit) -> Iterator[Problem]:
    """Misspelt clozes, clozes with several numbers, text in double braces, and clozes in plain code."""
    is_cloze = unit.question is not None and unit.question.kind is Kind.CLOZE
    free = 0
    for text in unit.texts:
        if "{" in text.source or "｛" in text.source:
            free = free or _free_number(unit)
            for position, match in _find(text):
                yield text.problem(position, *_describe(match, free))
        if is_cloze and "}}" in text.source:
            yield from _find_stray_ends(text)
    yield from _check_code(unit)


def _free_number(unit: Unit) -> int:
    """The number after the last cloze of a question."""
    numbers = (int(found[1]) for text in unit.texts for found in _NUMBER.finditer(text.source))
    return max(numbers, default=0) % MOST_CLOZES + 1


def _check_code(unit: Unit) -> Iterator[Problem]:
    for token in unit.tokens:
        if token.type not in {"fence", "code_block"} or not token.map or "{" not in token.content:
            continue
        is_cloze = is_cloze_fence(token.info)
        found = (_NUMBERED if is_cloze else _IN_CODE).search(token.content)
        if found is not None and "carried" not in token.meta and not token.info.startswith("math"):
            first = token.map[0] + (2 if token.type == "fence" else 1)
            line = first + token.content.count("\n", 0, found.start())
            code, message = _describe(found) if is_cloze else (Code.CLOZE_IN_CODE, _IN_CODE_MESSAGE)
            yield Problem(Location(unit.document.path, line), code, message)


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


def _describe(match: re.Match[str], free: int = 1) -> tuple[Code, str]:
    found = shortened(match[0], 40)
    if match["misspelt"]:
        letter = next((sign for sign in found if sign in _SMALL_C), "c")
        if not letter.isascii():
            name = unicodedata.name(letter).lower()
            found_letter = f"has {name} where the letter c belongs, which looks like it"
            return Code.CLOZE_MISSPELT, f"`{found}` {found_letter}; type `{_begin(found)}` anew"
        return (
            Code.CLOZE_MISSPELT,
            f"`{found}` does not begin a cloze; write `{_begin(found)}` "
            "with ASCII braces and colons and a small c",
        )
    if match["numbers"]:
        return (
            Code.CLOZE_SEVERAL_NUMBERS,
            f"`{found}` has several numbers, which Anki up to 25.09 does not know; write one number, "
            "and ask for the other card in a question of its own",
        )
    return (
        Code.CLOZE_UNNUMBERED,
        f"`{found}` is shown with its braces; write `{{{{c{free}::…}}}}` for a cloze, or put it in backticks",
    )


def _begin(found: str) -> str:
    """The beginning of a cloze with the number that the author wrote."""
    number = re.search(r"\d+", found)
    return f"{{{{c{int(number[0]) if number else 1}::"


def _find(text: Text) -> Iterator[tuple[int, re.Match[str]]]:
    """Each look-alike outside code, with its place in the text."""
    places: defaultdict[str, deque[int]] = defaultdict(deque)
    for match in _LOOK_ALIKE.finditer(text.source):
        places[match[0]].append(match.start())
    floor = 0
    for token in text.tokens:
        position = token.meta.get("position")
        if position is not None:
            floor = max(floor, position)
        if token.type == "formula":
            start = floor + len(token.markup)
            yield from ((start + match.start(), match) for match in _NUMBERED.finditer(token.content))
        if token.type in {"formula", "code_inline"}:
            floor += len(token.markup) + len(token.content)
        if token.type != "text":
            continue
        for match in _LOOK_ALIKE.finditer(token.content):
            known = places[match[0]]
            while known and known[0] < floor:
                known.popleft()
            # Without a place, or after a backslash, the author has escaped the braces.
            if known and text.source[known[0] - 1 : known[0]] != "\\":
                yield known[0], match
            floor = known.popleft() + len(match[0]) if known else floor
