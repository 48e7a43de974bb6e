"""Reads and writes the attribute list that ends a question's heading: `{#key .tag kind=typed source="…"}`."""

import re
from dataclasses import dataclass, field, replace

from deckgen.values.codes import Code
from deckgen.values.document import Kind
from deckgen.values.nearest import did_you_mean
from deckgen.values.tags import check_tag
from deckgen.values.wording import visible

NAMES = ("kind", "source", "was")
DRAFT = "unanswered"

KEYED = r"(?<!\{)\{#[\w-][^{}\n]*\}"
"""An attribute list that begins with a key, wherever it stands."""

_KEY_LENGTH = 40
_NOT_KEY = re.compile(r"[\W_]+")
_TAG = re.compile(r"[^\s={}\"']+")

# A `{{c1::…}}` at the end of a heading is a cloze and no attribute list.
_TRAILING = re.compile(r"(?<!\{)\{(?P<inside>[^{}\n]*)\}\s*$")
_FULL_WIDTH = re.compile(r"｛(?P<inside>[^{｛｝\n]*)[｝}]\s*$|\{(?P<half>[#＃.．][^{}｛｝\n]*)｝\s*$")
_KEYED = re.compile(KEYED)
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
    return heading[: match.start()].rstrip(), reading.attributes, tuple(reading.faults)


def render_attributes(attributes: Attributes) -> str:
    """The list as a heading ends in it; a tag that no list can hold is left out."""
    words = [f"#{attributes.key}"] if attributes.key else []
    words += (f".{tag}" for tag in attributes.tags if _TAG.fullmatch(tag) and not check_tag(tag))
    if attributes.kind:
        words.append(f"kind={attributes.kind}")
    if attributes.was:
        words.append(f"was={attributes.was}")
    if attributes.source is not None:
        quote = "'" if '"' in attributes.source else '"'
        words.append(f"source={quote}{attributes.source}{quote}")
    if attributes.is_draft:
        words.append(f".{DRAFT}")
    return f"{{{' '.join(words)}}}"


def add_key(line: str, key: str) -> str:
    """The line of a heading with this key in its attribute list, and every other character as it was."""
    bare = line.rstrip(" \t").rstrip("#")
    # Markdown reads `## Q ##` as `Q`, and `## C#` as `C#`.
    heading = (bare if bare.endswith((" ", "\t")) else line).rstrip()
    match = _TRAILING.search(heading)
    if not match or not _looks_like_attributes(match["inside"]):
        return f"{heading} {render_attributes(Attributes(key))}{line[len(heading) :]}"
    inside = match.start("inside") + len(match["inside"]) - len(match["inside"].lstrip())
    return f"{heading[:inside]}#{key} {line[inside:]}"


def without_lists(markdown: str) -> str:
    """Markdown in which nothing is read as the attribute list of a question."""
    return markdown.replace("{#", "{\\#")


def key_words(text: str) -> str:
    """A text as the readable part of a key; empty where it has no letter and no digit."""
    return _NOT_KEY.sub("-", text.lower()).strip("-")[:_KEY_LENGTH].strip("-")


def is_key(text: str) -> bool:
    """Whether this can be a key: letters, digits and `-_.:`, beginning and ending with a letter or digit."""
    return bool(_KEY.fullmatch(text))


def _looks_like_attributes(inside: str) -> bool:
    words = inside.split()
    return bool(words) and bool(re.match(r"[#.＃．]|:|[\w-]+[=＝]", words[0]))


@dataclass(slots=True)
class _Reading:
    attributes: Attributes
    faults: list[tuple[Code, str]] = field(default_factory=list)

    def fault(self, code: Code, message: str) -> None:
        self.faults.append((code, message))


def _read(inside: str) -> _Reading:
    reading = _Reading(Attributes())
    position = 0
    while position < len(inside.rstrip()):
        match = _WORD.match(inside, position)
        if not match:
            rest = inside[position:].split(maxsplit=1)[0]
            wide = rest.translate(_FULL_WIDTH_SIGNS)
            advice = f"write `{wide}`" if wide != rest else "write `{#key .tag name=value}`"
            reading.fault(Code.BAD_ATTRIBUTES, f"`{rest}` is no part of an attribute list; {advice}")
            return reading
        if match["sign"]:
            _take_sign(reading, match["sign"], match["word"])
        else:
            _take_value(reading, match["name"], match["value"].strip("\"'"))
        position = match.end()
    return reading


def _take_sign(reading: _Reading, sign: str, word: str) -> None:
    known = reading.attributes
    if sign == "." and (fault := check_tag(word)):
        reading.fault(Code.BAD_TAG, fault)
    elif sign == "." and word == DRAFT:
        reading.attributes = replace(known, is_draft=True)
    elif sign == ".":
        reading.attributes = replace(known, tags=(*known.tags, word))
    elif known.key:
        reading.fault(Code.BAD_ATTRIBUTES, f"a second key `#{word}`; a question has one key")
    elif not is_key(word):
        reading.fault(Code.BAD_KEY, _bad_key(word))
    else:
        reading.attributes = replace(known, key=word)


def _take_value(reading: _Reading, name: str, value: str) -> None:
    match name:
        case "kind" if value in list(Kind):
            reading.attributes = replace(reading.attributes, kind=Kind(value))
        case "kind":
            message = f"there is no kind `{value}`; {did_you_mean(value, list(Kind))}"
            reading.fault(Code.UNKNOWN_KIND, message)
        case "source":
            reading.attributes = replace(reading.attributes, source=value)
        case "was" if is_key(value):
            reading.attributes = replace(reading.attributes, was=value)
        case "was":
            reading.fault(Code.BAD_KEY, _bad_key(value))
        case _:
            message = f"a question has no attribute `{name}`; {did_you_mean(name, NAMES)}"
            reading.fault(Code.UNKNOWN_ATTRIBUTE, message)


def _bad_key(word: str) -> str:
    advice = "use letters, digits and `-`, beginning and ending with a letter or digit"
    return f"`{visible(word)}` cannot be a key; {advice}"
