"""Reads a block's text from left to right, in time linear in its length."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from deckgen.syntax.autolinks import ADDRESS_START, find_address
from deckgen.syntax.cloze_marks import (
    CLOZE_OPENING,
    CLOZE_START,
    ClozeClose,
    ClozeHint,
    ClozeOpen,
    Fault,
    FoundFault,
    Piece,
    cloze_number,
    split_clozes,
)
from deckgen.syntax.delimiters import Delimiter, make_delimiter, pair_delimiters
from deckgen.syntax.flatten import plain_text, without_delimiters
from deckgen.syntax.formulas import find_formula
from deckgen.syntax.html import find_tag
from deckgen.syntax.links import (
    AUTOLINK,
    EMAIL_AUTOLINK,
    ENTITY,
    Target,
    decode_entity,
    find_inline_target,
    find_label,
    normal_label,
)
from deckgen.syntax.parts import Break, Close, Code, Definitions, FootnoteMark, Formula, Open, Part, Picture
from deckgen.syntax.pending import BacktickRuns, Bracket, Cloze

_TOKENS = rf"[\\<&\[\]\n]|!\[(?!\^)|`+|\$+|\*+|_+|~+|{ADDRESS_START}"
_PLAIN = re.compile(_TOKENS)
_WITH_CLOZES = re.compile(rf"{_TOKENS}|{CLOZE_START}")
_IN_CLOZE = re.compile(rf"{_TOKENS}|{CLOZE_START}|::(?!:)|[{{}}]")
_ESCAPABLE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_LINE_START = re.compile(r"[ \t]*")
_FOOTNOTE_LABEL = re.compile(r"\^([^\]\[\s]+)")


class Reader:
    """One pass over a text from left to right; what links and emphasis are shows only at their end."""

    def __init__(self, text: str, definitions: Definitions, *, clozes: bool) -> None:
        self.text = text
        self.parts: list[Part | Delimiter] = []
        self.faults: list[FoundFault] = []
        self._definitions = definitions
        self._clozes = clozes
        self._delimiters: list[Delimiter] = []
        self._brackets: list[Bracket] = []
        self._cloze: Cloze | None = None
        self._cloze_end = -1
        self._missing: set[str] = set()
        self._backticks = BacktickRuns(text)

    def read(self) -> None:
        """Fill `parts` and `faults`."""
        text, parts = self.text, self.parts
        position = 0
        while match := self._tokens().search(text, position):
            start = match.start()
            if start > position:
                parts.append(text[position:start])
            token = match[0]
            read = _TOKEN_READERS.get(token[0], Reader._read_address)
            position = read(self, start, token)
        if position < len(text):
            parts.append(text[position:])
        if self._cloze is not None:
            self.faults.append(FoundFault(Fault.UNCLOSED, self._cloze.position))
        pair_delimiters(self._delimiters)

    def _tokens(self) -> re.Pattern[str]:
        if self._cloze is not None:
            return _IN_CLOZE
        return _WITH_CLOZES if self._clozes else _PLAIN

    def _add(self, part: Part, end: int) -> int:
        self.parts.append(part)
        return end

    def _read_backslash(self, start: int, _: str) -> int:
        following = self.text[start + 1 : start + 2]
        if following in _ESCAPABLE:
            return self._add(following, start + 2)
        if following == "\n":
            return self._read_line_end(start + 1, "\n", hard=True)
        return self._add("\\", start + 1)

    def _read_line_end(self, start: int, _: str, *, hard: bool = False) -> int:
        text, parts = self.text, self.parts
        if not hard and parts and isinstance(last := parts[-1], str):
            hard = start > 1 and text[start - 2 : start] == "  "
            parts[-1] = last.rstrip(" \t")
        match = _LINE_START.match(text, start + 1)
        return self._add(Break(hard), match.end() if match else start + 1)

    def _read_entity(self, start: int, _: str) -> int:
        match = ENTITY.match(self.text, start)
        return self._add(decode_entity(match), match.end()) if match else self._add("&", start + 1)

    def _read_backticks(self, start: int, token: str) -> int:
        end = self._backticks.find(start + len(token), len(token))
        if end is None:
            return self._add(token, start + len(token))
        code = self.text[start + len(token) : end].replace("\n", " ")
        if code[0] == code[-1] == " " and code.strip(" "):
            code = code[1:-1]
        return self._add(Code(self._pieces(code, start + len(token), is_formula=False)), end + len(token))

    def _read_dollars(self, start: int, token: str) -> int:
        if len(token) != 2 or "$$" not in self._missing:
            formula = find_formula(self.text, start, len(token))
            if formula is not None:
                pieces = self._pieces(formula.tex, start + len(token), is_formula=True)
                return self._add(Formula(pieces, formula.display), formula.end)
            if len(token) == 2:
                self._missing.add("$$")
                self.faults.append(FoundFault(Fault.FORMULA_UNCLOSED, start))
        return self._add(token, start + len(token))

    def _pieces(self, text: str, start: int, *, is_formula: bool) -> tuple[Piece, ...]:
        if not self._clozes:
            return (text,)
        pieces, faults = split_clozes(text, start, is_formula=is_formula)
        self.faults += faults
        if self._cloze is not None:
            nested = [piece for piece in pieces if isinstance(piece, ClozeOpen)]
            if nested:
                self.faults.append(FoundFault(Fault.NESTED, nested[0].position))
                return (text,)
        return pieces

    def _read_pointed(self, start: int, _: str) -> int:
        text = self.text
        for pattern, protocol in ((AUTOLINK, ""), (EMAIL_AUTOLINK, "mailto:")):
            if match := pattern.match(text, start):
                self.parts += [Open("a", Target(protocol + match[1], ""), start), match[1], Close("a")]
                return match.end()
        tag = find_tag(text, start, self._missing)
        if tag is not None:
            return self._add(tag, tag.end)
        if text.startswith("<!--", start):
            self.faults.append(FoundFault(Fault.COMMENT_UNCLOSED, start))
        return self._add("<", start + 1)

    def _read_address(self, start: int, token: str) -> int:
        address = None if self._brackets else find_address(self.text, start)
        if address is None:
            return self._add(token, start + len(token))
        text = self.text[address.start : address.end]
        self.parts += [Open("a", Target(address.target, ""), start), text, Close("a")]
        return address.end

    def _read_delimiter(self, start: int, token: str) -> int:
        """A cloze's braces beside a run do not count: bold begins before `{{c1::` as before its text."""
        text, end = self.text, start + len(token)
        before = start - 2 if start == self._cloze_end else start
        cloze = CLOZE_OPENING.match(text, end) if self._clozes else None
        delimiter = make_delimiter(text, start, end, before, cloze.end() if cloze else end)
        self.parts.append(delimiter)
        if delimiter.can_open or delimiter.can_close:
            self._delimiters.append(delimiter)
        return end

    def _read_opening_bracket(self, start: int, token: str) -> int:
        if self._brackets:
            self._brackets[-1].has_bracket_after = True
        bracket = Bracket(len(self.parts), len(self._delimiters), start, is_picture=token.startswith("!"))
        self._brackets.append(bracket)
        return self._add(token, start + len(token))

    def _read_closing_bracket(self, start: int, _: str) -> int:
        hidden = self._cloze.brackets if self._cloze is not None else 0
        if len(self._brackets) <= hidden:
            return self._add("]", start + 1)
        bracket = self._brackets.pop()
        if not bracket.active:
            return self._add("]", start + 1)
        found = self._find_target(bracket, start + 1)
        if found is not None:
            return self._close_bracket(bracket, *found)
        label = _FOOTNOTE_LABEL.fullmatch(self.text, bracket.end, start)
        if label and not bracket.is_picture and normal_label(label[1]) in self._definitions.footnotes:
            del self.parts[bracket.index :], self._delimiters[bracket.height :]
            return self._add(FootnoteMark(normal_label(label[1])), start + 1)
        return self._add("]", start + 1)

    def _find_target(self, bracket: Bracket, position: int) -> tuple[Target, int] | None:
        found = find_inline_target(self.text, position)
        if found is not None or not self._definitions.targets:
            return found
        label = find_label(self.text, position)
        if label is None or not label[0].strip():
            if bracket.has_bracket_after:
                return None
            label = self.text[bracket.end : position - 1], label[1] if label else position
        target = self._definitions.targets.get(normal_label(label[0]))
        return (target, label[1]) if target is not None else None

    def _close_bracket(self, bracket: Bracket, target: Target, end: int) -> int:
        self._pair_from(bracket.height)
        if self._cloze is not None:
            self._cloze.forget_hints(bracket.index)
        if bracket.is_picture:
            alt = plain_text(without_delimiters(self.parts[bracket.index + 1 :]), self.text)
            del self.parts[bracket.index :]
            return self._add(Picture(alt, target, bracket.position), end)
        self.parts[bracket.index] = Open("a", target, bracket.position)
        for earlier in reversed(self._brackets):
            if not earlier.is_picture:
                if not earlier.active:
                    break
                earlier.active = False
        return self._add(Close("a"), end)

    def _pair_from(self, height: int) -> None:
        pair_delimiters(self._delimiters[height:])
        del self._delimiters[height:]

    def _read_brace(self, start: int, token: str) -> int:
        cloze = self._cloze
        if len(token) > 1:
            return self._read_cloze_opening(start, token)
        if cloze is None:
            return self._add(token, start + 1)
        if token.startswith("{"):
            cloze.depth += 1
        elif cloze.depth:
            cloze.depth -= 1
        elif self.text.startswith("}}", start):
            return self._close_cloze(cloze, start + 2)
        return self._add(token, start + 1)

    def _read_cloze_opening(self, start: int, token: str) -> int:
        number = cloze_number(token[3:-2])
        if self._cloze is not None:
            self.faults.append(FoundFault(Fault.NESTED, start))
            self._cloze.depth += 2
        elif number is None:
            self.faults.append(FoundFault(Fault.NO_NUMBER, start))
        else:
            self._cloze = Cloze(number, start, len(self.parts), len(self._delimiters), len(self._brackets))
        return self._add(token, start + len(token))

    def _read_colons(self, start: int, token: str) -> int:
        if self._cloze is not None:
            self._cloze.hints.append(len(self.parts))
        return self._add(token, start + len(token))

    def _close_cloze(self, cloze: Cloze, end: int) -> int:
        self._pair_from(cloze.height)
        del self._brackets[cloze.brackets :]
        opening = ClozeOpen(cloze.number, cloze.position)
        self.parts[cloze.index] = opening
        hint = self._hint_of(cloze)
        if hint is not None:
            self.parts[hint] = ClozeHint() if hint + 1 < len(self.parts) else ""
        hidden = self.parts[cloze.index + 1 : hint]
        if all(isinstance(part, str) and not part.strip() for part in hidden):
            self.faults.append(FoundFault(Fault.EMPTY, cloze.position))
        self._cloze = None
        self._cloze_end = end
        return self._add(ClozeClose(), end)

    def _hint_of(self, cloze: Cloze) -> int | None:
        """The last `::` that stands in no emphasis, for the hint ends with the cloze and not with a tag."""
        depth = 0
        hint = None
        hints = set(cloze.hints)
        for index in range(cloze.index + 1, len(self.parts)):
            part = self.parts[index]
            if isinstance(part, Delimiter):
                depth += len(part.opens) - len(part.closes)
            elif index in hints and not depth:
                hint = index
        return hint


_TOKEN_READERS: Mapping[str, Callable[[Reader, int, str], int]] = MappingProxyType(
    {
        "\\": Reader._read_backslash,
        "\n": Reader._read_line_end,
        "&": Reader._read_entity,
        "`": Reader._read_backticks,
        "$": Reader._read_dollars,
        "<": Reader._read_pointed,
        "[": Reader._read_opening_bracket,
        "!": Reader._read_opening_bracket,
        "]": Reader._read_closing_bracket,
        "{": Reader._read_brace,
        "}": Reader._read_brace,
        ":": Reader._read_colons,
        "*": Reader._read_delimiter,
        "_": Reader._read_delimiter,
        "~": Reader._read_delimiter,
    }
)
