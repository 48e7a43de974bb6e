"""Previews made by hand, for tests of the pages."""

from deckgen.preview.values import Card, Held, Holder, Preview, PreviewNote, PreviewPackage
from deckgen.values.codes import Code, Severity
from deckgen.values.document import Kind
from deckgen.values.problem import Location, Problem
from deckgen.values.text import Html

FACE = "<section>{}</section>"


def made_note(
    key: str = "cat-food",
    *,
    title: str = "What does a cat eat?",
    answer: str = "Fish.",
    deck: str = "Pets::Cats",
    tags: tuple[str, ...] = ("pets::cats",),
    kind: Kind = Kind.BASIC,
    faces: tuple[tuple[str, str], ...] = (),
    problems: tuple[Problem, ...] = (),
    package: str = "pets",
) -> PreviewNote:
    """A note of a package; `faces` are the fronts and backs of its cards."""
    given = faces or ((FACE.format(title), FACE.format(title) + FACE.format(answer)),)
    place = Location(f"source/{package}/cats.md", 3)
    return PreviewNote(
        id=f"{package}/{key}",
        key=key,
        kind=kind,
        deck=deck,
        tags=tags,
        title=title,
        text=f"{title} {answer}",
        location=place,
        style=kind.value,
        cards=tuple(
            Card(n, f"Card {n + 1}", Html(front), Html(back), answer if kind is Kind.TYPED else "")
            for n, (front, back) in enumerate(given)
        ),
        problems=problems,
        held=(Held(Holder.EXAMPLE, "prints 3", place),),
    )


def made_problem(
    message: str = "the question has no answer; write one below it", severity: Severity = Severity.ERROR
) -> Problem:
    """A problem of a source."""
    code = next(code for code in Code if code.severity is severity)
    return Problem(Location("source/pets/cats.md", 5), code, message)


def made_preview(*notes: PreviewNote, problems: tuple[Problem, ...] = (), css: str = ".card {}") -> Preview:
    """A project with one package."""
    package = PreviewPackage("pets", notes, problems)
    return Preview("home", (package,), {kind.value: css for kind in Kind})
