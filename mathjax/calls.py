"""Finds out what each command of MathJax reads, by calling it and watching what its handler takes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from mathjax import page

BRACKETS = "oO*"
"""The letters of what may be left out."""

# Arguments with which commands are tried, until MathJax shows nothing in red.
_TRIED = (
    tuple(f"{{{letter}}}" for letter in "pqrsuv"),
    tuple(f"{{{number}em}}" for number in "123456"),
    tuple(f"{{{number}}}" for number in "123456"),
    ("(", ")", "[", "]", "/", "|"),
    *(("{p}", "{rgb}", "{1,0,0}"), ("{mi}", "{p}"), ("(", ")", "{2em}", "{1}", "{p}", "{q}"), ("{red}",)),
    *(("{c}",), ("{align}",), (r"\p", r"\q"), (r"{\p}", "{1,2}", "{8594}")),
)
_PLACE = "%s"
_WITHIN = (
    _PLACE,
    r"\begin{aligned}%s\end{aligned}",
    r"\begin{array}{c}%s a\end{array}",
    r"\begin{multline}%s\end{multline}",
    r"\sqrt[%s 2]{x}",
)
_CHEMISTRY = (r"\ce", r"\pu")  # a language of its own
_MATH, _TEXT, _CELLS, _MATH_IN_BRACKETS = r"{\undefinedname}", "{a$b}", "{a&b}", r"[\undefinedname]"
_LETTERS = {
    "GetArgument": "r",
    "ParseArg": "m",
    "GetBrackets": "o",
    "GetDelimiter": "D",
    "GetDelimiterArg": "E",
    "GetDimen": "d",
    "GetStar": "*",
}
# What shows what is odd about a command: a letter, and formulas with it that are red (True) or not.
_NOTES: Mapping[str, Mapping[str, bool]] = {
    "t": {"x^%s": True, "x^%s y": False},
    "n": {"x^%s": True, "x^%s y": True},
    "o": {r"%s\limits": False},
    "u": {"%s^a": True},
    "d": {"%s_a": True},
    "q": {"%s'": True},
    "U": {"%s^a^b": False},
    "D": {"%s_a_b": False},
    "k": {"x^%s": True, "x^%s y": False, "x^a%s^b": True},
}

Trace = Sequence[tuple[str, str]]


class Call(NamedTuple):
    """A command with arguments that MathJax accepts, and what it reads: a letter for each."""

    command: str
    letters: str = ""
    given: tuple[str, ...] = ()
    after: str = ""
    within: str = _PLACE

    def written(self, place: int = -1, other: str = "") -> str:
        """The call; with another argument for the letter in one place."""
        given = iter(self.given)
        texts = ["" if letter in BRACKETS else next(given, "") for letter in self.letters]
        if place >= 0:
            texts[place] = other
        return self.within.replace(_PLACE, f"{self.command} {' '.join(texts)} {self.after}")

    @property
    def place(self) -> str:
        """Where alone it may stand; empty if anywhere."""
        return self.within.replace(_PLACE, "")


def find_calls(mathjax: page.MathJax, after: Mapping[str, str]) -> dict[str, Call]:
    """For each of these commands a call that MathJax accepts, if one was found; with what comes after it."""
    found: dict[str, Call] = {}
    for within in _WITHIN:
        for given in _TRIED:
            open_ = [command for command in after if command not in found]
            tries = [Call(command, "r" * 6, given, after[command], within) for command in open_]
            answers = cast(
                "list[tuple[str | None, Trace]]", mathjax.ask("traced", [c.written() for c in tries])
            )
            for call, (red, trace) in zip(tries, answers, strict=True):
                if red is None:
                    found[call.command] = call._replace(letters="".join(_read(trace, given)))
    return {call.command: call for call in _refined(mathjax, [*_completed(mathjax, found.values())])}


def find_notes(mathjax: page.MathJax, calls: Iterable[Call]) -> dict[str, str]:
    """For each command the letters of `_NOTES` that are true of it."""
    plain = [call for call in calls if not call.place and "?" not in call.letters]
    formulas = sorted({formula for shows in _NOTES.values() for formula in shows})
    asked = [[formula.replace(_PLACE, call.written())] for call in plain for formula in formulas]
    reds = iter(mathjax.verdicts(asked))
    notes = {}
    for call in plain:
        is_red = {formula: next(reds) != [None] for formula in formulas}
        notes[call.command] = "".join(
            letter
            for letter, shows in _NOTES.items()
            if all(is_red[formula] is expected for formula, expected in shows.items())
        )
    return notes


def _read(trace: Trace, given: Iterable[str]) -> Iterator[str]:
    left = list(given)
    for name, consumed in trace:
        text = consumed.strip()
        if name in ("GetBrackets", "GetStar") and not text:
            yield _LETTERS[name]
        elif name in _LETTERS and left and text == left[0]:
            yield _LETTERS[name]
            left.pop(0)
        elif name in ("GetUpTo", "ParseUpTo"):
            yield "?"


def _completed(mathjax: page.MathJax, calls: Iterable[Call]) -> Iterator[Call]:
    """The calls, with what a handler reads without the traced functions: math from `{` to `}`."""
    both = [(call, call._replace(letters=f"{call.letters}b")) for call in calls]
    reds = iter(mathjax.verdicts([[call.written()] for pair in both for call in pair]))
    for (call, longer), red, again in zip(both, reds, reds, strict=True):
        yield call if red == [None] else longer if again == [None] else call._replace(letters="?")


def _refined(mathjax: page.MathJax, calls: Sequence[Call]) -> Iterator[Call]:
    """The calls, with the kinds of their arguments."""
    tries = [
        (number, place, other)
        for number, call in enumerate(calls)
        for place, letter in enumerate(call.letters)
        for other in {"r": (_MATH, _TEXT, _CELLS), "m": (_MATH, _CELLS), "o": (_MATH_IN_BRACKETS,)}.get(
            letter, ()
        )
    ]
    answers = mathjax.verdicts([[calls[number].written(place, other)] for number, place, other in tries])
    reds = {key: red or "" for key, [red] in zip(tries, answers, strict=True)}
    for number, call in enumerate(calls):
        kinds = [
            _kind(
                letter,
                {
                    other: reds.get((number, place, other), "-")
                    for other in (_MATH, _TEXT, _CELLS, _MATH_IN_BRACKETS)
                },
            )
            for place, letter in enumerate(call.letters)
        ]
        letters = "c" if call.command in _CHEMISTRY else "?" if "?" in kinds else "".join(kinds)
        yield call._replace(letters=letters)


def _kind(letter: str, reds: Mapping[str, str]) -> str:
    if letter == "o":
        return "O" if reds[_MATH_IN_BRACKETS].startswith("undefined") else "o"
    if letter not in "rm":
        return letter
    if reds[_MATH].startswith("undefined"):
        return "m" if reds[_CELLS] else "&"
    return "t" if reds[_TEXT].startswith("Math not") else "r"
