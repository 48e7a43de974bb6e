"""Shows the clozes of a field as Anki does; facts from `rslib/src/cloze.rs` of Anki 26.09."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_MARK = re.compile(r"\{\{c([0-9,]+)::|\}\}")
_DEEPEST = 10
"""Anki opens no cloze inside so many others."""
_HIGHEST = 65535
"""Anki's numbers have 16 bits; Anki does not read a higher one as a number."""
_LONGEST_NESTED = 2000
"""Characters of a cloze with another one of its number inside that are kept in an attribute, for styles."""
_OCCLUSION = "image-occlusion:"
_UNPLAIN = re.compile(r"[\x00-/:-@\[-`{-\xff]")
_NAMED = {'"': "&quot;", "&": "&amp;", "<": "&lt;", ">": "&gt;"}


@dataclass(slots=True)
class Cloze:
    """A cloze with its numbers and the texts and clozes in it."""

    numbers: tuple[int, ...]
    parts: list["str | Cloze"] = field(default_factory=list)
    hint: str = "..."

    @property
    def occlusion(self) -> bool:
        """Whether it is a mask over a picture, which a program of Anki draws."""
        return bool(self.parts) and isinstance(self.parts[0], str) and self.parts[0].startswith(_OCCLUSION)


def show_clozes(text: str, number: int, *, question: bool) -> str:
    """The field on the card of this number; empty if the field has no such cloze."""
    shown: list[str] = []
    is_asked = False
    for part in _parse(text):
        is_asked |= _show(part, number, question, shown)
    return "".join(shown) if is_asked else ""


def show_only_clozes(text: str, number: int, *, question: bool) -> str:
    """Only what the clozes of this number hide, or their hints."""
    return ", ".join(_texts(text, number, question=question))


def text_to_type(text: str, number: int) -> str:
    """What is to be typed for the clozes of this number; the same text several times is typed once."""
    texts = list(_texts(text, number, question=False))
    return texts[0] if len(set(texts)) == 1 else ", ".join(texts)


def find_numbers(text: str) -> set[int]:
    """The numbers of a field's clozes, which are the numbers of its cards."""
    found = (number for cloze in _clozes(_parse(text)) for number in cloze.numbers)
    return {number for number in found if number}


def _parse(text: str) -> "list[str | Cloze]":
    """The texts and the clozes of a field. A cloze that is not closed is not shown at all."""
    found: list[str | Cloze] = []
    opened: list[Cloze] = []
    start = 0
    for match in _MARK.finditer(text):
        numbers = _read_numbers(match[1]) if match[1] else ()
        if match[1] and not numbers:
            continue
        _add_text(text[start : match.start()], found, opened)
        start = match.end()
        if numbers:
            if len(opened) < _DEEPEST:
                opened.append(Cloze(numbers))
        elif opened:
            cloze = opened.pop()
            (opened[-1].parts if opened else found).append(cloze)
        else:
            found.append("}}")
    _add_text(text[start:], found, opened)
    return found


def _read_numbers(written: str) -> tuple[int, ...]:
    digits = (part.lstrip("0") or part[:1] for part in written.split(",") if part)
    numbers = {int(part) for part in digits if len(part) <= len(str(_HIGHEST))}
    return tuple(sorted(number for number in numbers if number <= _HIGHEST))


def _add_text(text: str, found: "list[str | Cloze]", opened: list[Cloze]) -> None:
    if not text:
        return
    if opened and not text.startswith(_OCCLUSION):
        text, has_hint, hint = text.partition("::")
        if has_hint:
            opened[-1].hint = hint
    (opened[-1].parts if opened else found).append(text)


def _show(part: "str | Cloze", number: int, question: bool, shown: list[str]) -> bool:
    """Add what the card shows of a part; whether it has a cloze of this number."""
    if isinstance(part, str):
        shown.append(part)
        return False
    is_asked = number in part.numbers
    numbers = ",".join(map(str, part.numbers))
    if part.occlusion:
        shown.append(
            f'<div class="{_occlusion_class(part, is_asked, question)}" data-ordinal="{numbers}" ></div>'
        )
        return is_asked
    inner: list[str] = []
    is_asked_inside = False
    for child in part.parts:
        is_asked_inside |= _show(child, number, question, inner)
    content = "".join(inner)
    match question, is_asked:
        case True, True:
            # Ten clozes of one number in each other would grow to megabytes, which nobody sees.
            kept = "" if is_asked_inside and len(content) > _LONGEST_NESTED else _attribute(content)
            attributes = f'class="cloze" data-cloze="{kept}"'
            content = f"[{part.hint}]"
        case False, True:
            attributes = 'class="cloze"'
        case _:
            attributes = 'class="cloze-inactive"'
    shown.append(f'<span {attributes} data-ordinal="{numbers}">{content}</span>')
    return is_asked or is_asked_inside


def _occlusion_class(cloze: Cloze, is_asked: bool, question: bool) -> str:
    if (question and is_asked) or 0 in cloze.numbers:
        return "cloze"
    return "cloze-highlight" if is_asked else "cloze-inactive"


def _attribute(text: str) -> str:
    return _UNPLAIN.sub(lambda found: _NAMED.get(found[0], f"&#x{ord(found[0]):02X};"), text)


def _texts(text: str, number: int, *, question: bool) -> Iterator[str]:
    for cloze in _clozes(_parse(text)):
        if number in cloze.numbers:
            yield cloze.hint if question else _plain(cloze)


def _plain(cloze: Cloze) -> str:
    return "".join(part if isinstance(part, str) else _plain(part) for part in cloze.parts)


def _clozes(parts: "list[str | Cloze]") -> Iterator[Cloze]:
    for part in parts:
        if isinstance(part, Cloze):
            yield part
            yield from _clozes(part.parts)
