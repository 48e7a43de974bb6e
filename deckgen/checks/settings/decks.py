"""Finds deck names that Anki cannot distinguish."""

from deckgen.values.codes import Code
from deckgen.values.outline import PackageOutline
from deckgen.values.problem import Location, Problem

MOST_LEVELS = 100
"""Levels of a deck; Anki makes a deck of each."""


def check_decks(package: PackageOutline) -> tuple[Problem, ...]:
    """Decks with too many levels, and names that differ only in case: Anki renames the second to `name_`."""
    seen: dict[str, tuple[str, str]] = {}
    problems = []
    for document in package.documents:
        levels = document.deck.split("::")
        if len(levels) > MOST_LEVELS:
            message = f"the name of the deck has {len(levels):,} levels, more than {MOST_LEVELS}; write fewer"
            problems.append(Problem(Location(document.path, 1), Code.DECK_NAME, message))
            continue
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
