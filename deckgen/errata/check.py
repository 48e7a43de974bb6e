"""Holds the cards of a package to its errata: what was once wrong stays caught."""

from collections import Counter
from collections.abc import Iterator, Sequence

from deckgen.errata.claims import Known, compile_patterns, describe_claim, find_claims, slow_pattern
from deckgen.examples.find import find_examples
from deckgen.syntax.html_text import fold, read_note
from deckgen.syntax.places import find_lines
from deckgen.values.codes import Code
from deckgen.values.document import Package, Question
from deckgen.values.erratum import Erratum
from deckgen.values.nearest import did_you_mean
from deckgen.values.note import Note
from deckgen.values.problem import Location, Problem


def check_errata(package: Package, errata: Sequence[Erratum]) -> tuple[Problem, ...]:
    """Errata of no question, without a proof, or with patterns that cannot find what they are for."""
    return tuple(problem for erratum in errata for problem in _check_erratum(package, erratum))


def check_claims(package: Package, errata: Sequence[Erratum], notes: Sequence[Note]) -> tuple[Problem, ...]:
    """Cards that make a claim which an erratum holds to be wrong, each at the line of the claim."""
    known = [one for erratum in errata for one in compile_patterns(erratum) if isinstance(one, Known)]
    if not known:
        return ()
    texts = [read_note(note, refuted=False) for note in notes]
    questions = {question.location: question for question in package.questions}
    problems = (problem for one in known for problem in _check_claim(one, notes, texts, questions))
    # Two patterns of one erratum may find the same words.
    return tuple({(p.location, p.message.rpartition("which is wrong")[2]): p for p in problems}.values())


def _check_erratum(package: Package, erratum: Erratum) -> Iterator[Problem]:
    keys = [question.key for question in package.questions]
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


def _proven(package: Package) -> frozenset[str]:
    return frozenset(
        exercise.key for document in package.documents for exercise in find_examples(document).exercises
    )


def _finds(known: Known, text: str) -> bool:
    try:
        return bool(find_claims(known, [fold(text)]))
    except TimeoutError:
        return True


def _check_claim(
    known: Known, notes: Sequence[Note], texts: Sequence[str], questions: dict[Location, Question]
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
        here = _locate(claim.said, before, notes[claim.place].location, questions)
        message = f"the card says {describe_claim(claim)}; correct it, or quote it in a `> [!CAUTION]`"
        yield Problem(here, Code.ERRATUM_CLAIMED, message)


def _locate(said: str, before: int, location: Location, questions: dict[Location, Question]) -> Location:
    """Where a question says this, after so many times before; the question where its Markdown differs."""
    question = questions.get(location)
    passages = (question.prompt, question.answer, question.hint) if question else ()
    lines = [passage.line + line for passage in passages for line in find_lines(passage.text, said)]
    return Location(location.path, lines[before]) if before < len(lines) else location
