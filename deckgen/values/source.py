"""A source before it is parsed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of a package as found on disk; the path is relative to the project, with `/`."""

    package: str
    path: str
    content: bytes
