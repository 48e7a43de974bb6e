"""Find the wrong claims of errata in texts, with a limit on the time per pattern."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from deckgen.values.codes import Code
from deckgen.values.erratum import Erratum
from deckgen.values.problem import Problem
from deckgen.values.wording import shortened

SECONDS = 0.5
"""The limit for one pattern on one text; a good one takes microseconds."""

LONGEST_PATTERN = 400
_HARMLESS = ("", "a", "0", "的", "。", " ", "a b", "的的")
_MOST_SAID = 80
_MOST_WHY = 120


@dataclass(frozen=True, slots=True)
class Known:
    """A compiled pattern with its erratum; `written` is its shortened text."""

    erratum: Erratum
    written: str
    pattern: "regex.Pattern[str]"


def compile_patterns(erratum: Erratum) -> Iterator[Known | Problem]:
    """Each pattern of an erratum ready for use, or what is wrong with it."""
    return (_compile(erratum, written) for written in erratum.patterns)


def find_claims(known: Known, texts: Sequence[str]) -> list[tuple[int, str]] | None:
    """The number of the text and the words of each claim in these folded texts; None if it takes too long."""
    try:
        return [
            (place, " ".join(match[0].split()))
            for place, text in enumerate(texts)
            for match in known.pattern.finditer(text, timeout=SECONDS)
            if match[0].strip()
        ]
    except TimeoutError:
        return None


def _compile(erratum: Erratum, written: str) -> Known | Problem:
    shown = shortened(written, 60)
    if len(written) > LONGEST_PATTERN:
        message = f"the pattern `{shown}` has more than {LONGEST_PATTERN} characters; write several"
        return Problem(erratum.location, Code.ERRATUM_BAD_PATTERN, message)
    try:
        pattern = regex.compile(written, regex.IGNORECASE)
    except (regex.error, RecursionError, OverflowError, MemoryError) as error:
        message = f"the pattern `{shown}` is not a regular expression: {error}"
        return Problem(erratum.location, Code.ERRATUM_BAD_PATTERN, message)
    known = Known(erratum, shown, pattern)
    try:
        wide = any(pattern.search(text, timeout=SECONDS) for text in _HARMLESS)
        pattern.search("的a " * 2000, timeout=SECONDS)
    except TimeoutError:
        return slow_pattern(known)
    if wide:
        message = f"the pattern `{shown}` matches texts that make no claim; write more of the claim"
        return Problem(erratum.location, Code.ERRATUM_WIDE_PATTERN, message)
    return known


def describe_claim(said: str, erratum: Erratum) -> str:
    """The words of a claim, why it is wrong, and where the erratum is."""
    why = shortened(" ".join(erratum.why.split()), _MOST_WHY)
    return f"`{shortened(said, _MOST_SAID)}`, which is wrong: {why} ({erratum.location})"


def slow_pattern(known: Known) -> Problem:
    """The problem of a pattern that takes too long."""
    advice = "avoid a repetition inside a repetition"
    message = f"the pattern `{known.written}` takes more than {SECONDS:g} seconds on a card; {advice}"
    return Problem(known.erratum.location, Code.ERRATUM_SLOW_PATTERN, message)
