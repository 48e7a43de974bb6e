"""The filters of Anki's templates, such as `text` in `{{text:Front}}`.

Facts from `rslib/src/template_filters.rs` and `text.rs` of Anki 26.09. All of them take linear time.
"""

import re
from collections.abc import Callable, Iterator
from hashlib import blake2b
from html.entities import name2codepoint

WHITE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""Unicode's white space, which Rust's `trim` takes away."""

_ENTITY = re.compile(r"&(?:#x([0-9A-Fa-f]{1,8});|#([0-9]{1,8});|([A-Za-z0-9]+);|([\s\S]?))")
_RAW = re.compile(r"<(style|script)", re.IGNORECASE)
_MATH_OPENING = re.compile(r"\\[(\[].*?\\[)\]]", re.DOTALL)
_MATH_CLOSING = re.compile(r"\\[)\]]")


def strip_tags(html: str) -> str:
    """Text with its entities, without tags, comments, styles and scripts."""
    kept: list[str] = []
    position = 0
    ends = {"-->": 0, "style": 0, "script": 0}
    while (start := html.find("<", position)) >= 0:
        end = _end_of_tag(html, start, ends)
        if end < 0:
            break
        kept.append(html[position:start])
        position = end
    return "".join(kept) + html[position:]


def _end_of_tag(html: str, start: int, ends: dict[str, int]) -> int:
    """Where the text goes on, or -1; `ends` remembers by name what is not to be found any more."""
    if html.startswith("<!--", start) and ends["-->"] >= 0:
        ends["-->"] = html.find("-->", start + 4)
        if ends["-->"] >= 0:
            return ends["-->"] + 3
    end = html.find(">", start) + 1
    raw = _RAW.match(html, start)
    if raw and end and ends[name := raw[1].lower()] >= 0:
        closing = re.compile(rf"</{name}>", re.IGNORECASE).search(html, end)
        ends[name] = closing.start() if closing else -1
        if closing:
            return closing.end()
    return end or -1


def to_text(html: str) -> str:
    """Text without tags and entities; one broken entity leaves all of them, as in Anki."""
    text = strip_tags(html)
    if "&" not in text:
        return text
    decoded: list[str] = []
    start = 0
    for match in _ENTITY.finditer(text):
        character = _decode(match)
        if character is None:
            return text
        decoded += text[start : match.start()], character
        start = match.end()
    return ("".join(decoded) + text[start:]).replace("\xa0", " ")


def _decode(match: re.Match[str]) -> str | None:
    if match[3]:
        code = name2codepoint.get(match[3])
    elif match[1] or match[2]:
        code = int(match[1], 16) if match[1] else int(match[2])
    else:
        return match[0] if match[4] and not (match[4].isalnum() or match[4] in "#;&") else None
    is_character = code is not None and code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
    return chr(code) if is_character and code is not None else None


def strip_tags_in_formulas(html: str) -> str:
    r"""The same HTML without tags between `\(` and `\)`, which MathJax could not read."""
    closings = [match.end() for match in _MATH_CLOSING.finditer(html)]
    if not closings:
        return html
    # Without a closing after it, each opening would be tried to the end.
    last = closings[-1]
    return _MATH_OPENING.sub(lambda found: _strip_inside(found[0]), html[:last]) + html[last:]


def _strip_inside(formula: str) -> str:
    return formula[:2] + strip_tags(formula[2:-2]) + formula[-2:]


def show_hint(text: str, field: str) -> str:
    """A link with the name of the field, and its hidden text after it.

    Anki's link has a script; here whoever shows the face opens the hint, see `assets/frame.js`.
    """
    if not text.strip(WHITE):
        return text
    name = blake2b(f"{text}\0{field}".encode(), digest_size=8).hexdigest()
    return (
        f'\n<a class=hint href="#" draggable=false>\n{field}</a>\n'
        f'<div id="hint{name}" class=hint style="display: none">{text}</div>\n'
    )


def _show_ruby(base: str, reading: str) -> str:
    return f"<ruby><rb>{base}</rb><rt>{reading}</rt></ruby>"


RUBY: dict[str, Callable[[str, str], str]] = {
    "furigana": _show_ruby,
    "kanji": lambda base, reading: base,
    "kana": lambda base, reading: reading,
}
"""The filters for readings, as in `漢字[かんじ]`: what each shows of a base and its reading."""


def show_readings(text: str, show: Callable[[str, str], str]) -> str:
    """The text with what `show` makes of each base and its reading; a sound is left as it is."""
    text = text.replace("&nbsp;", " ")
    shown: list[str] = []
    position = 0
    for start, opening, closing in _readings(text):
        base, reading = text[start:opening].removeprefix(" "), text[opening + 1 : closing]
        is_sound = reading.startswith("sound:")
        shown += text[position:start], text[start : closing + 1] if is_sound else show(base, reading)
        position = closing + 1
    return "".join(shown) + text[position:]


def _readings(text: str) -> Iterator[tuple[int, int, int]]:
    """Where each base starts, with the space before it, and where the brackets of its reading are."""
    position = opening = closing = newline = 0
    while (opening := text.find("[", opening)) >= 0:
        if closing < opening + 2:
            closing = text.find("]", opening + 2)
        if closing < 0:
            return
        if 0 <= newline <= opening:
            newline = text.find("\n", opening + 1)
        start = max(position, text.rfind(" ", position, opening) + 1, text.rfind(">", position, opening) + 1)
        if start == opening or 0 <= newline < closing:
            opening += 1
            continue
        is_after_space = start > position and text[start - 1] == " "
        yield start - is_after_space, opening, closing
        position = opening = closing + 1
