"""Reads a note type from the files of its folder."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from deckgen.values.document import Kind
from deckgen.values.note import Field, NoteType, Template
from deckgen.values.text import Timestamp

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@cache
def load_note_type(kind: Kind) -> NoteType:
    """The note type of this kind, from the folder of the same name.

    Its style is the shared one, followed by that of the folder, which can override it.
    """
    shared = files(__package__)
    folder = shared / kind.value
    table = tomllib.loads(_read(folder / "note_type.toml"))
    version = tomllib.loads(_read(shared / "version.toml"))
    styles = [shared / "style.css", folder / "style.css"]
    return NoteType(
        kind=kind,
        name=table["name"],
        id=table["id"],
        fields=tuple(Field(field["name"], field["id"]) for field in table["fields"]),
        templates=tuple(
            Template(
                name=template["name"],
                id=template["id"],
                front=_read(folder / template["front"]),
                back=_read(folder / template["back"]),
            )
            for template in table["templates"]
        ),
        css="\n".join(_read(style) for style in styles if style.is_file()),
        version=Timestamp(version["time"]),
    )


def _read(file: "Traversable") -> str:
    # A checkout with CRLF must make the same packages as one with LF.
    return file.read_text(encoding="utf-8").replace("\r\n", "\n")
