"""Reads a block's text from left to right, in time linear in its length."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
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
from deckgen.syntax.formulas import find_formula
from deckgen.syntax.html import Tag, find_tag
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


class _Bracket:
    """A `[` or `![` that may turn out to begin a link or picture."""

    __slots__ = ("active", "end", "has_bracket_after", "height", "index", "is_picture", "position")

    def __init__(self, index: int, height: int, position: int, *, is_picture: bool) -> None:
        self.index = index
        self.height = height
        self.position = position
        self.end = position + (2 if is_picture else 1)
        self.is_picture = is_picture
        self.active = True
        self.has_bracket_after = False


class _Cloze:
    """A cloze that is being read; brackets and delimiters in it have nothing to do with those before it."""

    __slots__ = ("brackets", "depth", "height", "hints", "index", "number", "position")

    def __init__(self, number: int, position: int, index: int, height: int, brackets: int) -> None:
        self.number = number
        self.position = position
        self.index = index
        self.height = height
        self.brackets = brackets
        self.depth = 0
        self.hints: list[int] = []

    def forget_hints(self, index: int) -> None:
        """Leave alone the `::` from a part on, since a link or picture now holds them."""
        while self.hints and self.hints[-1] >= index:
            self.hints.pop()


_TOKENS = rf"[\\<&\[\]\n]|!\[(?!\^)|`+|\$+|\*+|_+|~+|{ADDRESS_START}"
_PLAIN = re.compile(_TOKENS)
_WITH_CLOZES = re.compile(rf"{_TOKENS}|{CLOZE_START}")
_IN_CLOZE = re.compile(rf"{_TOKENS}|{CLOZE_START}|::|[{{}}]")
_ESCAPABLE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_BACKTICKS = re.compile(r"`+")
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
        self._brackets: list[_Bracket] = []
        self._cloze: _Cloze | None = None
        self._cloze_end = -1
        self._missing: set[str] = set()
        self._backticks: dict[int, list[int]] | None = None

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
        end = self._closing_backticks(start + len(token), len(token))
        if end is None:
            return self._add(token, start + len(token))
        code = self.text[start + len(token) : end].replace("\n", " ")
        if code[0] == code[-1] == " " and code.strip(" "):
            code = code[1:-1]
        return self._add(Code(self._pieces(code, start + len(token), is_formula=False)), end + len(token))

    def _closing_backticks(self, position: int, length: int) -> int | None:
        """Where the next run of just this length begins; all runs are looked up once."""
        if self._backticks is None:
            self._backticks = {}
            for match in reversed(list(_BACKTICKS.finditer(self.text))):
                self._backticks.setdefault(len(match[0]), []).append(match.start())
        runs = self._backticks.get(length, [])
        while runs and runs[-1] < position:
            runs.pop()
        return runs[-1] if runs else None

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
        text, end = self.text, start + len(token)
        before, after = start - 1, end
        if token[0] != "~":  # GitHub looks past a tilde for what stands beside an asterisk
            while before >= 0 and text[before] == "~":
                before -= 1
            while after < len(text) and text[after] == "~":
                after += 1
        if start == self._cloze_end:
            before = start - 3
        if self._clozes and (cloze := CLOZE_OPENING.match(text, end)):
            after = cloze.end()
        delimiter = make_delimiter(
            token, text[before] if before >= 0 else "\n", text[after] if after < len(text) else "\n"
        )
        self.parts.append(delimiter)
        if delimiter.can_open or delimiter.can_close:
            self._delimiters.append(delimiter)
        return end

    def _read_opening_bracket(self, start: int, token: str) -> int:
        if self._brackets:
            self._brackets[-1].has_bracket_after = True
        bracket = _Bracket(len(self.parts), len(self._delimiters), start, is_picture=token == "![")
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

    def _find_target(self, bracket: _Bracket, position: int) -> tuple[Target, int] | None:
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

    def _close_bracket(self, bracket: _Bracket, target: Target, end: int) -> int:
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
        if token == "{":
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
            self._cloze = _Cloze(number, start, len(self.parts), len(self._delimiters), len(self._brackets))
        return self._add(token, start + len(token))

    def _read_colons(self, start: int, token: str) -> int:
        if self._cloze is not None:
            self._cloze.hints.append(len(self.parts))
        return self._add(token, start + len(token))

    def _close_cloze(self, cloze: _Cloze, end: int) -> int:
        self._pair_from(cloze.height)
        del self._brackets[cloze.brackets :]
        opening = ClozeOpen(cloze.number, cloze.position)
        self.parts[cloze.index] = opening
        hint = self._hint_of(cloze)
        if hint is not None:
            self.parts[hint] = ClozeHint()
        if (len(self.parts) if hint is None else hint) == cloze.index + 1:
            self.faults.append(FoundFault(Fault.EMPTY, cloze.position))
        self._cloze = None
        self._cloze_end = end
        return self._add(ClozeClose(), end)

    def _hint_of(self, cloze: _Cloze) -> int | None:
        """The last `::` that stands in no emphasis; a cloze must end where its hint is not within another tag."""
        depth = 0
        hint = None
        hints = set(cloze.hints)
        for index in range(cloze.index + 1, len(self.parts) - 1):
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


def without_delimiters(parts: list[Part | Delimiter]) -> Iterator[Part]:
    for part in parts:
        if isinstance(part, Delimiter):
            yield from map(Close, part.closes)
            if part.count:
                yield part.character * part.count
            for tag in part.opens:
                yield Open(tag, None, 0)
        else:
            yield part


def plain_text(parts: Iterable[Part], source: str) -> str:
    """The text of parts as a picture's `alt` shows it."""
    texts: list[str] = []
    for part in parts:
        match part:
            case str():
                texts.append(part)
            case Code() | Formula():
                texts += [piece for piece in part.pieces if isinstance(piece, str)]
            case Break():
                texts.append(" ")
            case Picture():
                texts.append(part.alt)
            case Tag():
                texts.append(source[part.position : part.end])
            case _:
                pass
    return "".join(texts)
