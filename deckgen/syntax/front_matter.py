"""Finds where the front matter of a source ends, and writes one."""

import re
from collections.abc import Sequence

# Text that YAML reads as a number, a date, a boolean or nothing.
_NOT_TEXT = re.compile(r"[\d.:_+-]+|true|false|yes|no|on|off|null|~|\d[\w.:-]*", re.IGNORECASE)
_PLAIN = re.compile(r"\w[\w.:/?=&%+~ -]*")


def front_matter_end(lines: Sequence[str]) -> int | None:
    """How many lines it takes, its fences included: 0 where there is none, None where it has no end."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    return next((n for n, line in enumerate(lines[1:], 2) if line.rstrip() in ("---", "...")), None)


def render_front_matter(deck: str, tags: Sequence[str], source: str) -> list[str]:
    """Its lines; a setting that is empty is left out."""
    lines = [f"deck: {_quoted(deck)}"] if deck else []
    if tags:
        lines.append(f"tags: [{', '.join(_quoted(tag, in_list=True) for tag in tags)}]")
    if source:
        lines.append(f"source: {_quoted(source)}")
    return ["---", *lines, "---"]


def _quoted(text: str, *, in_list: bool = False) -> str:
    """A text as YAML reads it back, in quotes where it would be read as something else."""
    is_plain = _PLAIN.fullmatch(text) and ": " not in text and not text.endswith((":", " "))
    if in_list and "?" in text:  # there PyYAML takes it for the mark of a key
        is_plain = False
    if is_plain and not _NOT_TEXT.fullmatch(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
