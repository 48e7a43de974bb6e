"""Merges a newer reading of a page into a source without changing what a person has edited."""

import re
from dataclasses import dataclass
from itertools import pairwise

from deckgen.pages.write.write_source import HEAD, MARK, digest, record
from deckgen.syntax.attributes import parse_attributes
from deckgen.syntax.blocks import parse_blocks
from deckgen.syntax.front_matter import front_matter_end

_RECORD = re.compile(rf"^{re.escape(MARK)}: (?P<digests>.*) -->$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Source:
    head: list[str]
    sections: list[tuple[str, list[str]]]
    recorded: dict[str, str]


def is_untouched(text: str) -> bool:
    """Whether ingest wrote this source and nobody has edited it since."""
    source = _read(text)
    now = {key: digest(lines) for key, lines in source.sections}
    return bool(source.recorded) and source.recorded == {HEAD: digest(source.head), **now}


def merge(existing: str, newer: str) -> tuple[str, tuple[str, ...]]:
    """Update the questions that nobody has edited; also return the keys of the edited ones, which are kept.

    A question that a person deleted stays deleted; a new question is added at the end.
    """
    old, new = _read(existing), _read(newer)
    fresh = dict(new.sections)
    recorded = dict(old.recorded)
    kept: list[str] = []
    sections: list[tuple[str, list[str]]] = []
    for key, lines in old.sections:
        untouched = old.recorded.get(key) == digest(lines)
        if untouched and key in fresh:
            sections.append((key, fresh[key]))
            recorded[key] = digest(fresh[key])
        else:
            sections.append((key, lines))
            if not untouched:
                kept.append(key)
    present = {key for key, _ in old.sections}
    for key, lines in new.sections:
        if key not in present and key not in old.recorded:
            sections.append((key, lines))
            recorded[key] = digest(lines)
    parts = ["\n".join(old.head).strip("\n"), *("\n".join(lines).strip("\n") for _, lines in sections)]
    return "\n\n".join([*parts, "\n".join(record(recorded))]) + "\n", tuple(kept)


def _read(text: str) -> _Source:
    found = list(_RECORD.finditer(text))
    recorded = dict(
        pair.rsplit("=", 1) for match in found for pair in match["digests"].split() if "=" in pair
    )
    text = _RECORD.sub("", text)
    lines = text.split("\n")
    front = front_matter_end(lines) or 0
    tokens = parse_blocks("\n".join([""] * front + lines[front:]))
    starts = [
        (token.map[0], inline.content)
        for token, inline in pairwise(tokens)
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0 and token.map
    ]
    ends = [start for start, _ in starts[1:]] + [len(lines)]
    sections = []
    for (start, heading), end in zip(starts, ends, strict=True):
        _, attributes, _ = parse_attributes(heading)
        sections.append((attributes.key or heading, lines[start:end]))
    return _Source(lines[: starts[0][0]] if starts else lines, sections, recorded)
