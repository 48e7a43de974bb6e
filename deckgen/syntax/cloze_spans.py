"""Joins clozes that begin in one block and end in a later one, such as a cloze over the items of a list.

Anki hides whatever HTML is between `{{c1::` and `}}`. But half a list in a cloze is not valid HTML: a browser
ends Anki's `<span class="cloze">` with the first item, and the back would mark only a part of the answer. So
each block hides its own part, under one number: one card asks for all of them.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from deckgen.syntax.callouts import HINT
from deckgen.syntax.cloze_marks import CLOZE_OPENING, Carried, Fault, Why, cloze_number
from deckgen.syntax.html_tags import replace_comments
from deckgen.syntax.inlines import Inlines, ends_cloze
from deckgen.syntax.places import line_at
from deckgen.values.codes import Code
from deckgen.values.passage import Token

_CODE = frozenset({"fence", "code_block", "math_block"})
_JOINABLE = (None, Why.END_IN_CODE)


class _Block(NamedTuple):
    """A block with text, and the numbers of the parts of the document that it is in.

    `section` counts what begins with a heading of a question or a title, `region` also what rules part;
    `container` and `row` are the place of the innermost quote or table and of its row, or -1; `html` counts
    the HTML blocks above.
    """

    token: Token
    section: int
    region: int
    container: int
    row: int
    html: int


def join_clozes(tokens: Sequence[Token], read: Callable[[Token], Inlines]) -> None:
    """Mark the blocks of each cloze that ends in a later block, where `read` gives the content of a text.

    The block that opens it gets `meta["goes_on"]`, the later ones `meta["carried"]`. Where the two ends
    cannot be joined, the fault of the block that opens the cloze says why.
    """
    if not any("{{c" in token.content for token in tokens if token.type == "inline"):
        return
    blocks = tuple(_blocks(tokens))
    ends: list[int] | None = None
    current = 0
    for start, block in enumerate(blocks):
        if start < current or (fault := _find_unclosed(block.token, read)) is None:
            continue
        ends = ends or _next_ends(blocks)
        end = ends[start + 1]
        last = blocks[end] if end < len(blocks) and blocks[end].section == block.section else None
        why = _find_obstacle(block, last)
        if last is None or why is not None:
            _replace(block.token, fault, fault._replace(why=why or fault.why))
        else:
            _join([found.token for found in blocks[start : end + 1]], fault, read)
            current = end


def _blocks(tokens: Sequence[Token]) -> Iterator[_Block]:
    """The blocks with text, in order, without hints and footnotes, which are shown elsewhere."""
    section = region = html = 0
    containers, row, left_out = [-1], -1, 0
    for place, token in enumerate(tokens):
        if token.type.startswith("footnote_reference_") or left_out or token.meta.get("callout") == HINT:
            left_out += token.nesting
        elif token.type in {"blockquote_open", "table_open"}:
            containers.append(place)
        elif token.type in {"blockquote_close", "table_close"}:
            containers.pop()
            row = -1
        elif token.type == "tr_open":
            row = place
        elif token.level == 0 and (token.type == "hr" or token.tag in {"h1", "h2"}):
            region += 1
            section += token.type != "hr"
        elif token.type == "html_block" and replace_comments(token.content).strip():
            html += 1
        elif token.content and (token.type == "inline" or token.type in _CODE):
            yield _Block(token, section, region, containers[-1], row, html)


def _find_unclosed(token: Token, read: Callable[[Token], Inlines]) -> Fault | None:
    """The fault of a text's cloze that may be closed in a later block."""
    if token.type != "inline" or "{{c" not in token.content:
        return None
    return next(
        (
            fault
            for fault in read(token).faults
            if fault.code is Code.CLOZE_UNCLOSED and fault.why in _JOINABLE
        ),
        None,
    )


def _next_ends(blocks: Sequence[_Block]) -> list[int]:
    """For each block, and for one after the last, the first block from it on that closes a cloze."""
    ends = [len(blocks)] * (len(blocks) + 1)
    for place in range(len(blocks) - 1, -1, -1):
        token = blocks[place].token
        closes = token.type == "inline" and ends_cloze(token.content, token.meta["definitions"])
        ends[place] = place if closes else ends[place + 1]
    return ends


def _find_obstacle(start: _Block, end: _Block | None) -> Why | None:
    """Why a cloze cannot go from one block to another; without another, whether the end of a cell is why."""
    if start.row >= 0 and (end is None or start.row == end.row or start.container != end.container):
        return Why.CELL
    if end is None:
        return None
    if start.region != end.region:
        return Why.RULE
    if start.container != end.container:
        return Why.ROW if end.row >= 0 and end.token.content.strip() == "}}" else Why.QUOTE
    return Why.HTML if start.html != end.html else None


def _replace(token: Token, fault: Fault, other: Fault) -> None:
    read: Inlines = token.meta["inlines"]
    faults = tuple(other if found is fault else found for found in read.faults)
    token.meta["inlines"] = read._replace(faults=faults)


def _join(tokens: Sequence[Token], fault: Fault, read: Callable[[Token], Inlines]) -> None:
    first = tokens[0]
    opening = CLOZE_OPENING.match(first.content, fault.position)
    number = cloze_number(opening[1]) if opening else None
    if number is None or first.map is None:
        return
    line = first.map[0] + 1 + line_at(first.content, fault.position)
    first.meta["goes_on"] = True
    for token in tokens[1:]:
        token.meta["carried"] = Carried(number, line)
    for token in tokens:
        token.meta.pop("inlines", None)
    if not any(token.type in _CODE or _hides(read(token)) for token in tokens):
        found = read(first)
        empty = Fault(Code.CLOZE_EMPTY, fault.position)
        first.meta["inlines"] = found._replace(faults=(*found.faults, empty))


def _hides(read: Inlines) -> bool:
    """Whether a text has a part of a cloze that goes over several blocks."""
    opened = (token.meta for token in read.tokens if token.type == "cloze_open")
    return any(not (meta["begins"] and meta["ends"]) for meta in opened)
