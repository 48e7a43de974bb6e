"""Finds deck names that Anki cannot distinguish."""

from deckgen.values.codes import Code
from deckgen.values.outline import PackageOutline
from deckgen.values.problem import Location, Problem


def check_decks(package: PackageOutline) -> tuple[Problem, ...]:
    """Decks whose names differ only in case: Anki renames the second to `name_`."""
    seen: dict[str, tuple[str, str]] = {}
    problems = []
    for document in package.documents:
        levels = document.deck.split("::")
        for depth in range(1, len(levels) + 1):
            name = "::".join(levels[:depth])
            first, path = seen.setdefault(name.casefold(), (name, document.path))
            if first != name:
                message = (
                    f"the deck `{name}` is called `{first}` in {path}; write the same name in both files"
                )
                problems.append(Problem(Location(document.path, 1), Code.DECK_CASE, message))
                break
    return tuple(problems)
