"""Makes plain parts of what the reader gathered, delimiters among it."""

from collections.abc import Iterable, Iterator

from deckgen.syntax.delimiters import Delimiter
from deckgen.syntax.html import Tag
from deckgen.syntax.parts import Break, Close, Code, Formula, Open, Part, Picture


def without_delimiters(parts: list[Part | Delimiter]) -> Iterator[Part]:
    """The parts, with what paired delimiters open and close, and as text the characters of the others."""
    for part in parts:
        if isinstance(part, Delimiter):
            yield from map(Close, part.closes)
            if part.count:
                yield part.character * part.count
            for tag in part.opens:
                yield Open(tag, None, 0)
        else:
            yield part


def plain_text(parts: Iterable[Part], source: str) -> str:
    """The text of parts as a picture's `alt` shows it."""
    texts: list[str] = []
    for part in parts:
        match part:
            case str():
                texts.append(part)
            case Code() | Formula():
                texts += [piece for piece in part.pieces if isinstance(piece, str)]
            case Break():
                texts.append(" ")
            case Picture():
                texts.append(part.alt)
            case Tag():
                texts.append(source[part.position : part.end])
            case _:
                pass
    return "".join(texts)
