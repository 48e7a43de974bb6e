"""Joins the lines of a text that was wrapped at a column, as the FAQs of Usenet and of programs are."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from deckgen.pages.read.dump.code import is_code_line
from deckgen.pages.read.dump.lines import Line
from deckgen.pages.words.labels import answer_label
from deckgen.pages.words.markers import read_marker
from deckgen.values.characters import CJK

_WIDEST = 100
"""Columns: hardly anybody wraps at more, and a text that is not wrapped has longer lines."""
_FEW = 0.02
"""So many lines may be longer, such as addresses."""
_NARROWEST = 40
_FEWEST = 3
_SHARE = 0.5
"""So many lines end within a sentence where a text is wrapped, and hardly any where it is not."""
_FULL = 0.75
"""A line that ends before this share of the width was ended by its author."""
_DEEPER = 2
"""Columns by which code stands to the right of its text."""
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_START = re.compile(r"[-*+•·●▪◦‣○■□➢>|#]\s|\||#{2,6}\s|([-=~^*_+.#])\1{2,}\s*$|\[[A-Z\d]+\]\s")
_ALIGNED = re.compile(r" (?=\d[.)] )")
"""The blank before ` 9.`, which aligns it with `10.`."""
_END = re.compile(r"[.?!:;。？！：；…][\"'”’)）」]?$")
_EDGE = re.compile(f"[{CJK}，。、；：？！（）]")
_SIGN = re.compile(r"[{}()\[\];=<>|\\$`_]|(?:^|\s)--?\w|::|->")
_ADDRESS = re.compile(r"\s*<?(?:https?|ftp)://\S+\s*$")


def join_wrapped(lines: Sequence[Line]) -> list[Line]:
    """The lines with each paragraph on one line and code in a fence; the same lines if no text is wrapped."""
    width = _find_width(lines)
    if not width:
        return list(lines)
    joined: list[Line] = []
    base = 0
    code: list[Line] = []
    for block in _blocks([Line(line.number, line.text.expandtabs()) for line in lines]):
        is_blank = not block[0].text.strip()
        is_code = not is_blank and _is_code(block, base, joined, width)
        if code and not is_blank and not is_code:
            joined += _fenced(code)
            code = []
        if is_blank and code:
            code += block
        elif is_blank or _FENCE.match(block[0].text):
            joined += block
        elif is_code:
            code += block
        else:
            paragraphs = list(_paragraphs(block, width))
            base = paragraphs[-1][-1].indent
            joined += (_join(paragraph) for paragraph in paragraphs)
    return [*joined, *_fenced(code)]


def _find_width(lines: Sequence[Line]) -> int:
    """The columns at which a text is wrapped; 0 if it is not."""
    widths = sorted(_columns(line.text) for line in lines if line.text.strip())
    width = widths[int((len(widths) - 1) * (1 - _FEW))] if widths else 0
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    pairs = [
        (above.text, below.text)
        for above, below in pairwise(lines)
        if above.text.strip() and below.text.strip() and not _starts(below.text)
    ]
    pairs = [pair for pair in pairs if not any(map(is_code_line, pair))]
    breaks = sum(_is_within(*pair) and _is_full(*pair, width) for pair in pairs)
    return width if breaks >= max(_FEWEST, _SHARE * len(pairs)) else 0


def _columns(text: str) -> int:
    return len(text) + sum(unicodedata.east_asian_width(sign) in "WF" for sign in text if sign > "\u10ff")


def _is_within(above: str, below: str) -> bool:
    """Whether a line ends within a sentence that the next one goes on with."""
    below = below.lstrip()
    return not _END.search(above.rstrip()) and (below[0].islower() or bool(_EDGE.match(below)))


def _is_full(above: str, below: str, width: int) -> bool:
    """Whether the first word of the next line had no place in a line."""
    word = below.split(maxsplit=1)[0]
    room = 2 if _EDGE.match(word) else 1 + _columns(word)
    return _columns(above.rstrip()) + room >= _FULL * width


def _starts(text: str) -> bool:
    """Whether a line begins something of its own, such as an item or an answer."""
    text = text.lstrip()
    return bool(_START.match(text)) or read_marker(text) is not None or answer_label(text) > 0


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The runs of lines without a blank line between them, each blank line, and each fence with its code."""
    block: list[Line] = []
    fence = ""
    for line in lines:
        mark = _FENCE.match(line.text)
        if fence:
            block.append(line)
            if line.text.strip().startswith(fence):
                yield block
                block, fence = [], ""
        elif mark or not line.text.strip():
            if block:
                yield block
            block, fence = [line], mark[1] if mark else ""
            if not fence:
                yield block
                block = []
        else:
            block.append(line)
    if block:
        yield block


def _is_code(block: Sequence[Line], base: int, above: Sequence[Line], width: int) -> bool:
    """Whether a block stands to the right of the text above it, and does not read as text."""
    if min(line.indent for line in block) < base + _DEEPER or _starts(block[0].text):
        return False
    texts = [line.text for line in block if not _ADDRESS.match(line.text)]
    signs = sum(bool(_SIGN.search(text)) or is_code_line(text) for text in texts)
    last = next((line.text.rstrip() for line in reversed(above) if line.text.strip()), "")
    if last.endswith((":", "：")) and not any(map(_END.search, texts)):
        signs = len(texts)
    within = sum(_is_within(*pair) and _is_full(*pair, width) for pair in pairwise(texts))
    return bool(texts) and signs >= _SHARE * len(texts) and within < _SHARE * len(texts)


def _fenced(code: Sequence[Line]) -> list[Line]:
    """The lines of code in a fence, without the blank lines after them, which stay below it."""
    end = len(code)
    while end and not code[end - 1].text.strip():
        end -= 1
    if not end:
        return list(code)
    indent = min(line.indent for line in code[:end] if line.text.strip())
    inside = [Line(line.number, line.text[indent:]) for line in code[:end]]
    mark = "~" * 9
    return [Line(code[0].number, mark), *inside, Line(code[end - 1].number, mark), *code[end:]]


def _paragraphs(block: Sequence[Line], width: int) -> Iterator[list[Line]]:
    """The paragraphs of a block, each with the lines that go on with it."""
    paragraph: list[Line] = []
    for line in block:
        if paragraph and not _goes_on(paragraph, line, width):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    yield paragraph


def _goes_on(paragraph: Sequence[Line], line: Line, width: int) -> bool:
    above = paragraph[-1]
    is_full = _is_full(above.text, line.text, width)
    is_within = _is_within(above.text, line.text)
    if _starts(line.text):
        return is_within and is_full
    if is_code_line(above.text) and is_code_line(line.text):
        return False
    if line.indent > above.indent:
        # Only the first line of an item or an answer stands to the left of the rest.
        return len(paragraph) == 1 and _starts(above.text)
    return is_full or (is_within and _columns(above.text) >= _SHARE * width)


def _join(paragraph: Sequence[Line]) -> Line:
    text = _ALIGNED.sub("", paragraph[0].text.rstrip())
    for line in paragraph[1:]:
        more = line.text.strip()
        is_whole = (_EDGE.match(text[-1]) and _EDGE.match(more)) or re.search(r"[^\W\d_]-$", text)
        text = f"{text}{'' if is_whole else ' '}{more}"
    return Line(paragraph[0].number, text)
