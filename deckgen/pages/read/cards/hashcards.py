"""Reads the cards of hashcards: `Q:` and `A:`, and `C:` with its hidden words in brackets.

The format is that of `src/parser.rs` in github.com/eudoxia0/hashcards: a mark begins a line, `---` ends a
card, and a bracket with a backslash or of a picture hides nothing.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import count

from deckgen.pages.page import Block, Dropped, Page, PageKind, Warned
from deckgen.pages.read.markdown.read_markdown import read_markdown
from deckgen.pages.read.questions import make_question
from deckgen.syntax.bare_clozes import as_cloze

_MARK = re.compile(r"(?P<mark>[QAC]):[ \t]*")
_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_TOML_NAME = re.compile(r"""^name\s*=\s*["'](.+)["']\s*$""", re.MULTILINE)
_FRONT = re.compile(r"\A\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_BRACKETS = re.compile(r"\\[\[\]]|!\[[^\[\]]*\]|\[(?P<hidden>[^\[\]]+)\](?!\()")


def read_hashcards(text: str, address: str = "") -> Page:
    """The cards of a page of hashcards; each keeps its lines."""
    front = _FRONT.match(text)
    name = _TOML_NAME.search(front[1]) if front else None
    blocks: list[Block] = []
    dropped: list[Dropped] = []
    warned: list[Warned] = []
    if front:
        dropped += (
            Dropped(number, line, "the front matter of the page")
            for number, line in enumerate(front[1].split("\n"), 2)
        )
    for number, mark, lines in _parts(text.split("\n"), front[0].count("\n") if front else 0):
        body = _with_clozes(lines) if mark == "C" else lines
        page = read_markdown("\n".join(body), address).mapped((number - 1).__add__)
        dropped += page.dropped
        warned += page.warned
        if mark:
            dropped.append(Dropped(number, f"{mark}:", "the mark of a card"))
        question = make_question(number, page.blocks) if mark in ("Q", "C") else None
        blocks += [question] if question else page.blocks
    title = name[1] if name else ""
    return Page(PageKind.HASHCARDS, tuple(blocks), tuple(dropped), tuple(warned), title, address)


def _parts(lines: Sequence[str], first: int) -> Iterator[tuple[int, str, list[str]]]:
    """The parts of the page: the line of each, its mark, and its lines without the mark."""
    start, mark, part, is_code = first, "", list[str](), False
    for number, line in enumerate(lines[first:], first):
        if _FENCE.match(line):
            is_code = not is_code
        found = None if is_code else _MARK.match(line)
        if found or (line.strip() == "---" and not is_code):
            yield start + 1, mark, part
            start, mark = number, found["mark"] if found else ""
            part = [line[found.end() :] if found else ""]
        else:
            part.append(line)
    yield start + 1, mark, part


def _with_clozes(lines: Sequence[str]) -> list[str]:
    """The lines with each hidden text as a cloze of its own number."""
    numbers = count(1)

    def hide(match: re.Match[str]) -> str:
        # In a cloze, a plain `::` would begin a hint.
        return as_cloze(next(numbers), match["hidden"].replace("::", r"\::")) if match["hidden"] else match[0]

    return _BRACKETS.sub(hide, "\n".join(lines)).split("\n")
