"""Finds the SVGs that a source shows."""

from collections.abc import Iterable, Iterator, Mapping

from deckgen.values.note import Media, MediaFault, MediaReference
from deckgen.values.outline import Found
from deckgen.values.problem import Location

ReadMedia = Mapping[MediaReference, Media | MediaFault]


def find_svgs(path: str, shown: Iterable[Found], media: ReadMedia) -> Iterator[tuple[Location, str, bytes]]:
    """Where a source shows an SVG that could be read, its address as written, and its content."""
    for line, target in shown:
        found = media.get(MediaReference(path, target))
        if isinstance(found, Media) and found.name.endswith(".svg"):
            yield Location(path, line), target, found.content
