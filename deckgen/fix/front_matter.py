"""Mends the front matter: what is not YAML, tags in one text, and names in another case."""

import re
from collections.abc import Iterator, Sequence

from deckgen.fix.edits import Edit
from deckgen.fix.reading import Reading
from deckgen.sources.front_matter import SETTINGS
from deckgen.syntax.front_matter import quoted
from deckgen.values.tags import check_tag

_SETTING = re.compile(rf"(?P<name>{'|'.join(SETTINGS)})[ \t]*[:：][ \t]*(?P<value>\S.*?)[ \t]*")
_OTHER_YAML = re.compile(r"[\"'\[{>|&*!%@`#-]|.* #")
_NAME = re.compile(r"(?P<name>\w+)[ \t]*:")
_TAGS = re.compile(r"(?P<name>tags:[ \t]+)(?P<tags>[^\[\]{}\"'#&*!|>%@`]+)")


def mend_yaml(reading: Reading, line: int) -> Sequence[Edit]:
    """An ASCII colon and a space after each name, and quotes around a text with a colon."""
    return list(_settings(reading)) if line <= reading.front else ()


def _settings(reading: Reading) -> Iterator[Edit]:
    for number in range(2, reading.front):
        match = _SETTING.fullmatch(reading.line(number))
        if match is None:
            continue
        value = match["value"]
        if match["name"] in ("deck", "source") and not _OTHER_YAML.match(value):
            value = quoted(value)
        mended = f"{match['name']}: {value}"
        if mended != reading.line(number):
            yield Edit(*reading.span(number), mended)


def mend_tags(reading: Reading, line: int) -> Sequence[Edit]:
    """A list in place of `tags: a, b`."""
    match = _TAGS.fullmatch(reading.line(line).rstrip())
    if line > reading.front or match is None or "," not in match["tags"]:
        return ()
    tags = [tag.strip() for tag in match["tags"].split(",")]
    if any(map(check_tag, tags)):
        return ()
    start, _ = reading.span(line)
    begin, end = match.span("tags")
    return [Edit(start + begin, start + end, f"[{', '.join(quoted(tag, in_list=True) for tag in tags)}]")]


def mend_name(reading: Reading, line: int) -> Sequence[Edit]:
    """The name of a setting in lower case, if it is not there twice."""
    match = _NAME.match(reading.line(line))
    if match is None or line > reading.front or (name := match["name"].lower()) not in SETTINGS:
        return ()
    names = [found["name"] for text in reading.lines[: reading.front] if (found := _NAME.match(text))]
    start, _ = reading.span(line)
    is_only = [known.lower() for known in names].count(name) == 1
    return [Edit(start, start + match.end("name"), name)] if is_only else ()
