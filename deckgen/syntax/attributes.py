"""Reads and writes the attribute list that ends a question's heading: `{#key .tag kind=typed source="…"}`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from deckgen.syntax.attribute_advice import (
    ALL_KEYED,
    FULL_WIDTH_SIGNS,
    TAG,
    as_tags,
    explain_no_list,
    explain_second_key,
    explain_setting,
    explain_word,
)
from deckgen.syntax.loose_values import find_loose, tightened
from deckgen.values.codes import Code
from deckgen.values.document import Kind
from deckgen.values.nearest import did_you_mean
from deckgen.values.tags import check_commas, check_tag
from deckgen.values.wording import visible

NAMES = ("kind", "source", "was")
DRAFT = "unanswered"

_KIND_TAGS = {
    "reversed": Kind.REVERSED,
    "reverse": Kind.REVERSED,
    "cloze": Kind.CLOZE,
    "typed": Kind.TYPED,
}
"""Tags that look as if they said what kind a question is."""

MOST_TAGS = 100
"""Tags of a question, or of a file, whose questions all have them."""

_NO_SPACE_BEFORE = "?？!！.。,，;；:："
_KEY_LENGTH = 40
_NOT_KEY = re.compile(r"[\W_]+")


# A `{{c1::…}}` at the end of a heading is a cloze, and `{index=0}` belongs to a mark of ChatGPT.
_TRAILING = re.compile(
    r"(?<!\{)(?<!oaicite:\d\])(?<!oaicite:\d\d\])\{[^\S\n]*(?P<inside>(?:[#.:＃．]|[\w-]+[=＝]|kind\s*[:：=＝]|source\s*[:：]\s*[\"“']|tags?\s*[:：])[^{}\n]*)\}\s*$"
)
_FULL_WIDTH = re.compile(r"｛(?P<inside>[^{｛｝\n]*)[｝}]\s*$|\{(?P<half>[#＃.．][^{}｛｝\n]*)｝\s*$")
_WORD = re.compile(
    r"""\s*(?:(?P<sign>[#.])(?P<word>[^\s="']+)|(?P<name>[\w-]+)=(?P<value>"[^"]*"|'[^']*'|[^\s"']+))(?=\s|$)"""
)
_KEY = re.compile(r"[^\W_](?:[\w.:-]*\w)?")


_Fault = tuple[Code, str]
"""A code and a message."""


@dataclass(frozen=True, slots=True)
class Attributes:
    """The words of an attribute list, in the order written; `.unanswered` marks a draft and is not a tag."""

    key: str = ""
    was: str = ""
    kind: Kind | None = None
    source: str | None = None
    tags: tuple[str, ...] = ()
    is_draft: bool = False


def parse_attributes(heading: str) -> tuple[str, Attributes, tuple[_Fault, ...]]:
    """The heading without its attribute list, the list, and what is wrong with it.

    Braces that do not look like an attribute list, as in `the set {1, 2}`, belong to the heading.
    """
    wide = _FULL_WIDTH.search(heading)
    if wide:
        inside = (wide["inside"] or wide["half"] or "").translate(FULL_WIDTH_SIGNS)
        message = f"the attribute list has full-width signs; write it with ASCII ones: `{{{inside}}}`"
        return heading[: wide.start()].rstrip(), Attributes(), ((Code.BAD_ATTRIBUTES, message),)
    match = _TRAILING.search(heading)
    if not match:
        message = explain_no_list(heading)
        return heading, Attributes(), ((Code.BAD_ATTRIBUTES, message),) if message else ()
    rest = heading[: match.start()].rstrip()
    if other := _TRAILING.search(rest):
        joined = f"{{{other['inside'].strip()} {match['inside'].strip()}}}"
        message = f"the heading has two attribute lists; write one, `{joined}`"
        return rest[: other.start()].rstrip(), Attributes(), ((Code.BAD_ATTRIBUTES, message),)
    return rest, *_read(match["inside"])


def check_foreign_tag(tag: str) -> Iterator[_Fault]:
    """What another program makes of a tag that Anki takes as it is."""
    if tag.startswith("#"):
        message = f"the tag `{visible(tag)}` has the mark `#` in Anki too; write `{visible(tag.lstrip('#'))}`"
        yield Code.FOREIGN_TAG, message
    elif "/" in tag.strip("/"):
        levels = "::".join(part for part in tag.split("/") if part)
        message = (
            f"the tag `{visible(tag)}` has no levels in Anki; write `{visible(levels)}`, or `-` for the `/`"
        )
        yield Code.FOREIGN_TAG, message


def check_kind_tags(attributes: Attributes, kind: Kind) -> Iterator[_Fault]:
    """Tags that name another kind than the question has."""
    for tag in attributes.tags:
        meant = _KIND_TAGS.get(tag.lower())
        if meant and meant is not kind:
            message = f"`.{tag}` is a tag and makes no other card; write `kind={meant}`, or another tag"
            yield Code.TAG_KIND, message


def mended_attributes(heading: str) -> str | None:
    """The line of a heading with its attribute list as it must be written; None if nobody can know that."""
    wide, list_, early = _FULL_WIDTH.search(heading), _TRAILING.search(heading), ALL_KEYED.search(heading)
    if wide:
        inside = wide["inside"] or wide["half"] or ""
        rest = heading[: wide.start()]
    elif list_:
        inside, rest = list_["inside"], heading[: list_.start()]
    elif early and not heading.endswith("#") and not ALL_KEYED.search(heading, early.end()):
        inside = early[0][1:-1]
        after = heading[early.end() :].lstrip()
        space = "" if after[:1] in _NO_SPACE_BEFORE else " "
        rest = f"{heading[: early.start()].rstrip()}{space}{after}"
    else:
        return None
    mended = f"{rest.rstrip()} {{{tightened(inside).translate(FULL_WIDTH_SIGNS).strip()}}}"
    return None if parse_attributes(mended)[2] else mended


def render_attributes(attributes: Attributes) -> str:
    """The list as it ends a heading; a tag that a list cannot hold is left out."""
    words = [f"#{attributes.key}"] if attributes.key else []
    words += (f".{tag}" for tag in attributes.tags if TAG.fullmatch(tag) and not check_tag(tag))
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
    """The line of a heading with this key in its attribute list, otherwise unchanged."""
    bare = line.rstrip(" \t").rstrip("#")
    # Markdown reads `## Q ##` as `Q`, and `## C#` as `C#`.
    heading = (bare if bare.endswith((" ", "\t")) else line).rstrip()
    match = _TRAILING.search(heading)
    if not match:
        return f"{heading} {render_attributes(Attributes(key))}{line[len(heading) :]}"
    inside = match.start("inside")
    return f"{heading[:inside]}#{key} {line[inside:]}"


def without_lists(markdown: str) -> str:
    """Markdown with escapes, so that nothing in it is read as an attribute list."""
    return markdown.replace("{#", "{\\#")


def key_words(text: str) -> str:
    """A text as the readable part of a key; empty if it has neither a letter nor a digit."""
    return _NOT_KEY.sub("-", text.lower()).strip("-")[:_KEY_LENGTH].strip("-")


def is_key(text: str) -> bool:
    """Whether this can be a key: letters, digits and `-_.:`, with a letter or digit at both ends."""
    return bool(_KEY.fullmatch(text))


def _read(inside: str) -> tuple[Attributes, tuple[_Fault, ...]]:
    if loose := find_loose(inside):
        known, others = _read(tightened(inside))
        return known, ((Code.BAD_ATTRIBUTES, loose), *others)
    if setting := explain_setting(inside):
        return Attributes(), ((Code.BAD_ATTRIBUTES, setting),)
    attributes = Attributes()
    faults: list[_Fault] = []
    has_two_keys = False
    position, end = 0, len(inside.rstrip())
    while position < end:
        match = _WORD.match(inside, position)
        if not match:
            message = explain_word(inside, position)
            return attributes, (*faults, (Code.BAD_ATTRIBUTES, message))
        name, value = match["sign"] or match["name"], match["word"] or match["value"].strip("\"'")
        found = _take(attributes, name, value)
        if isinstance(found, Attributes):
            attributes = found
            faults += check_foreign_tag(value) if name == "." else ()
        else:
            faults.append(found)
            has_two_keys = has_two_keys or (name == "#" and bool(attributes.key))
        position = match.end()
        if len(attributes.tags) + len(faults) > MOST_TAGS:
            return attributes, (*faults, (Code.BAD_TAG, f"there are more than {MOST_TAGS} tags; write fewer"))
    # Of two keys neither counts: both may be meant as tags that other questions have as well.
    return replace(attributes, key="") if has_two_keys else attributes, tuple(faults)


def _take(  # noqa: PLR0911 - one for each thing that a list may have
    known: Attributes, name: str, value: str
) -> Attributes | _Fault:
    match name:
        case "." if fault := check_commas(value) or check_tag(value):
            return Code.BAD_TAG, fault
        case "." if value == DRAFT:
            return replace(known, is_draft=True)
        case ".":
            return replace(known, tags=(*known.tags, value))
        case "#" if known.key:
            return Code.BAD_ATTRIBUTES, explain_second_key(known.key, value)
        case "#" | "was" if not is_key(value):
            return Code.BAD_KEY, f"`{visible(value)}` cannot be a key; {_correct_key(name, value)}"
        case "#":
            return replace(known, key=value)
        case "was":
            return replace(known, was=value)
        case "kind" if value in list(Kind):
            return replace(known, kind=Kind(value))
        case "kind":
            near = did_you_mean(value, list(Kind))
            return Code.UNKNOWN_KIND, f"`{value}` is not a kind of question; {near}"
        case "source":
            return replace(known, source=value)
        case _:
            return _refuse(name, value)


def _correct_key(name: str, value: str) -> str:
    bare, sign = value.rstrip(",;，；、"), "#" if name == "#" else f"{name}="
    if is_key(bare):
        return f"write `{sign}{bare}`; a space parts it from what follows"
    if name == "#" and (words := key_words(value)):
        return f"write `#{words}`, with letters, digits and `-` only"
    return "use letters, digits and `-`, beginning and ending with a letter or digit"


def _refuse(name: str, value: str) -> _Fault:
    signs = {"key": "#", "id": "#", "tag": ".", "tags": ".", "class": "."}
    if sign := signs.get(name):
        written = as_tags(value) if sign == "." else f"{sign}{value}"
        return Code.BAD_ATTRIBUTES, f"`{name}={value}` is written with a sign here; write `{written}`"
    return Code.UNKNOWN_ATTRIBUTE, f"a question has no attribute `{name}`; {did_you_mean(name, NAMES)}"
