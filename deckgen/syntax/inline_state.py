"""Keeps the state of our rules while markdown-it-py reads the text of a block."""

import re
import unicodedata
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.utils import EnvType

from deckgen.syntax.cloze_marks import CLOZE_OPENING, CLOZE_START, Fault, Why
from deckgen.values.codes import Code
from deckgen.values.passage import Token

_IN_CLOZE = re.compile(rf"[\\`$<]|{CLOZE_START}|[{{}}]")


class State(StateInline):
    """The state of markdown-it-py, with clozes, open brackets and faults."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, outTokens: list[Token]) -> None:  # noqa: N803
        super().__init__(src, md, env, outTokens)
        self.has_clozes: bool = env["clozes"]
        self.offset: int = env["offset"]
        self.brackets = 0
        """Open brackets that may begin a link; inside a cloze only its own count."""
        self.last_bracket = src.rfind("]")
        self.has_pictures = "![" in src
        self.has_sizes = self.has_pictures and " =" in src
        self.pictures_with_links: set[int] = set()
        self.in_cloze = False
        self.opened = 0
        """The line that opened the cloze in which the text is, if that is in an earlier block."""
        self.goes_on: bool = env["goes_on"]
        """Whether a cloze that is not closed in this text is closed in a later block."""
        self.cloze_end = -1
        """The position after the last cloze."""
        self.unclosed_cloze: int | None = None
        self.why_unclosed: Why | None = None
        self.formula_unclosed = False
        self.has_price = False
        """Whether a dollar sign was read that begins no formula."""
        self._cloze_ends: dict[int, int] = {}

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Push a token with its position in the text."""
        token = super().push(ttype, tag, nesting)
        token.meta["position"] = self.offset + self.pos
        return token

    def blame(self, code: Code, position: int, why: Why | None = None, opened: int = 0) -> None:
        """Record a fault at a position of the text."""
        self.env["faults"].append(Fault(code, self.offset + position, why, opened))

    def find_cloze_end(self, start: int) -> int | None:
        """The first `}}` after a position that leaves no brace open; code and formulas do not count.

        Without one, `why_unclosed` says why a `}}` that is there does not count.
        """
        if start in self._cloze_ends:
            return self._cloze_ends[start]
        here, depth, position = self.pos, 0, start
        why: Why | None = None
        is_nested = False
        end = None
        while match := _IN_CLOZE.search(self.src, position, self.posMax):
            position = match.end()
            if match[0] in "\\`$<":
                self.pos = match.start()
                self.md.inline.skipToken(self)
                position = self.pos
                if self.src.find("}}", match.start(), position + 1) >= 0:
                    why = why or Why.END_IN_CODE
            elif match[0] != "}":
                is_nested = is_nested or match[0] != "{"
                depth += match[0].count("{")
            elif depth:
                depth -= 1
                if self.src.startswith("}}", match.start()):
                    why = Why.BRACE
            elif self.src.startswith("}}", match.start()):
                end = self._cloze_ends[start] = match.start()
                break
        self.pos = here
        self.why_unclosed = None if is_nested else why
        return end

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803
        """Whether a run opens and closes emphasis, which depends on its neighbours as on GitHub.

        GitHub skips tildes next to an asterisk, and does not count symbols outside ASCII as punctuation. The
        braces of a cloze are skipped: bold begins before `{{c1::` as before the text of the cloze.
        """
        src, marker = self.src, self.src[start]
        end = start
        while end < len(src) and src[end] == marker:
            end += 1
        before, after = start, end
        if start == self.cloze_end:
            before -= 2
        if self.has_clozes and (cloze := CLOZE_OPENING.match(src, end)):
            after = cloze.end()
        if marker != "~":
            while before > 0 and src[before - 1] == "~":
                before -= 1
            while after < len(src) and src[after] == "~":
                after += 1
        shown = StateInline.__new__(StateInline)
        first, last = ("[", "]") if self.offset else (" ", " ")  # a picture's text is in brackets
        shown.src = f"{_seen(src[before - 1 : before] or first)}\0{_seen(src[after : after + 1] or last)}"
        shown.posMax = 3
        opens, closes, _ = shown.scanDelims(1, canSplitWord)
        return Scanned(opens, closes, end - start)


def _seen(character: str) -> str:
    """A neighbour as scanDelims must see it."""
    return "a" if not character.isascii() and unicodedata.category(character)[0] == "S" else character
