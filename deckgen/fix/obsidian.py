"""Mends Obsidian's links and embedded files, which are found in the folder that Obsidian calls a vault."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import NamedTuple

from deckgen.fix.edits import Copy, Edit
from deckgen.look_alikes.find import Sighting


class Place(NamedTuple):
    """The address of a file of a vault, as a source writes it, and the copy that must be made for it.

    The address is empty if the file is a note outside the project, to which no source can lead.
    """

    address: str
    copies: tuple[Copy, ...] = ()


Vault = Callable[[str, str, bool], Place | str | None]
"""The file that a document means by a name; the third argument says whether it is embedded.

A text says why that is not known. None if the document is in no vault, or no card can show the file.
"""

_NAME = re.compile(r"!?\[\[(?P<to>[^\[\]|#^\n]+)(?P<part>[#^][^\[\]|\n]*)?(?:\|(?P<words>[^\[\]\n]*))?\]\]")
_SIZE = re.compile(r"\d+(?:x\d+)?")
_PLACES = frozenset(("", "center", "left", "right"))
"""Words in place of a text that say where a theme shows the picture."""


def no_vault(document: str, name: str, is_embedded: bool) -> None:
    """The vault of a source that is in none."""


def mend_link(seen: Sighting, document: str, vault: Vault) -> Edit | str | None:
    """`[words](address)` for a note of the project, and the words alone for one that is elsewhere."""
    match = _NAME.fullmatch(seen.text)
    if match is None or match["part"] or seen.new is None:
        return Edit(seen.start, seen.end, seen.new) if seen.new is not None else None
    found = vault(document, match["to"].strip(), False)
    if isinstance(found, str):
        return found
    address = _written(found.address) if found else ""
    return Edit(seen.start, seen.end, f"[{seen.new}]({address})" if address else seen.new)


def mend_embedded(seen: Sighting, document: str, vault: Vault) -> tuple[Edit, tuple[Copy, ...]] | str | None:
    """`![text|300](address)` for a picture or a sound; without a text, the name of the file is its text."""
    match = _NAME.fullmatch(seen.text)
    if match is None or match["part"]:
        return None
    name, words = match["to"].strip(), (match["words"] or "").strip()
    found = vault(document, name, True)
    if found is None or isinstance(found, str):
        return found
    *texts, size = words.split("|") if _SIZE.fullmatch(words.rpartition("|")[2]) else [words, ""]
    text = next((one.strip() for one in texts if one.strip() not in _PLACES), PurePosixPath(name).stem)
    text = f"{text}|{size}" if size else text
    return Edit(seen.start, seen.end, f"![{text}]({_written(found.address)})"), found.copies


def _written(address: str) -> str:
    """An address in a link; with a space or a bracket it needs `<…>`."""
    return f"<{address}>" if re.search(r"[\s()]", address) else address
