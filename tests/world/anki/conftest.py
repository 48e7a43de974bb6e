from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deckgen.values.document import Kind
from deckgen.values.note import Note, TimedNoteType
from deckgen.values.text import Html
from tests.support.making import NOTE_TYPES, encode_apkg
from tests.world.anki.identity_table import begin, finish

if TYPE_CHECKING:
    from tests.world.anki.adapter import Anki, Imported
    from tests.world.anki.delivery import Way

Import = Callable[..., "Imported"]


@pytest.fixture(autouse=True, scope="session")
def table() -> Iterator[None]:
    """Every row of this run, for the table in docs/identity.md."""
    begin()
    yield
    finish()


@pytest.fixture
def anki(tmp_path: Path) -> Iterator["Anki"]:
    from tests.world.anki.adapter import open_anki  # noqa: PLC0415  # skips where there is no anki

    with open_anki(tmp_path) as opened:
        yield opened


@pytest.fixture(params=["import", "publish"])
def way(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Way":
    """How packages come into the collection."""
    from tests.world.anki.delivery import Way  # noqa: PLC0415  # skips where there is no anki

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return Way(request.param)


@pytest.fixture
def import_notes(anki: "Anki", tmp_path: Path) -> Import:
    """Packs notes and imports them."""

    def pack_and_import(
        notes: list[Note],
        note_types: Mapping[Kind, TimedNoteType] = NOTE_TYPES,
        descriptions: Mapping[str, Html] | None = None,
    ) -> "Imported":
        package = tmp_path / "package.apkg"
        package.write_bytes(encode_apkg(notes, note_types, descriptions or {}))
        return anki.import_package(package)

    return pack_and_import
