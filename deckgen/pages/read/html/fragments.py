"""Turns the HTML within a line of Markdown into Markdown, and dead links into their text."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection

from deckgen.html_to_markdown.escape import code_span, formula, mend_bold
from deckgen.html_to_markdown.settle import settle
from deckgen.html_to_markdown.tag_lists import EMPHASIS_TAGS, KEPT_TAGS, REMOVED_TAGS
from deckgen.html_to_markdown.verbatim import find_verbatim, verbatim_pattern
from deckgen.pages.open.addresses import escape_address, join_address
from deckgen.pages.open.characters import unescape_again
from deckgen.pages.page import Dropped, Warned
from deckgen.pages.read.html.math import tex_of_picture
from deckgen.pages.read.html.run import Reading
from deckgen.syntax.attributes import without_lists
from deckgen.syntax.definitions import normalise_label

_SIGN = re.compile(r"[&<*\[{]|\$\$")
"""A text without any of these is clean."""
_VERBATIM = verbatim_pattern(r"(?<!\\)\$\$[^$]+\$\$|(?<![\\\w$])\$[^$\n]+\$")
_TAG = re.compile(r"<(?<!\\<)(?P<end>/?)(?P<name>[A-Za-z][\w-]*+)(?P<rest>(?:\s[^<>]*|/)?)>")
_PAIRED = "|".join([*EMPHASIS_TAGS, *KEPT_TAGS])
_OPENING = re.compile(rf"<({_PAIRED})(?:\s[^<>]*)?>", re.IGNORECASE)
_CLOSING = re.compile(rf"</({_PAIRED})>", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\b[^<>]{0,2000}\bhref=[\"']?(https?://[^\"'\s>]+)[\"']?[^<>]{0,2000}>([^<>]+)</a>")
_OPEN_ANGLE = re.compile(r"<(?<!\\<)(?=[A-Za-z/!?])(?!https?://[^\s<>]*>|/?(?:sub|sup|kbd)>|[\w.]+@[\w.]+>)")
_LINK = re.compile(
    r"(?<!\\)(?P<picture>!?)\[(?P<text>(?:[^\[\]]++|\[[^\[\]]*+\])*)\]"
    r"\(\s*+(?P<target><[^<>]*>|[^()\s]*(?:\([^()]*\)[^()\s]*)*)(?P<title>\s++[\"'(][^)]{0,500})?"
    r"(?:\s++=(?P<width>\d{0,4}%?)[xX](?P<height>\d{0,4}%?)\*?)?\s*\)"
)
_REFERENCE = re.compile(r"(?<!\\)!\[(?P<alt>[^\[\]]*)\](?:\[(?P<label>[^\[\]]*)\]|(?![(\[]))")
_CODE_TAGS = re.compile(r"<(code|tt)\b[^<>]*>([^<>`]*)</\1>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
_ATTRIBUTE_LIST = re.compile(
    r"(?<![ \t])[ \t]*+\{(?![^{}\n]*\b(?:width|height)=)[:#.][\w .:#=\"-]*\}[ \t]*$", re.MULTILINE
)
_EATEN = re.compile(r"\d\*[^*\n]{1,40}\*\d")
_LOST = "two `*` of the page may have been read as emphasis: `{}`"


def clean_inline(content: str, line: int, reading: Reading) -> str:
    """The Markdown of a paragraph as deckgen keeps it; a `<br>` becomes a line end."""
    if not _SIGN.search(content):
        return content
    if "</" in content:
        content = _CODE_TAGS.sub(lambda match: code_span(unescape_again(match[2])), content)
    text = content
    if "<" in text or "&" in text:
        balanced = _balanced(content)
        pieces, end = list[str](), 0
        for start, stop in find_verbatim(_VERBATIM, content):
            pieces += (_clean(content[end:start], balanced, line, reading), content[start:stop])
            end = stop
        text = "".join([*pieces, _clean(content[end:], balanced, line, reading)])
    if "**" in text:
        text = mend_bold(text)
    if "![" in text and reading.targets:
        text = _REFERENCE.sub(lambda match: _addressed(match, reading), text)
    # The text of a link may be code, so links are read after the pieces are joined again.
    text = _relink(text, line, reading)
    listed = _ATTRIBUTE_LIST.search(text) if "{" in text else None
    if listed:
        reading.dropped.append(Dropped(line, listed[0].strip(), "an attribute list of the page"))
        text = _ATTRIBUTE_LIST.sub("", text)
    if _EATEN.search(text) and (eaten := _EATEN.search(_without_verbatim(text))):
        reading.warned.append(Warned(line, "damaged-shape", _LOST.format(eaten[0])))
    return settle(without_lists(text))


def _without_verbatim(text: str) -> str:
    """The text with a blank in place of each piece of code and each formula."""
    pieces, end = list[str](), 0
    for start, stop in find_verbatim(_VERBATIM, text):
        pieces.append(text[end:start])
        end = stop
    return " ".join([*pieces, text[end:]])


def _balanced(text: str) -> frozenset[str]:
    """The tags for emphasis and the tags that are kept, if every one that opens here is also closed."""
    if "<" not in text:
        return frozenset()
    opened = Counter(map(str.lower, _OPENING.findall(text)))
    closed = Counter(map(str.lower, _CLOSING.findall(text)))
    return frozenset(name for name in opened if opened[name] == closed[name])


def _clean(text: str, balanced: Collection[str], line: int, reading: Reading) -> str:
    text = unescape_again(text) if "&" in text and not re.search(r"&(?:lt|amp);", text) else text
    if "<" not in text:
        return text

    def one(match: re.Match[str]) -> str:  # noqa: PLR0911 - one for each kind of tag
        name = match["name"].lower()
        if name in ("http", "https", "mailto"):
            return match[0]
        if name == "br":
            return "\n"
        if name == "img":
            # Without attributes, a page about HTML means the tag itself.
            is_picture = bool(match["rest"].strip("/ "))
            return _picture(match["rest"], line, reading) if is_picture else "\\" + match[0]
        if name in KEPT_TAGS and name in balanced:
            return f"<{match['end']}{name}>"
        if name in EMPHASIS_TAGS and name in balanced:
            return EMPHASIS_TAGS[name]
        if name in REMOVED_TAGS:
            return ""
        return "\\" + match[0]

    text = _ANCHOR.sub(r"[\2](\1)", text)
    text = _TAG.sub(one, text)
    return _OPEN_ANGLE.sub(r"\\<", text)


def _addressed(match: re.Match[str], reading: Reading) -> str:
    """Write the address into a picture that refers to an address elsewhere on the page."""
    target = reading.targets.get(normalise_label(match["label"] or match["alt"]))
    return f"![{match['alt']}](<{target}>)" if target else match[0]


def _picture(attributes: str, line: int, reading: Reading) -> str:
    found = {name.lower(): value.strip("\"'") for name, value in _ATTRIBUTE.findall(attributes)}
    source = found.get("data-src") or found.get("src") or ""
    if not source or source.startswith("data:"):
        reading.warned.append(Warned(line, "picture-lost", "a picture has no address that can be used"))
        return ""
    return f"![{found.get('alt', '').replace('[', '(').replace(']', ')')}]({source})"


def _relink(text: str, line: int, reading: Reading) -> str:
    """Keep the links that lead somewhere, and only the words of the others."""
    if "](" not in text:
        return text
    ticks = [match.start() for match in re.finditer("`", text)]

    def one(match: re.Match[str]) -> str:
        is_code = bisect_left(ticks, match.start()) % 2
        return match[0] if is_code else _relinked(match, text, line, reading)

    return _LINK.sub(one, text)


def _relinked(match: re.Match[str], text: str, line: int, reading: Reading) -> str:
    target = match["target"].strip("<>")
    whole = join_address(reading.address, target)
    whole = escape_address(whole)
    if match["picture"]:
        tex = tex_of_picture(whole, match["text"])
        if tex:
            if match["text"] and match["text"] != tex:
                reading.dropped.append(Dropped(line, match["text"], "a repetition of the formula"))
            return formula(
                tex,
                display=False,
                before=text[match.start() - 1 : match.start()],
                after=text[match.end() : match.end() + 1],
            )
        if not whole or whole.startswith("data:"):
            reading.warned.append(Warned(line, "picture-lost", "a picture has no address that can be used"))
            return match["text"]
        label = match["text"].replace("[", "(").replace("]", ")")
        alt = "" if label in ("image.png", "在这里插入图片描述", "img", "image") else label
        size = " ".join(f"{name}={match[name]}" for name in ("width", "height") if match[name])
        listed = f"{{{size}}}" if size else ""
        return f"![{alt}]({escape_address(re.sub('#pic_.*', '', target), '()')}){listed}"
    inner = _relink(match["text"], line, reading)
    if not whole.lower().startswith(("http://", "https://", "mailto:")) or target.startswith("#"):
        reading.drop_address(line, target)
        return inner
    return f"[{inner}]({whole})"
