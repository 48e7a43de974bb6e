"""Finds the collection that is meant by the name that a person gave."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deckgen.targets.account import open_account
from deckgen.targets.closed import open_closed
from deckgen.targets.server import is_server
from deckgen.targets.target import Target, TargetError


@contextmanager
def open_target(to: str | None) -> Iterator[Target]:
    """The collection with this name, for as long as the context lasts.

    Raises:
        TargetError: there is none, or it cannot be opened.
    """
    if to is None:
        raise TargetError(
            "say where the packages go: `--to` and a profile's collection.anki2, or a sync server"
        )
    with open_account(to) if is_server(to) else open_closed(Path(to)) as collection:
        yield collection
