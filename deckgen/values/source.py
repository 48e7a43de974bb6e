"""A source before it is parsed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One Markdown file as found on disk; the path is relative to the project, with `/`."""

    path: str
    content: bytes
