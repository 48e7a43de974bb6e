"""Separates the words of a question from its number, its marks and an answer in the same line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from deckgen.html_to_markdown.escape import strip_markdown
from deckgen.pages.page import Block, Dropped, Shape
from deckgen.pages.plan.sections import LINK_BACK
from deckgen.pages.words.labels import LABEL_IN_LINE
from deckgen.pages.words.markers import (
    Marker,
    Style,
    ends_asking,
    is_asking,
    is_whole_bold,
    read_marker,
    strip_ornament,
)
from deckgen.values.characters import HAN

_MARK = re.compile(
    r"""[(（\[【]\s*(?P<inside>\d{1,3}(?:\.\d)?\s*(?:分|points?|pts?|marks?)|(?:超)?(?:高频|中频|低频|必考|必会|重点|重要|了解|掌握|熟悉|简单|容易|中等|困难|基础|进阶|常考|难|易|hot|easy|medium|hard|basic|beginner|intermediate|advanced|expert|junior|middle|senior|important)
    (?:题|考点)?|[一二三四]面|\d{1,3}\s*次)\s*[)）\]】]""",
    re.VERBOSE | re.IGNORECASE,
)
_FACES = {
    "👶": "junior",
    "⭐": "star",
    "🚀": "advanced",
    "🎓": "expert",
    "👦": "middle",
    "🧒": "middle",
    "👨": "senior",
    "🔥": "hot",
    "★": "star",
    "🌟": "star",
}
_SIGNS_BEFORE = "★☆⭐🌟🔥\ufe0f"
_SIGNS_AFTER = "☆\ufe0f" + "".join(_FACES)
_INSIDE = re.compile(r"\[[^\[\]]*\]\([^()\s]*\)|https?://\S+|`[^`]*`")
_PICTURE = re.compile(r"(?<!\[)!\[[^\[\]]*\]\([^()\s]*\)")
_BACKTICKS = re.compile(r"\\`([^`\\]+)\\`")
_WHOLE_EMPHASIS = re.compile(r"^\*([^*]+)\*$")
_BOLD_HEAD = re.compile(r"\*\*((?:(?!\*\*).)+)\*\*[.:：。]?\s+(\S.*)$")
_LONG = 200
"""A longer line may go on after its question."""
_WHOLE_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])+)\]\(([^()\s]*)\)")
ADDRESS = "address"
"""The `info` of the block that holds the address of a question that is one link."""
_STARS_AT_END = re.compile(rf"(?:(?<=[?？.。])\s*(?:\\?\*)+|(?:\s+|(?<=[{HAN}]))(?:\\?\*){{3,}})$")
"""Seen in imhuay/Algorithm_Interview_Notes-Chinese@523fcbc, trimstray/test-your-sysadmin-skills@d566322."""


@dataclass(frozen=True, slots=True)
class Title:
    """The words of a question as Markdown and as text, its tags, the rest of its line, and what was left out.

    The `statement` is more of the question, such as what is given and what is to be found.
    """

    markdown: str
    text: str
    tags: tuple[str, ...]
    rest: tuple[Block, ...]
    statement: tuple[Block, ...]
    dropped: tuple[Dropped, ...]


def clean_title(block: Block, marker: Marker | None, *, is_item: bool, may_hold_answer: bool) -> Title:
    """The question that this block or this item begins with; `marker` is its mark among the other questions.

    With `may_hold_answer`, the answer may be in the same line.
    """
    line = block.line
    dropped: list[Dropped] = []
    statement: tuple[Block, ...] = ()
    written = block.markdown
    if block.shape is Shape.SUMMARY:
        # HTML shows backticks as they are, but they are meant as code.
        written = _BACKTICKS.sub(r"`\1`", written)
    markdown, _, below = written.partition("\n")
    markdown, below = markdown.rstrip("\\ "), below.strip()
    rest = [_paragraph(below, line)] if below else []
    pictures: tuple[Block, ...] = ()
    if "![" in block.markdown and block.shape in (Shape.SUMMARY, Shape.HEADING):
        # A picture after the words is part of the question; one before them is an ornament.
        found = _PICTURE.finditer(block.markdown)
        shown = [match[0] for match in found if match.start() > 2 or block.is_stated]
        pictures = (Block(Shape.PARAGRAPH, line, " ".join(shown)),) if shown else ()
        for picture in shown:
            markdown, below = markdown.replace(picture, ""), below.replace(picture, "").strip()
        rest = [_paragraph(below, line)] if below else []
    if is_whole_bold(markdown):
        markdown = _without_bold(markdown)
    bold = _BOLD_HEAD.match(markdown)
    if (
        bold
        and read_marker(strip_markdown(bold[1]))
        and not is_asking(strip_markdown(bold[2]))
        and len(strip_markdown(bold[1])) > 5
    ):
        markdown, statement = bold[1], (_paragraph(bold[2], line),)
    text = strip_markdown(markdown)
    length = _marker_length(marker, text, is_plain=is_item or _is_plain(block))
    markdown, taken = take_prefix(markdown, text, length)
    if taken:
        dropped.append(Dropped(line, taken, "the mark of a question"))
    same = LABEL_IN_LINE.search(markdown)
    if same and same.start() > 2:
        rest = [_paragraph(markdown[same.end() :], line), *rest]
        markdown = markdown[: same.start()]
    elif block.shape is Shape.PARAGRAPH and not rest and (may_hold_answer or len(markdown) > _LONG):
        cut = _find_end(markdown, is_sure=may_hold_answer)
        if cut:
            rest = [_paragraph(markdown[cut:], line)]
            markdown = markdown[:cut]
    tags = list(block.tags)
    markdown = _take_link_back(_WHOLE_EMPHASIS.sub(r"\1", markdown.strip()), line, dropped)
    markdown = _take_marks(markdown, line, tags, dropped)
    markdown, address = _unlinked(markdown.strip())
    if is_whole_bold(markdown):
        markdown = _without_bold(markdown)
    markdown = " ".join(markdown.split())
    if may_hold_answer and not rest:
        rest, statement = list(statement), ()
    rest = [block for block in rest if block.text]
    if address:
        rest.append(Block(Shape.PARAGRAPH, line, f"<{address}>", address, info=ADDRESS))
    statement = (*statement, *pictures, *(block.children if block.is_stated else ()))
    return Title(markdown, strip_markdown(markdown), tuple(tags), tuple(rest), statement, tuple(dropped))


def _find_end(markdown: str, *, is_sure: bool) -> int:
    """Where the question in a line ends and its answer begins; 0 if the whole line may be the question."""
    shown = _without_addresses(markdown)
    ends = [match.end() for match in re.finditer(r"[?？]\s*(?=[^\s?？)）*`」”\"'])", shown)]
    if not ends or ends_asking(markdown):
        return 0
    if is_sure:
        return ends[0] if len(markdown) - ends[0] > 3 else 0
    rest = shown[ends[-1] :]
    return ends[-1] if len(rest) > _LONG / 2 and not rest.startswith(("(", "（")) else 0


def _without_addresses(markdown: str) -> str:
    """The Markdown with blanks in place of links and code: a question does not end within them."""
    return _INSIDE.sub(lambda match: " " * len(match[0]), markdown)


def _paragraph(markdown: str, line: int) -> Block:
    return Block(Shape.PARAGRAPH, line, markdown.strip(), strip_markdown(markdown))


def _without_bold(markdown: str) -> str:
    found = re.fullmatch(r"(\*\*|__)(.+?)\1\s*([:：?？。]?)", markdown.strip())
    return f"{found[2]}{found[3].strip(':：')}".strip() if found else markdown


def _is_plain(block: Block) -> bool:
    return block.shape is Shape.PARAGRAPH and not block.markdown.startswith("**")


def _marker_length(marker: Marker | None, text: str, *, is_plain: bool) -> int:
    ornament = len(text) - len(strip_ornament(text))
    marker = read_marker(text) or marker
    if marker is None:
        return 0
    rest = text[marker.length :].strip()
    if not rest:
        return 0
    # `3 ways` and `2.5D` are words of a question, not marks.
    if marker.style is Style.DOTTED and is_plain and not is_asking(rest):
        return 0
    return marker.length if marker.length > ornament else 0


def take_prefix(markdown: str, text: str, count: int) -> tuple[str, str]:
    """The Markdown without the first `count` characters of the `text` that a reader sees, and these."""
    if count <= 0:
        return markdown, ""
    at = seen = 0
    while at < len(markdown) and seen < count:
        if markdown[at] == text[seen]:
            seen += 1
        at += 1
    rest = markdown[at:]
    for mark in ("**", "`"):
        if markdown[:at].count(mark) % 2:
            rest = rest.removeprefix(mark) if rest.startswith(mark) else mark + rest
    if markdown[:at].count("[") > markdown[:at].count("]") and "](" in rest:
        rest = "[" + rest
    return rest.strip(), text[:count].strip()


def _take_marks(markdown: str, line: int, tags: list[str], dropped: list[Dropped]) -> str:
    for match in list(_MARK.finditer(markdown)):
        tags.append(re.sub(r"\s+", "-", match["inside"].strip().lower()))
        dropped.append(Dropped(line, match[0], "a mark of the question; now a tag"))
    markdown = _MARK.sub("", markdown)
    if stars := _STARS_AT_END.search(markdown):
        dropped.append(Dropped(line, stars[0].replace("\\", "").strip(), "a mark of the question"))
        markdown = markdown[: stars.start()]
    rest = markdown.lstrip(_SIGNS_BEFORE)
    words = rest.rstrip(_SIGNS_AFTER)
    for part in filter(None, (markdown.removesuffix(rest), rest[len(words) :])):
        tags.extend(_tags_of_signs(part))
        if part.strip("\ufe0f "):
            dropped.append(Dropped(line, part, "a mark of the question; now a tag"))
    markdown = words.strip()
    plain = strip_ornament(markdown)
    if markdown.startswith("\\*") and not markdown.startswith("\\**"):
        plain = strip_ornament(markdown[2:])
    if plain != markdown and not markdown.startswith(("*", "#")):
        sign = markdown[: len(markdown) - len(plain)].strip()
        tags.extend(_tags_of_signs(sign))
        if sign:
            dropped.append(Dropped(line, sign, "a sign before the question"))
        markdown = plain
    return markdown


def _take_link_back(markdown: str, line: int, dropped: list[Dropped]) -> str:
    back = LINK_BACK.search(markdown)
    if back and back.start() > 0 and not re.search(r"[A-Za-z]#\s*$", markdown):
        dropped.append(Dropped(line, strip_markdown(back[0]), "a link back"))
        markdown = markdown[: back.start()]
    return markdown


def _tags_of_signs(signs: str) -> Iterator[str]:
    stars = sum(sign in "★⭐🌟" for sign in signs)
    if stars:
        yield f"{stars}-star"
    yield from (letter for letter in re.findall(r"\[([A-Z])\]", signs))
    yield from dict.fromkeys(_FACES[sign] for sign in signs if sign in _FACES and sign not in "★⭐🌟")


def _unlinked(markdown: str) -> tuple[str, str]:
    """The words of a question and the address of its link, if the whole question is one link."""
    found = _WHOLE_LINK.fullmatch(markdown) if markdown.startswith("[") else None
    return (found[1], found[2]) if found else (markdown, "")
