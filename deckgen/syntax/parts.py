"""The parts that a block's text consists of."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from deckgen.syntax.cloze_marks import ClozeClose, ClozeHint, ClozeOpen, Piece
from deckgen.syntax.html import Tag
from deckgen.syntax.links import Target

if TYPE_CHECKING:
    from markdown_it.token import Token


class Code(NamedTuple):
    """A code span."""

    pieces: tuple[Piece, ...]


class Formula(NamedTuple):
    """TeX, in the line or on its own."""

    pieces: tuple[Piece, ...]
    display: bool


class Break(NamedTuple):
    """The end of a line; a hard one is seen."""

    hard: bool


class Open(NamedTuple):
    """The beginning of `em`, `strong`, `del`, or of a link, which alone has a target."""

    tag: str
    target: Target | None
    position: int


class Close(NamedTuple):
    """The end of what the last unclosed `Open` began."""

    tag: str


class Picture(NamedTuple):
    """A picture or sound; its text is plain."""

    alt: str
    target: Target
    position: int


class FootnoteMark(NamedTuple):
    """A reference to a footnote by its normalised label."""

    label: str


Part = (
    str
    | Code
    | Formula
    | Break
    | Open
    | Close
    | Picture
    | FootnoteMark
    | Tag
    | ClozeOpen
    | ClozeHint
    | ClozeClose
)
"""A part of a block's text."""


class Definitions(NamedTuple):
    """What a whole document defines for all its texts: link targets and footnotes by normalised label."""

    targets: Mapping[str, Target]
    footnotes: Mapping[str, tuple["Token", ...]]


NO_DEFINITIONS = Definitions(MappingProxyType({}), MappingProxyType({}))
