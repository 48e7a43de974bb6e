"""Mends the front matter: what is not YAML, tags in one text, and names in another case."""

import re
import tomllib
from collections.abc import Iterator, Sequence

from deckgen.fix.edits import Edit
from deckgen.fix.reading import Reading
from deckgen.sources.settings.front_fences import find_wrong_fences
from deckgen.sources.settings.front_matter import SETTINGS, find_meant_deck
from deckgen.sources.settings.yaml_faults import with_single_quotes, without_hashes
from deckgen.syntax.front_matter import quoted
from deckgen.values.tags import check_tag

_SETTING = re.compile(rf"(?P<name>{'|'.join(SETTINGS)})[ \t]*[:：][ \t]*(?P<value>\S.*?)[ \t]*")
_OTHER_YAML = re.compile(r"[\"'\[{>|&*!%@`#-]|.* #")
_NAME = re.compile(r"(?P<name>\w+)[ \t]*:")
_TAGS = re.compile(r"(?P<name>tags:[ \t]+)(?P<tags>[^\[\]{}\"'#&*!|>%@`]+)")

_WIDE_TAGS = re.compile(
    r"(?P<name>tags:[ \t]+)\[(?P<tags>[^\[\]{}\"'#&*!|>%@`]+[，、；][^\[\]{}\"'#&*!|>%@`]+)\]"
)
_COMMA = re.compile(r"[,，、；]")
_TABS = re.compile(r" *\t[ \t]*(?=\S)")

_TOML_FENCE = "+++"
_LONGEST = 200
"""Lines of a front matter in which names are compared."""


def mend_yaml(reading: Reading, line: int) -> Sequence[Edit]:
    """A colon and a space after each name, quotes around a text with a colon, YAML in place of TOML."""
    if reading.line(1).rstrip() == _TOML_FENCE:
        return _from_toml(reading)
    return list(_settings(reading)) if line <= reading.front else ()


def _from_toml(reading: Reading) -> Sequence[Edit]:
    """YAML with the settings that deckgen has; every other line becomes a comment."""
    lines = [line.rstrip() for line in reading.lines]
    if _TOML_FENCE not in lines[1:]:
        return ()
    end = lines.index(_TOML_FENCE, 1)
    if any(quotes in line for line in lines[:end] for quotes in ('"""', "'''")):
        return ()  # a text of several lines may hold anything
    mended, is_top = [], True
    for line in lines[1:end]:
        is_top = is_top and not line.startswith("[")
        setting = _yaml_setting(line) if is_top else None
        mended.append(setting or (f"# {line}" if line else ""))
    names = [line.partition(":")[0] for line in mended if line and not line.startswith("#")]
    if len(set(names)) < len(names):
        return ()
    return [Edit(0, reading.span(end + 1)[1], "\n".join(["---", *mended, "---"]))]


def _yaml_setting(line: str) -> str | None:
    """A line of TOML as one of YAML, if it sets something that deckgen has."""
    try:
        found = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return None
    (name, value), *_ = found.items() or [("", None)]
    if name not in SETTINGS:
        return None
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return f"{name}: [{', '.join(quoted(one, in_list=True) for one in value)}]"
    if isinstance(value, str):
        return f"{name}: {quoted(value)}"
    return f"{name}: {value}" if type(value) is int else None


def _settings(reading: Reading) -> Iterator[Edit]:
    for number in range(2, reading.front):
        if indent := _TABS.match(reading.line(number)):
            start, _ = reading.span(number)
            yield Edit(start, start + indent.end(), indent[0].replace("\t", "  "))
        if new := without_hashes(reading.line(number)) or with_single_quotes(reading.line(number)):
            yield Edit(*reading.span(number), new)
            continue
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
    text = reading.line(line).rstrip()
    match = _TAGS.fullmatch(text) or _WIDE_TAGS.fullmatch(text)
    if line > reading.front or match is None or not _COMMA.search(match["tags"]):
        return ()
    tags = [tag.strip() for tag in _COMMA.split(match["tags"])]
    if any(map(check_tag, tags)):
        return ()
    start, _ = reading.span(line)
    begin, end = match.end("name"), match.end()
    return [Edit(start + begin, start + end, f"[{', '.join(quoted(tag, in_list=True) for tag in tags)}]")]


def mend_fence(reading: Reading, line: int) -> Sequence[Edit]:
    """The lines `---` of a front matter where they belong."""
    wrong = find_wrong_fences(reading.lines)
    if wrong is None or wrong.line != line or not wrong.mended:
        return ()
    return [Edit(0, reading.span(wrong.end)[1], "\n".join(wrong.mended))]


def mend_deck(reading: Reading, line: int) -> Sequence[Edit]:
    """A text in place of a deck whose levels are a list, or names one within another."""
    new = find_meant_deck(list(reading.lines)) if reading.line(line).startswith("deck:") else ""
    end = line
    while reading.line(end + 1).startswith((" ", "- ")):
        end += 1
    is_whole = not any("#" in text for text in reading.lines[line - 1 : end])
    return [Edit(reading.span(line)[0], reading.span(end)[1], new)] if new and is_whole else ()


def mend_name(reading: Reading, line: int) -> Sequence[Edit]:
    """The name of a setting in lower case, if it is not there twice."""
    match = _NAME.match(reading.line(line))
    if match is None or not line <= reading.front <= _LONGEST:
        return ()
    name = match["name"].lower()
    names = [found["name"] for text in reading.lines[: reading.front] if (found := _NAME.match(text))]
    start, _ = reading.span(line)
    is_only = name in SETTINGS and [known.lower() for known in names].count(name) == 1
    return [Edit(start, start + match.end("name"), name)] if is_only else ()
