"""Compiles the patterns of errata, and limits their length and their time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from deckgen.values.codes import Code
from deckgen.values.erratum import Erratum
from deckgen.values.problem import Problem
from deckgen.values.wording import shortened

SECONDS = 0.5
"""The limit for one pattern on one text; a good one takes microseconds."""

LONGEST_PATTERN = 400
_MOST_WHY = 120
_MOST_COMPILED = 1 << 14
"""Patterns that are remembered: a preview checks the same ones after each save."""
_HARMLESS = ("", "a", "0", "的", "。", " ", "a b", "的的")


class SlowPatternError(Exception):
    """A pattern takes too long on a text."""

    def __init__(self, pattern: "Pattern") -> None:
        super().__init__(str(pattern))
        self.pattern = pattern


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled regular expression; `setting` is where it stands in the erratum, `written` its short text.

    `denials` is how many words deny in the erratum's claim what the pattern finds there.
    """

    erratum: Erratum
    setting: str
    written: str
    compiled: "regex.Pattern[str]"
    denials: int = 0

    def search(self, text: str) -> "regex.Match[str] | None":
        """The first match in a folded text."""
        try:
            return self.compiled.search(text, timeout=SECONDS)
        except TimeoutError:
            raise SlowPatternError(self) from None

    def find(self, text: str) -> "Iterator[regex.Match[str]]":
        """All matches in a folded text."""
        try:
            yield from self.compiled.finditer(text, timeout=SECONDS)
        except TimeoutError:
            raise SlowPatternError(self) from None

    @property
    def is_slow(self) -> Problem:
        """The problem of a pattern that takes too long."""
        advice = "avoid a repetition inside a repetition"
        message = f"{self} takes more than {SECONDS:g} seconds on a card; {advice}"
        return Problem(self.erratum.location, Code.ERRATUM_SLOW_PATTERN, message)

    def __str__(self) -> str:
        return _name(self.setting, self.written)


def compile_patterns(
    erratum: Erratum, setting: str, written: Sequence[str]
) -> tuple[tuple[Pattern, ...], tuple[Problem, ...]]:
    """The patterns of a setting, and what is wrong with the others.

    In `patterns`, `.` does not match the end of a line; elsewhere it does.
    """
    compiled = [_compile(erratum, setting, one) for one in written]
    return (
        tuple(one for one in compiled if isinstance(one, Pattern)),
        tuple(one for one in compiled if isinstance(one, Problem)),
    )


@lru_cache(maxsize=_MOST_COMPILED)
def _compile(erratum: Erratum, setting: str, written: str) -> Pattern | Problem:
    shown = shortened(written, 60)
    name = _name(setting, shown)
    if len(written) > LONGEST_PATTERN:
        message = f"{name} has more than {LONGEST_PATTERN} characters; write several"
        return Problem(erratum.location, Code.ERRATUM_BAD_PATTERN, message)
    flags = regex.IGNORECASE if setting == "patterns" else regex.IGNORECASE | regex.DOTALL
    try:
        pattern = Pattern(erratum, setting, shown, regex.compile(written, flags))
    except (regex.error, RecursionError, OverflowError, MemoryError) as error:
        advice = "correct it, or put `\\` before a sign that only means itself"
        message = f"{name} is not a regular expression: {error}; {advice}"
        return Problem(erratum.location, Code.ERRATUM_BAD_PATTERN, message)
    try:
        wide = any(pattern.search(text) for text in _HARMLESS)
        pattern.search("的a " * 2000)
    except SlowPatternError:
        return pattern.is_slow
    if wide:
        message = f"{name} matches texts that make no claim; write more of the {_MEANT.get(setting, 'claim')}"
        return Problem(erratum.location, Code.ERRATUM_WIDE_PATTERN, message)
    return pattern


_MEANT = {"asks": "question", "says": "answer"}


def _name(setting: str, shown: str) -> str:
    return f"the pattern `{shown}`" if setting == "patterns" else f"the pattern `{shown}` of `{setting}`"


def why_wrong(erratum: Erratum) -> str:
    """Why a claim is wrong, and where the erratum is."""
    return f"{shortened(' '.join(erratum.why.split()), _MOST_WHY)} ({erratum.location})"
