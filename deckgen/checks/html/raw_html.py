"""Finds raw HTML that a card cannot hold, or that the author did not mean as HTML."""

import re
from collections import Counter
from collections.abc import Iterator

from deckgen.checks.html.words import ELEMENTS, INSTEAD, REASONING
from deckgen.checks.unit import Place, Text, Unit
from deckgen.syntax.callouts import HINT, begins_hint
from deckgen.syntax.html_tags import (
    ALLOWED_TAGS,
    IGNORED_ATTRIBUTES,
    OPTIONAL_ENDS,
    VOID_TAGS,
    Tag,
    TagKind,
    read_attributes,
)
from deckgen.values.codes import Code
from deckgen.values.problem import Problem
from deckgen.values.wording import shortened

_WIDTH = re.compile(
    r"(?<![\w-])(?P<name>zoom|width)\s*:\s*(?P<number>\d{1,4}(?:\.\d{1,4})?)(?P<unit>%|px|)(?=\s*(?:;|$))"
)

_STYLE = re.compile(r"(?<=\s)style\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<=\s)src\s*=\s*(?:\"[^\":]*\"|'[^':]*')", re.IGNORECASE)
_LONGEST_TAG = 160


def check_html(unit: Unit) -> Iterator[Problem]:
    """Tags and attributes that are not allowed, and tags that are not closed."""
    for place in unit.places:
        open_tags: list[tuple[Text, Tag]] = []
        count: Counter[str] = Counter()
        for text in place.texts:
            for tag in text.tags:
                if message := _find_reasoning(place, text, tag):
                    yield text.problem(tag.position, Code.HTML_NOT_ALLOWED, message)
                elif _is_text(text, tag):
                    yield text.problem(tag.position, Code.HTML_NOT_ALLOWED, _say_text(text, tag))
                else:
                    if message := _find_fault(text, tag):
                        yield text.problem(tag.position, Code.HTML_NOT_ALLOWED, message)
                    yield from _check_nesting(text, tag, open_tags, count)
        yield from (_unclosed(text, tag) for text, tag in open_tags)


def _find_reasoning(place: Place, text: Text, tag: Tag) -> str:
    """What to do about the reasoning of a chat model, which a line with `<think>` begins."""
    starts_line = not text.source[: tag.position].rpartition("\n")[2].strip()
    if tag.name not in REASONING or tag.kind is not TagKind.OPEN or tag.attributes or not starts_line:
        return ""
    end = f"</{tag.name}>"
    if any(end in other.source for other in place.texts):
        advice = f"delete everything from here to `{end}`"
    else:
        advice = "delete it and the reasoning below it, which ends where the answer begins"
    return f"`<{tag.name}>` begins the reasoning of a chat model; {advice}"


def _is_text(text: Text, tag: Tag) -> bool:
    """Whether it only looks like a tag: `<T>`, `List<Object>`, `<your name>`, `a<b and c>d`."""
    if tag.kind is not TagKind.OPEN:
        return False
    if tag.name not in ELEMENTS:
        return True
    words = [name for name, value in read_attributes(tag) if not value and not _is_allowed(tag.name, name)]
    if tag.name not in ALLOWED_TAGS:
        before = text.source[tag.position - 1 : tag.position]
        return bool(words) or (not tag.attributes and (before.isalnum() or before == "_"))
    return bool(words) and "=" not in tag.attributes


def _is_allowed(tag: str, attribute: str) -> bool:
    return attribute in IGNORED_ATTRIBUTES or attribute in ALLOWED_TAGS.get(tag, ())


def _say_text(text: Text, tag: Tag) -> str:
    shown = _shown(text, tag)
    advice = f"write `&lt;{shown[1:]}`"
    if not _is_inside_html(text, tag):
        advice = f"put the whole expression in backticks, or write `\\{shown}`"
    return f"`{shown}` is read as an HTML tag, and a card would not show it; {advice}"


