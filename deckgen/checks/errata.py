"""Holds the cards of a package to its errata: what was once wrong stays caught."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from deckgen.checks.examples import find_examples
from deckgen.checks.readable import fold, read_note
from deckgen.values.document import Package
from deckgen.values.erratum import Erratum
from deckgen.values.nearest import did_you_mean
from deckgen.values.note import Note
from deckgen.values.problem import Problem

SECONDS = 0.5
"""The most that one pattern may take on one card: a good one takes microseconds."""

LONGEST_PATTERN = 400
_HARMLESS = ("", "a", "0", "的", "。", " ", "a b", "的的")


@dataclass(frozen=True, slots=True)
class _Known:
    erratum: Erratum
    written: str
    pattern: "regex.Pattern[str]"


def check_errata(package: Package, errata: Sequence[Erratum]) -> tuple[Problem, ...]:
    """Errata of no question, without a proof, or with patterns that cannot find what they are for."""
    return tuple(problem for erratum in errata for problem in _check_erratum(package, erratum))


def check_claims(errata: Sequence[Erratum], notes: Sequence[Note]) -> tuple[Problem, ...]:
    """Cards that make a claim which an erratum holds to be wrong."""
    known = [one for erratum in errata for one in _compile(erratum) if isinstance(one, _Known)]
    if not known:
        return ()
    texts = [(note, read_note(note, refuted=False)) for note in notes]
    return tuple(problem for one in known for problem in _check_claim(one, texts))


def _check_erratum(package: Package, erratum: Erratum) -> Iterator[Problem]:
    keys = [question.key for question in package.questions]
    if erratum.key not in keys:
        message = f"no question of the package has the key `{erratum.key}`; {_near(erratum.key, keys)}"
        yield Problem(erratum.location, "erratum-unknown-key", message)
    elif not erratum.reference and erratum.key not in _proven(package):
        message = (
            f"the answer to `{erratum.key}` has no example that runs, and the erratum no `reference`; "
            "add one of them: why should it be believed?"
        )
        yield Problem(erratum.location, "erratum-without-proof", message)
    found = False
    for one in _compile(erratum):
        if isinstance(one, Problem):
            yield one
            found = True
    known = [one for one in _compile(erratum) if isinstance(one, _Known)]
    if not found and not any(_search(one, fold(erratum.claim)) for one in known):
        message = "no pattern of the erratum finds its own `claim`; would it find the mistake?"
        yield Problem(erratum.location, "erratum-idle", message)


def _near(key: str, keys: Sequence[str]) -> str:
    advice = did_you_mean(key, keys)
    return advice if advice.startswith("did you mean") else "write the key of the question that is right now"


def _proven(package: Package) -> frozenset[str]:
    return frozenset(
        exercise.key for document in package.documents for exercise in find_examples(document).exercises
    )


def _compile(erratum: Erratum) -> Iterator["_Known | Problem"]:
    """Each pattern ready for use, or why it is of none."""
    for written in erratum.patterns:
        shown = written if len(written) <= 60 else f"{written[:59]}…"
        if len(written) > LONGEST_PATTERN:
            message = f"the pattern `{shown}` has more than {LONGEST_PATTERN} characters; write several"
            yield Problem(erratum.location, "erratum-bad-pattern", message)
            continue
        try:
            pattern = regex.compile(written, regex.IGNORECASE)
        except (regex.error, RecursionError, OverflowError, MemoryError) as error:
            message = f"the pattern `{shown}` is no regular expression: {error}"
            yield Problem(erratum.location, "erratum-bad-pattern", message)
            continue
        one = _Known(erratum, shown, pattern)
        try:
            wide = any(pattern.search(text, timeout=SECONDS) for text in _HARMLESS)
            pattern.search("的a " * 2000, timeout=SECONDS)
        except TimeoutError:
            yield _slow(one)
            continue
        if wide:
            message = f"the pattern `{shown}` finds texts that claim nothing; write more of the claim"
            yield Problem(erratum.location, "erratum-wide-pattern", message)
        else:
            yield one


def _check_claim(one: _Known, texts: Sequence[tuple[Note, str]]) -> Iterator[Problem]:
    found: list[Problem] = []
    for note, text in texts:
        try:
            match = one.pattern.search(text, timeout=SECONDS)
        except TimeoutError:
            yield _slow(one)
            return
        if match:
            said = " ".join(match[0].split())
            message = (
                f"the card says `{said if len(said) <= 80 else said[:79] + '…'}`, which is wrong "
                f"({one.erratum.location}); correct it, or quote it in a `> [!CAUTION]`"
            )
            found.append(Problem(note.location, "erratum-claimed", message))
    if len(texts) >= 4 and len(found) * 2 > len(texts):
        message = f"the pattern `{one.written}` finds more than half of all cards; write more of the claim"
        yield Problem(one.erratum.location, "erratum-wide-pattern", message)
    else:
        yield from found


def _search(one: _Known, text: str) -> bool:
    try:
        return one.pattern.search(text, timeout=SECONDS) is not None
    except TimeoutError:
        return True


def _slow(one: _Known) -> Problem:
    advice = "repeat nothing that repeats"
    message = f"the pattern `{one.written}` takes more than {SECONDS:g} seconds on a card; {advice}"
    return Problem(one.erratum.location, "erratum-slow-pattern", message)
