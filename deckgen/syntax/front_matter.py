"""Finds where the front matter of a source ends, and writes one."""

import re
from collections.abc import Sequence
from typing import NamedTuple

# Text that YAML reads as a number, a date, a boolean or nothing.
_NOT_TEXT = re.compile(r"[\d.:_+-]+|true|false|yes|no|on|off|null|~|\d[\w.:-]*", re.IGNORECASE)
_PLAIN = re.compile(r"\w[\w.:/?=&%+~ -]*")


def front_matter_end(lines: Sequence[str]) -> int | None:
    """The number of its lines, fences included: 0 without a front matter, None if it is not closed."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    return next((n for n, line in enumerate(lines[1:], 2) if line.rstrip() in ("---", "...")), None)


class OtherFence(NamedTuple):
    """The end of a front matter that is not YAML, its language, and a program that reads it."""

    end: int
    language: str
    program: str


def find_other_fence(lines: Sequence[str]) -> OtherFence | None:
    """The front matter that Hugo and Hexo read as TOML or as JSON, if a file begins with one."""
    fences = {"+++": ("+++", "TOML", "Hugo"), ";;;": (";;;", "JSON", "Hexo"), "{": ("}", "JSON", "Hugo")}
    close, language, program = fences.get(lines[0].rstrip() if lines else "", ("", "", ""))
    if not close:
        return None
    end = next((n for n, line in enumerate(lines[1:], 2) if line.rstrip() == close), None)
    return OtherFence(end, language, program) if end else None


def render_front_matter(deck: str, tags: Sequence[str], source: str) -> list[str]:
    """The lines of a front matter; an empty setting is left out."""
    lines = [f"deck: {quoted(deck)}"] if deck else []
    if tags:
        lines.append(f"tags: [{', '.join(quoted(tag, in_list=True) for tag in tags)}]")
    if source:
        lines.append(f"source: {quoted(source)}")
    return ["---", *lines, "---"]


def quoted(text: str, *, in_list: bool = False) -> str:
    """A text for YAML, in quotes if it would be read as something else without them."""
    is_plain = _PLAIN.fullmatch(text) and ": " not in text and not text.endswith((":", " "))
    if in_list and "?" in text:  # in a list PyYAML reads it as the mark of a key
        is_plain = False
    if is_plain and not _NOT_TEXT.fullmatch(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
