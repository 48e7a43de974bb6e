"""Finds the pictures and sounds of a question, and those that cannot enter a package."""

from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from deckgen.checks.unit import Unit
from deckgen.values.note import Media, MediaFault, MediaReference
from deckgen.values.outline import DocumentOutline, Found, at
from deckgen.values.problem import Problem


def find_shown(unit: Unit) -> Iterator[Found]:
    """The percent-decoded target of each picture and sound outside code."""
    for text in unit.texts:
        for position, target in sorted(text.addresses("image", "img", "src")):
            yield Found(text.line_at(position), unquote(target))


def check_pictures(
    document: DocumentOutline, media: Mapping[MediaReference, Media | MediaFault]
) -> Iterator[Problem]:
    """Each reference whose file cannot be packed."""
    for part, place in document.placed():
        for line, target in part.shown:
            fault = media[MediaReference(document.path, target)]
            if isinstance(fault, MediaFault):
                yield Problem(at(place, line), fault.code, fault.message)
