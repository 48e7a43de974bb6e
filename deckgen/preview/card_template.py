"""Reads and fills the templates of Anki's card types; facts from `rslib/src/template.rs` of Anki 26.09.

A template may come from a stranger's package. It is read without recursion and in linear time.
"""

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import NamedTuple

from deckgen.preview.clozes import show_clozes, show_only_clozes
from deckgen.preview.filters import (
    RUBY,
    WHITE,
    show_hint,
    show_readings,
    strip_tags_in_formulas,
    to_text,
)

FRONT = "FrontSide"
_OTHER_BRACES = "{{=<% %>=}}"
"""A template that begins with it has `<%` and `%>` in place of braces."""
_EMPTY_FIELD = re.compile(r"(?:[\t\n\v\f\r ]|</?(?:br|div) ?/?>)*+", re.IGNORECASE)
_CLOZE_CONDITION = re.compile(r"c\+?([0-9]+)", re.ASCII)
_HIGHEST_CONDITION = 2**32 - 1


class TemplateError(Exception):
    """Anki would show an error in place of the card; says what is wrong with the template."""


class _Kind(Enum):
    TEXT = ""
    IF = "#"
    UNLESS = "^"
    END = "/"
    FIELD = "{"


class _Token(NamedTuple):
    kind: _Kind
    text: str


class Filled(NamedTuple):
    """A side of a card; `is_blank` if no field that it shows has a text."""

    html: str
    is_blank: bool


def is_empty_field(text: str) -> bool:
    """Whether a field has nothing but blanks and empty lines."""
    return _EMPTY_FIELD.fullmatch(text) is not None


def fill_template(template: str, fields: Mapping[str, str], ordinal: int, front: str | None = None) -> Filled:
    """A side of a card; without a `front` it is the front. TemplateError if Anki cannot read the template.

    Among the fields is what Anki adds, such as `Deck`. Filters of add-ons change nothing.
    """
    tokens = tuple(_tokens(template))
    _check_pairs(tokens)
    filled: list[str] = []
    opened: list[bool] = []
    hidden, is_blank = 0, True
    for kind, text in tokens:
        match kind:
            case _Kind.TEXT:
                shown = text
            case _Kind.IF | _Kind.UNLESS:
                opened.append(_is_filled(text, fields, kind) is (kind is _Kind.IF))
                hidden += not opened[-1]
                continue
            case _Kind.END:
                hidden -= not opened.pop()
                continue
            case _Kind.FIELD:
                shown = _show(text, fields, ordinal, front)
                is_blank = is_blank and (hidden > 0 or not _has_text(text, fields))
        if not hidden:
            filled.append(shown)
    return Filled("".join(filled), is_blank)


def _tokens(template: str) -> Iterator[_Token]:
    opening, closing = "{{", "}}"
    if template.lstrip(WHITE).startswith(_OTHER_BRACES):
        template = template.lstrip(WHITE)
        while template.startswith(_OTHER_BRACES):
            template = template.removeprefix(_OTHER_BRACES)
        opening, closing = "<%", "%>"
    # Beyond the last end nothing can end, and each search for one would take the whole rest.
    last = {opening: template.rfind(closing), "<!--": template.rfind("-->")}
    start = 0
    for match in re.finditer(rf"{re.escape(opening)}|<!--", template):
        if match.start() < start or last[match[0]] < match.end():
            continue
        yield _Token(_Kind.TEXT, template[start : match.start()])
        if match[0] == opening:
            end = template.find(closing, match.end())
            yield _classify(template[match.end() : end])
            start = end + len(closing)
        else:
            start = template.find("-->", match.end()) + 3
            yield _Token(_Kind.TEXT, template[match.start() : start])
    yield _Token(_Kind.TEXT, template[start:])


def _classify(inside: str) -> _Token:
    name = inside.lstrip("{").strip(WHITE)
    if len(name) > 1 and name[0] in "#^/":
        return _Token(_Kind(name[0]), name[1:].lstrip(WHITE))
    return _Token(_Kind.FIELD, name)


def _check_pairs(tokens: tuple[_Token, ...]) -> None:
    opened: list[str] = []
    for kind, name in tokens:
        if kind in {_Kind.IF, _Kind.UNLESS}:
            opened.append(name)
        elif kind is _Kind.END:
            if not opened or opened[-1] != name:
                instead = f"write {{{{/{opened[-1]}}}}}" if opened else "nothing is open; remove it"
                raise TemplateError(f"{{{{/{name}}}}} closes what is not open here; {instead}")
            opened.pop()
    if opened:
        raise TemplateError(f"{{{{#{opened[-1]}}}}} is not closed; write {{{{/{opened[-1]}}}}} after it")


def _has_text(name: str, fields: Mapping[str, str]) -> bool:
    return not is_empty_field(fields.get(name.rpartition(":")[2], ""))


def _is_filled(name: str, fields: Mapping[str, str], kind: _Kind) -> bool:
    if name in fields:
        return not is_empty_field(fields[name])
    number = _CLOZE_CONDITION.fullmatch(name)
    if number and len(digits := number[1].lstrip("0")) <= 10 and int(digits or "0") <= _HIGHEST_CONDITION:
        return False
    raise TemplateError(f"{{{{{kind.value}{name}}}}} asks for a field that the note type does not have")


def _show(written: str, fields: Mapping[str, str], ordinal: int, front: str | None) -> str:
    *filters, name = written.split(":")
    if name == FRONT:
        return front or ""
    if not name and filters:
        return ""
    if name not in fields:
        raise TemplateError(f"{{{{{written}}}}} names a field that the note type does not have")
    text = fields[name]
    match filters:
        case ["type", ("cloze" | "nc") as part]:
            return f"[[type:{part}:{name}]]"
        case ["type", *_]:
            return f"[[type:{name}]]"
    for filter_name in reversed(filters):
        filtered = _apply(filter_name, text, name, ordinal, question=front is None)
        if filtered is None:
            # Anki gives this filter and those before it to add-ons.
            break
        text = filtered
    return text


def _apply(  # noqa: PLR0911  # one for each filter
    filter_name: str, text: str, field: str, ordinal: int, *, question: bool
) -> str | None:
    match filter_name:
        case "":
            return text
        case "text":
            return to_text(text)
        case "furigana" | "kanji" | "kana":
            return show_readings(text, RUBY[filter_name])
        case "type":
            return f"[[type:{field}]]"
        case "type-cloze" | "type-nc":
            return f"[[{filter_name.replace('-', ':')}:{field}]]"
        case "hint":
            return show_hint(text, field)
        case "cloze":
            return strip_tags_in_formulas(show_clozes(text, ordinal + 1, question=question))
        case "cloze-only":
            return show_only_clozes(text, ordinal + 1, question=question)
        case _ if filter_name.startswith("tts "):
            return f"[anki:tts lang={filter_name.removeprefix('tts ')}]{text}[/anki:tts]"
        case _:
            return None
