"""Reads the attribute list at the end of a question's heading: `{#key .tag kind=reversed source="…"}`."""

import re
from dataclasses import dataclass, field

from deckgen.values.codes import Code
from deckgen.values.document import Kind
from deckgen.values.nearest import did_you_mean
from deckgen.values.tags import check_tag
from deckgen.values.wording import visible

NAMES = ("kind", "source", "was")
DRAFT = "unanswered"

# A `{{c1::…}}` at the end of a heading is a cloze and no attribute list.
_TRAILING = re.compile(r"(?<!\{)\{(?P<inside>[^{}\n]*)\}\s*$")
_FULL_WIDTH = re.compile(r"｛(?P<inside>[^{｛｝\n]*)[｝}]\s*$|\{(?P<half>[#＃.．][^{}｛｝\n]*)｝\s*$")
_KEYED = re.compile(r"(?<!\{)\{#[\w-][^{}\n]*\}")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_WORD = re.compile(
    r"""\s*(?:(?P<sign>[#.])(?P<word>[^\s="']+)|(?P<name>[\w-]+)=(?P<value>"[^"]*"|'[^']*'|[^\s"']+))(?=\s|$)"""
)
_KEY = re.compile(r"[^\W_](?:[\w.:-]*\w)?")
_FULL_WIDTH_SIGNS = str.maketrans("＃．＝“”＂", '#.="""')


@dataclass(frozen=True, slots=True)
class Attributes:
    """The words of an attribute list, in the order written; `.unanswered` is no tag but marks a draft."""

    key: str = ""
    was: str = ""
    kind: Kind | None = None
    source: str | None = None
    tags: tuple[str, ...] = ()
    is_draft: bool = False


@dataclass(slots=True)
class _Reading:
    key: str = ""
    was: str = ""
    kind: Kind | None = None
    source: str | None = None
    tags: list[str] = field(default_factory=list)
    faults: list[tuple[Code, str]] = field(default_factory=list)


def parse_attributes(heading: str) -> tuple[str, Attributes, tuple[tuple[Code, str], ...]]:
    """The heading without its attribute list, the list, and what is wrong with it as (code, message).

    Braces that do not look like an attribute list, as in `the set {1, 2}`, belong to the heading.
    """
    wide = _FULL_WIDTH.search(heading)
    if wide:
        inside = (wide["inside"] or wide["half"] or "").translate(_FULL_WIDTH_SIGNS)
        message = f"the attribute list has full-width signs; write it with ASCII ones: `{{{inside}}}`"
        return heading[: wide.start()].rstrip(), Attributes(), ((Code.BAD_ATTRIBUTES, message),)
    match = _TRAILING.search(heading)
    if not match or not _looks_like_attributes(match["inside"]):
        early = _KEYED.search(_CODE.sub("", heading))
        message = f"the attribute list `{early[0]}` must be the heading's end" if early else ""
        return heading, Attributes(), ((Code.BAD_ATTRIBUTES, message),) if early else ()
    reading = _read(match["inside"])
    tags = tuple(tag for tag in reading.tags if tag != DRAFT)
    is_draft = DRAFT in reading.tags
    attributes = Attributes(reading.key, reading.was, reading.kind, reading.source, tags, is_draft)
    return heading[: match.start()].rstrip(), attributes, tuple(reading.faults)


def first_attribute(heading: str) -> int | None:
    """Where the first word of the heading's attribute list stands, if it ends in one."""
    match = _TRAILING.search(heading)
    if not match or not _looks_like_attributes(match["inside"]):
        return None
    inside = match["inside"]
    return match.start("inside") + len(inside) - len(inside.lstrip())


def is_key(text: str) -> bool:
    """Whether this can be a key: letters, digits and `-_.:`, beginning and ending with a letter or digit."""
    return bool(_KEY.fullmatch(text))


def _looks_like_attributes(inside: str) -> bool:
    words = inside.split()
    return bool(words) and bool(re.match(r"[#.＃．]|:|[\w-]+[=＝]", words[0]))


def _read(inside: str) -> _Reading:
    reading = _Reading()
    position = 0
    while position < len(inside.rstrip()):
        match = _WORD.match(inside, position)
        if not match:
            rest = inside[position:].split(maxsplit=1)[0]
            wide = rest.translate(_FULL_WIDTH_SIGNS)
            advice = f"write `{wide}`" if wide != rest else "write `{#key .tag name=value}`"
            message = f"`{rest}` is no part of an attribute list; {advice}"
            reading.faults.append((Code.BAD_ATTRIBUTES, message))
            return reading
        if match["sign"]:
            _take_sign(reading, match["sign"], match["word"])
        else:
            _take_value(reading, match["name"], match["value"].strip("\"'"))
        position = match.end()
    return reading


def _take_sign(reading: _Reading, sign: str, word: str) -> None:
    if sign == ".":
        fault = check_tag(word)
        if fault:
            reading.faults.append((Code.BAD_TAG, fault))
        else:
            reading.tags.append(word)
    elif reading.key:
        reading.faults.append((Code.BAD_ATTRIBUTES, f"a second key `#{word}`; a question has one key"))
    elif not is_key(word):
        reading.faults.append((Code.BAD_KEY, _bad_key(word)))
    else:
        reading.key = word


def _take_value(reading: _Reading, name: str, value: str) -> None:
    match name:
        case "kind":
            try:
                reading.kind = Kind(value)
            except ValueError:
                message = f"there is no kind `{value}`; {did_you_mean(value, list(Kind))}"
                reading.faults.append((Code.UNKNOWN_KIND, message))
        case "source":
            reading.source = value
        case "was":
            if is_key(value):
                reading.was = value
            else:
                reading.faults.append((Code.BAD_KEY, _bad_key(value)))
        case _:
            message = f"a question has no attribute `{name}`; {did_you_mean(name, NAMES)}"
            reading.faults.append((Code.UNKNOWN_ATTRIBUTE, message))


def _bad_key(word: str) -> str:
    advice = "use letters, digits and `-`, beginning and ending with a letter or digit"
    return f"`{visible(word)}` cannot be a key; {advice}"
