"""A collection of Anki in its file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from anki.collection import Collection


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The collection in this file, as Any: by its type, its database could be None."""
    collection = Collection(str(path))
    try:
        yield collection
    finally:
        collection.close()
