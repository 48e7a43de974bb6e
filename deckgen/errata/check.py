"""Holds the cards of a package to its errata: what was once wrong stays caught."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from deckgen.errata.claims import Known, compile_patterns, describe_claim, find_claims, slow_pattern
from deckgen.syntax.html_text import fold, read_note
from deckgen.syntax.places import find_lines
from deckgen.values.codes import Code
from deckgen.values.erratum import Erratum
from deckgen.values.nearest import did_you_mean
from deckgen.values.outline import NoteBody, PackageOutline, at
from deckgen.values.problem import Location, Problem

LinesOf = Callable[[Location], Sequence[str]]
"""The lines of the question at a place, its heading first."""


def check_errata(package: PackageOutline, errata: Sequence[Erratum]) -> Iterator[Problem]:
    """Errata of no question, without a proof, or with patterns that cannot find what they are for."""
    return (problem for erratum in errata for problem in _check_erratum(package, erratum))


def check_claims(
    errata: Sequence[Erratum], notes: Iterable[tuple[Location, NoteBody]], lines: LinesOf
) -> tuple[Problem, ...]:
    """Cards that make a claim which an erratum holds to be wrong, each at the line of the claim.

    `lines` gives the lines of the question at a place, to find the claim in.
    """
    known = [one for erratum in errata for one in compile_patterns(erratum) if isinstance(one, Known)]
    if not known:
        return ()
    places, texts = [], []
    for place, note in notes:
        places.append(place)
        texts.append(read_note(note, refuted=False))
    problems = (problem for one in known for problem in _check_claim(one, places, texts, lines))
    # Two patterns of one erratum may find the same words.
    return tuple({(p.location, p.message.rpartition("which is wrong")[2]): p for p in problems}.values())


def _check_erratum(package: PackageOutline, erratum: Erratum) -> Iterator[Problem]:
    keys = [question.key for question, _ in package.questions()]
    if erratum.key not in keys:
        message = f"no question of the package has the key `{erratum.key}`; {_near(erratum.key, keys)}"
        yield Problem(erratum.location, Code.ERRATUM_UNKNOWN_KEY, message)
    elif not erratum.reference and erratum.key not in _proven(package):
        message = (
            f"the answer to `{erratum.key}` has no example that runs, and the erratum no `reference`; "
            "add one of them: why should it be believed?"
        )
        yield Problem(erratum.location, Code.ERRATUM_WITHOUT_PROOF, message)
    patterns = tuple(compile_patterns(erratum))
    faults = [one for one in patterns if isinstance(one, Problem)]
    yield from faults
    known = [one for one in patterns if isinstance(one, Known)]
    if not faults and not any(_finds(one, erratum.claim) for one in known):
        message = "no pattern of the erratum finds its own `claim`; would it find the mistake?"
        yield Problem(erratum.location, Code.ERRATUM_IDLE, message)


def _near(key: str, keys: Sequence[str]) -> str:
    advice = did_you_mean(key, keys)
    return advice if advice.startswith("did you mean") else "write the key of the question that is right now"


def _proven(package: PackageOutline) -> frozenset[str]:
    return frozenset(question.key for question, _ in package.questions() if question.has_examples)


def _finds(known: Known, text: str) -> bool:
    try:
        return bool(find_claims(known, [fold(text)]))
    except TimeoutError:
        return True


def _check_claim(
    known: Known, places: Sequence[Location], texts: Sequence[str], lines: LinesOf
) -> Iterator[Problem]:
    try:
        claims = find_claims(known, texts)
    except TimeoutError:
        yield slow_pattern(known)
        return
    if len(texts) >= 4 and len({claim.place for claim in claims}) * 2 > len(texts):
        message = f"the pattern `{known.written}` finds more than half of all cards; write more of the claim"
        yield Problem(known.erratum.location, Code.ERRATUM_WIDE_PATTERN, message)
        return
    said: Counter[tuple[int, str]] = Counter()
    for claim in claims:
        before = said[claim.place, claim.said]
        said[claim.place, claim.said] += 1
        here = _locate(claim.said, before, places[claim.place], lines)
        message = f"the card says {describe_claim(claim)}; correct it, or quote it in a `> [!CAUTION]`"
        yield Problem(here, Code.ERRATUM_CLAIMED, message)


def _locate(said: str, before: int, place: Location, lines: LinesOf) -> Location:
    """Where a question says this, after so many times before; the question where its Markdown differs."""
    _, *body = lines(place)
    found = find_lines("\n".join(body), said)
    return at(place, 1 + found[before]) if before < len(found) else place
