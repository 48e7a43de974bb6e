"""Makes mistakes in formulas, as authors make them."""

import random
import re
from collections.abc import Callable, Iterator, Sequence

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL)
_ARGUMENT = re.compile(r"\{[^{}]*\}")
_NAME = re.compile(r"\\[A-Za-z]{2,}")
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\{(\w+\*?)\}")
_ENVIRONMENTS = ("matrix", "align", "cases", "aligned", "array", "algin")
_EXTRA = (
    *("^", "_", "&", "'", r"\left", r"\right", "\\\\", "#", "{", "}", "^2", "_i", r"\over", r"\limits"),
    *(r"\hline", "$", "%", r"\middle|"),
)


def make_mistakes(formulas: Sequence[str], count: int, seed: int) -> Iterator[tuple[str, str]]:
    """So many formulas with a mistake, each with the kind of mistake. Not each of them is wrong TeX."""
    chance = random.Random(seed)  # noqa: S311  # nothing secret
    kinds = list(KINDS.items())
    made = 0
    while made < count:
        name, make = chance.choice(kinds)
        formula = chance.choice(formulas)
        wrong = make(formula, chance)
        if wrong.strip() and wrong != formula:
            made += 1
            yield name, wrong


def _replaced(
    formula: str, pattern: re.Pattern[str], group: int, chance: random.Random, other: str = ""
) -> str:
    found = list(pattern.finditer(formula))
    if not found:
        return formula
    match = chance.choice(found)
    return formula[: match.start(group)] + other + formula[match.end(group) :]


def _misspell(formula: str, chance: random.Random) -> str:
    found = list(_NAME.finditer(formula))
    if not found:
        return formula
    match = chance.choice(found)
    place = chance.randrange(match.start() + 1, match.end() - 1)
    return f"{formula[:place]}{formula[place + 1]}{formula[place]}{formula[place + 2 :]}"


def _edit(formula: str, chance: random.Random, edit: Callable[[list[str], int], None]) -> str:
    tokens = _TOKEN.findall(formula)
    edit(tokens, chance.randrange(len(tokens)))
    return "".join(tokens)


def _swap(tokens: list[str], place: int) -> None:
    tokens[place - 1 : place + 1] = reversed(tokens[place - 1 : place + 1])


KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "a brace is dropped": lambda formula, chance: _replaced(formula, re.compile(r"[{}]"), 0, chance),
    "an argument is dropped": lambda formula, chance: _replaced(formula, _ARGUMENT, 0, chance),
    "a command is misspelt": _misspell,
    "an environment's name is another": lambda formula, chance: _replaced(
        formula, _ENVIRONMENT, 1, chance, chance.choice(_ENVIRONMENTS)
    ),
    "a token is dropped": lambda formula, chance: _edit(formula, chance, list.pop),
    "a token stands twice": lambda formula, chance: _edit(formula, chance, lambda t, n: t.insert(n, t[n])),
    "a token is added": lambda formula, chance: _edit(
        formula, chance, lambda t, n: t.insert(n, chance.choice(_EXTRA))
    ),
    "two tokens change places": lambda formula, chance: _edit(formula, chance, _swap),
}
