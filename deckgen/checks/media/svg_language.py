"""Finds SVGs with Chinese text that do not say their language, so that some systems use Japanese glyphs.

A picture in `<img>` does not inherit the language of its card (SVG 2, "Integration"). It is packed as its
author wrote it; docs/decisions.md says why.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from xml.parsers import expat

from deckgen.checks.media.svgs import ReadMedia, find_svgs
from deckgen.values.characters import has_han
from deckgen.values.codes import Code
from deckgen.values.outline import Found
from deckgen.values.problem import Problem

_NOT_SHOWN = frozenset(("style", "title", "desc", "metadata", "defs"))


def check_svg_languages(path: str, shown: Iterable[Found], media: ReadMedia) -> Iterator[Problem]:
    """SVGs whose Chinese characters are in no element with `lang` or `xml:lang`."""
    for place, target, content in find_svgs(path, shown, media):
        if _lacks_language(content):
            message = (
                f"`{target}` has Chinese characters and does not say their language, so some systems draw "
                'them as in Japanese; add `lang="zh-Hans"`, or the tag of its language, to its `<svg>`'
            )
            yield Problem(place, Code.PICTURE_LANGUAGE, message)


def _lacks_language(content: bytes) -> bool:
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    with suppress(StopIteration, expat.ExpatError):
        parser.Parse(content, True)
    return reader.lacks


class _Reader:
    """Whether a character is read outside all elements that say their language or are not shown."""

    def __init__(self) -> None:
        self.lacks = False
        self._settled: list[bool] = [False]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        settles = "lang" in attributes or "xml:lang" in attributes or name.rpartition(":")[2] in _NOT_SHOWN
        if settles and len(self._settled) == 1:
            raise StopIteration
        self._settled.append(settles or self._settled[-1])

    def end(self, name: str) -> None:
        self._settled.pop()

    def text(self, text: str) -> None:
        if not self._settled[-1] and has_han(text):
            self.lacks = True
            raise StopIteration
