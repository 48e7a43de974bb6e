"""A source before it is parsed."""

from dataclasses import dataclass

from deckgen.values.settings import NO_SETTINGS, Settings


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of a package as found on disk; the path is relative to the project, with `/`.

    `settings` are those of its package, by which it is read.
    """

    package: str
    path: str
    content: bytes
    settings: Settings = NO_SETTINGS