def _find_fault(text: Text, tag: Tag) -> str:
    """A message about a tag that is wrong by itself; empty if the tag is right."""
    if tag.kind is TagKind.DECLARATION or (tag.kind is TagKind.OPEN and tag.name not in ALLOWED_TAGS):
        code = "write `&lt;` for `<`" if _is_inside_html(text, tag) else "put it in backticks"
        advice = f"{INSTEAD.get(tag.name, 'delete it')}, or {code} if it is code"
        if tag.name == "aside" and begins_hint(text.source[tag.end : tag.end + 80]):
            advice = advice.replace("[!NOTE]", f"[!{HINT}]")
        return f"`{_shown(text, tag)}` is HTML that a card cannot hold; {advice}"
    if tag.kind is not TagKind.OPEN:
        return ""
    names = dict.fromkeys(name for name, _ in read_attributes(tag) if not _is_allowed(tag.name, name))
    if not names:
        return ""
    if tag.name == "img" and (width := _find_width(tag)):
        new = _with_width(text.source[tag.position : tag.end], width)
        return f"a card cannot hold the attribute `style` of `<img>`; {new}{_explain_width(tag, width)}"
    several = len(names) > 1
    listed = ", ".join(f"`{name}`" for name in names)
    return (
        f"a card cannot hold the {'attributes' if several else 'attribute'} {listed} of `<{tag.name}>`; "
        f"delete {'them' if several else 'it'}"
    )


def _find_width(tag: Tag) -> str:
    """The width of a picture that its style gives; empty without one."""
    style = dict(read_attributes(tag)).get("style", "")
    found = _WIDTH.search(style)
    if not found:
        return ""
    if found["name"] == "zoom" and not found["unit"]:  # a factor
        return f"{float(found['number']):.0%}"
    return found["number"].partition(".")[0] + found["unit"].replace("px", "")


def _with_width(tag: str, width: str) -> str:
    """Advice with the whole corrected tag, also its address, if that is short and has one `style`."""
    if len(tag) > _LONGEST_TAG or tag.lower().count("style") > 1 or "`" in tag:
        return f'write `width="{width}"` in its place'
    new = _STYLE.sub(f'width="{width}"', tag, count=1)
    address = _ADDRESS.search(new)
    return f"write `{new.replace(address[0], address[0].replace(chr(92), '/')) if address else new}`"


def _explain_width(tag: Tag, width: str) -> str:
    """Says that a percentage is of the card's width, where `zoom` meant the picture's."""
    if "zoom" not in dict(read_attributes(tag)).get("style", "") or not width.endswith("%"):
        return ""
    return (
        f", which is {width} of the card's width and not of the picture's; "
        'for that write pixels, such as `width="300"`'
    )


def _shown(text: Text, tag: Tag) -> str:
    return shortened(" ".join(text.source[tag.position : tag.end].split()), 40)


def _is_inside_html(text: Text, tag: Tag) -> bool:
    """Whether it is in a block of HTML that begins before it, where Markdown's marks are only text."""
    return not text.tokens and bool(text.source[: tag.position].strip())


def _check_nesting(
    text: Text, tag: Tag, open_tags: list[tuple[Text, Tag]], count: Counter[str]
) -> Iterator[Problem]:
    """Update the list of open tags, and their count: an end tag closes what was left open inside it."""
    if tag.name not in ALLOWED_TAGS or tag.name in VOID_TAGS or tag.name in OPTIONAL_ENDS:
        return
    if tag.kind is TagKind.OPEN:
        open_tags.append((text, tag))
        count[tag.name] += 1
    elif tag.kind is TagKind.CLOSE:
        if not count[tag.name]:
            message = f"`</{tag.name}>` closes nothing; open it with `<{tag.name}>`, or delete it"
            yield text.problem(tag.position, Code.HTML_UNCLOSED, message)
            return
        while (opened := open_tags.pop())[1].name != tag.name:
            count[opened[1].name] -= 1
            yield _unclosed(*opened)
        count[tag.name] -= 1


def _unclosed(text: Text, tag: Tag) -> Problem:
    shown = f"&lt;{tag.name}>" if _is_inside_html(text, tag) else f"\\<{tag.name}>"
    advice = f"close it with `</{tag.name}>`, or write `{shown}` if it is not meant as a tag"
    return text.problem(tag.position, Code.HTML_UNCLOSED, f"`<{tag.name}>` is not closed here; {advice}")
