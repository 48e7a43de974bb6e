"""Opens collections with Anki's own library, which is an extra, in each version that learners still have."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from deckgen.apkg.packed import UnreadablePackage
from deckgen.targets.target import TargetError

if TYPE_CHECKING:
    from anki.collection import Collection
    from anki.dbproxy import DBProxy

_OLDEST_SCHEMA = 18
"""The schema that Anki has had since 2.1.50; the library would bring an older collection to it for ever."""


class UnusableError(TargetError):
    """A file cannot be opened as a collection."""


@contextmanager
def open_library(path: Path) -> Iterator["Collection"]:
    """The collection in this file, which is whole again when it is closed.

    Raises:
        TargetError: there is none, another program has it open, its schema is too old or too new, or the
            library is missing.
    """
    _check_file(path)
    with open_or_make(path) as collection:
        yield collection


@contextmanager
def open_or_make(path: Path) -> Iterator["Collection"]:
    """The collection in this file, or a new one where there is no file.

    Raises:
        UnusableError: it cannot be opened.
        TargetError: the library is missing.
    """
    try:
        from anki.collection import Collection  # noqa: PLC0415  # an extra, and slow to import
        from anki.errors import AnkiException  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise TargetError(_MISSING) from error
    try:
        collection = Collection(str(path))
    except (AnkiException, OSError) as error:
        raise UnusableError(_explain(path, str(error))) from error
    try:
        yield collection
    finally:
        with asked_of(path):
            collection.close()


@contextmanager
def asked_of(path: Path) -> Iterator[None]:
    """Say what cannot be done in this collection if Anki's library says so."""
    from anki.errors import AnkiException  # noqa: PLC0415  # an extra, and slow to import

    try:
        yield
    except UnreadablePackage as error:
        fault = Exception.__str__(error)
        raise TargetError(f"{path}: {fault}; start Anki, and choose Tools > Check Database") from error
    except (AnkiException, OSError) as error:
        raise TargetError(f"Anki's library cannot do that in {path}: {error}{_advise(str(error))}") from error


def import_package(collection: "Collection", package: Path) -> None:
    """Import a package as File > Import does, with Anki's default options."""
    import anki.collection as library  # noqa: PLC0415  # an extra, and slow to import
    from anki import import_export_pb2 as messages  # noqa: PLC0415

    if hasattr(library, "ImportAnkiPackageRequest"):
        options = messages.ImportAnkiPackageOptions()
        request = messages.ImportAnkiPackageRequest(package_path=str(package), options=options)
        collection.import_anki_package(request)
    else:
        collection.import_anki_package(cast("Any", str(package)))  # up to 23.10


def database_of(collection: "Collection") -> "DBProxy":
    """The database of an open collection."""
    return cast("DBProxy", collection.db)  # None only while a collection is closed


_MISSING = (
    "Anki's library is missing; deckgen needs it to write collections. Install it the way you installed "
    "deckgen: with `uv tool install --reinstall '.[anki]'` in the clone of deckgen, with "
    "`pipx inject deckgen-cards anki`, or with `pip install anki`"
)


def _check_file(path: Path) -> None:
    if not path.is_file():
        raise TargetError(f"{path} does not exist, or is not a file; give the collection.anki2 of a profile")
    try:
        # Immutable, so that nothing is locked and no file is made beside a collection that may be open.
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as database:
            (schema,) = database.execute("SELECT ver FROM col").fetchone()
    except (sqlite3.Error, TypeError) as error:
        raise TargetError(f"{path} cannot be opened as a collection: {error}") from error
    if schema < _OLDEST_SCHEMA:
        raise TargetError(
            f"{path} was last used by an Anki older than 2.1.50, which could not open it afterwards; update "
            "Anki, start it once, and try again"
        )


def _advise(message: str) -> str:
    """What to do about an error of which the library does not say much."""
    is_of_disk = any(words in message.lower() for words in _OF_DISK)
    return "; look whether the disk is full, and try again" if is_of_disk else ""


_OF_DISK = ("i/o error", "ioerr", "disk", "no space")
"""In what the library says if it cannot write to the disk, in one version or another."""


def _explain(path: Path, message: str) -> str:
    if "already open" in message:
        return f"{path} is open in Anki or in another program; close that, and try again"
    if "FileTooNew" in message:
        return f"{path} was written by a newer Anki; install a newer anki library beside deckgen"
    return f"{path} cannot be opened as a collection: {message}"
