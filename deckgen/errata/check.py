"""Compares the cards of a package with its errata, and checks the errata themselves."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from deckgen.answers.card import Card
from deckgen.errata.claims import Known, compile_patterns, describe_claim, find_claims, slow_pattern
from deckgen.syntax.html_text import fold, read_note
from deckgen.syntax.places import find_lines
from deckgen.values.codes import Code
from deckgen.values.erratum import Erratum
from deckgen.values.nearest import did_you_mean
from deckgen.values.outline import NoteBody, PackageOutline, at
from deckgen.values.problem import Location, Problem
from deckgen.values.text import QuestionKey

LinesOf = Callable[[Location], Sequence[str]]
"""Gives the lines of the question at a location, its heading first."""


def check_errata(package: PackageOutline, errata: Sequence[Erratum]) -> Iterator[Problem]:
    """Errata without a question, without a proof, or with patterns that do not find their own claim."""
    has_examples = {question.key: question.has_examples for question, _ in package.questions()}
    return (problem for erratum in errata for problem in _check_erratum(has_examples, erratum))


def check_claims(
    errata: Sequence[Erratum], notes: Iterable[tuple[Location, NoteBody]], lines: LinesOf
) -> tuple[Problem, ...]:
    """Cards that make a claim which is wrong according to an erratum, each at the line of the claim."""
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


def _check_erratum(has_examples: Mapping[QuestionKey, bool], erratum: Erratum) -> Iterator[Problem]:
    if erratum.key not in has_examples:
        near = did_you_mean(erratum.key, has_examples, "write the key of the question that is right now")
        message = f"no question of the package has the key `{erratum.key}`; {near}"
        yield Problem(erratum.location, Code.ERRATUM_UNKNOWN_KEY, message)
    elif not erratum.reference and not has_examples[erratum.key]:
        message = (
            f"the answer to `{erratum.key}` has no example that runs, and the erratum has no `reference`; "
            "add one of them as a proof"
        )
        yield Problem(erratum.location, Code.ERRATUM_WITHOUT_PROOF, message)
    patterns = tuple(compile_patterns(erratum))
    faults = [one for one in patterns if isinstance(one, Problem)]
    yield from faults
    known = [one for one in patterns if isinstance(one, Known)]
    # A pattern that takes too long, and finds None, is another problem.
    if not faults and all(find_claims(one, [fold(erratum.claim)]) == [] for one in known):
        message = "no pattern of the erratum finds its own `claim`; correct one of them"
        yield Problem(erratum.location, Code.ERRATUM_IDLE, message)


def _check_claim(
    known: Known, places: Sequence[Location], texts: Sequence[str], lines: LinesOf
) -> Iterator[Problem]:
    claims = find_claims(known, texts)
    if claims is None:
        yield slow_pattern(known)
        return
    if len(texts) >= 4 and len({place for place, _ in claims}) * 2 > len(texts):
        message = (
            f"the pattern `{known.written}` finds more than half of all cards; write more of the claim in it"
        )
        yield Problem(known.erratum.location, Code.ERRATUM_WIDE_PATTERN, message)
        return
    found: Counter[tuple[int, str]] = Counter()
    for place, said in claims:
        here = _locate(said, found[place, said], places[place], lines)
        found[place, said] += 1
        claim = describe_claim(said, known.erratum)
        message = f"the card says {claim}; correct it, or quote it in a `> [!CAUTION]`"
        yield Problem(here, Code.ERRATUM_CLAIMED, message)


def _locate(said: str, before: int, place: Location, lines: LinesOf) -> Location:
    """Where a question says this for the time after `before`; the question itself if its Markdown differs."""
    _, *body = lines(place)
    found = find_lines("\n".join(body), said)
    return at(place, 1 + found[before]) if before < len(found) else place


class Holder:
    """Holds a single card by errata, whatever file it is in."""

    def __init__(self, errata: Sequence[Erratum]) -> None:
        self._known = [
            one for erratum in errata for one in compile_patterns(erratum) if isinstance(one, Known)
        ]

    def breaks(self, card: Card) -> bool:
        """Whether an erratum would be reported at this card."""
        texts = [f"{card.question}\n{card.lead}\n{card.answer}"]
        return any(find_claims(known, texts) for known in self._known)
