"""Names the encoding that a source which is not UTF-8 probably has, and the command that converts it."""

import codecs
import re
import shlex
from typing import NamedTuple

from deckgen.values.characters import without_forbidden
from deckgen.values.wording import shortened

_SAMPLE = 64 * 1024
_MOST_LIKELY = 0.6
"""The share of common characters in a text that is not Latin."""

_ENOUGH = 20
"""From so many bytes beyond ASCII on, the one of two encodings with fewer common characters is likelier."""

_PUNCTUATION = "，。、；：？！（）「」『』《》“”‘’…—·　"
_BOMS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_LINE_END = re.compile(rb"\r\n|\r|\n")
_ODD_ZEROS = re.compile(rb"(?:[^\x00]\x00){4}")
_EVEN_ZEROS = re.compile(rb"(?:\x00[^\x00]){4}")


class _Encoding(NamedTuple):
    """Its name for iconv and for people, Python's codec, and the first bytes of its common characters."""

    iconv: str
    people: str
    codec: str
    common: range


_ENCODINGS = (
    _Encoding("GB18030", "GB18030 (GBK)", "gbk", range(0xB0, 0xD8)),
    _Encoding("BIG5", "Big5", "big5", range(0xA4, 0xC7)),
    _Encoding("CP932", "Shift JIS", "cp932", range(0x82, 0x98)),
    _Encoding("EUC-JP", "EUC-JP", "euc_jp", range(0xA4, 0xD0)),
    _Encoding("CP949", "EUC-KR", "euc_kr", range(0xB0, 0xC9)),
)
_LATIN = _Encoding("CP1252", "Windows-1252 (Latin-1)", "cp1252", range(0))


def explain_encoding(path: str, content: bytes) -> str:
    """What the encoding probably is and what to do, as the end of a message."""
    name = people = _utf_16(content)
    if not name:
        if odd := _odd_line(content):
            return odd
        name, people, *_ = _guess(content[:_SAMPLE])
    file = shlex.quote(path)
    command = f"iconv -f {name} -t UTF-8 {file} > utf-8.md && mv utf-8.md {file}"
    return f"the file is probably {people}; save it as UTF-8 in an editor, or with `{command}`"


def is_utf_16(content: bytes) -> bool:
    """Whether these are the bytes of UTF-16 or UTF-32, which may be UTF-8 with many zeros."""
    return bool(_utf_16(content))


def _utf_16(content: bytes) -> str:
    named = next((name for bom, name in _BOMS.items() if content.startswith(bom)), "")
    if named or content.count(0, 0, _SAMPLE) * 3 < len(content[:_SAMPLE]):
        return named
    return "UTF-16LE" if _ODD_ZEROS.match(content) else "UTF-16BE" if _EVEN_ZEROS.match(content) else ""


def _odd_line(content: bytes) -> str:
    """What the first line is that is not UTF-8, and what to do, if most of the lines are; or empty."""
    lines = [line for line in _LINE_END.split(content) if not line.isascii()]
    odd = [line for line in lines if not _is_utf_8(line)]
    if 2 * len(odd) > len(lines) or not odd:
        return ""
    if _is_mostly_utf_8(odd[0]):
        return "the rest of the line is; write the character again, and save the file as UTF-8"
    encoding = _guess(odd[0])
    text = without_forbidden(odd[0].decode(encoding.codec, "replace")).strip()
    others = f", and so are {len(odd) - 1} more" if odd[1:] else ""
    return (
        f"the rest of the file is, and this line is probably {encoding.people}{others}; "
        f"write it again, `{shortened(text, 60)}`, and save the file as UTF-8"
    )


def _guess(content: bytes) -> _Encoding:
    """The encoding of a text that is not UTF-8."""
    is_long = sum(byte > 0x7F for byte in content) >= _ENOUGH
    share, _, found = max((_common(one, content), -len(one.common) * is_long, one) for one in _ENCODINGS)
    return found if share >= _MOST_LIKELY else _LATIN


def _is_mostly_utf_8(content: bytes) -> bool:
    text = content.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return sum(not character.isascii() for character in text) > 4 * wrong


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _common(encoding: _Encoding, content: bytes) -> float:
    """The share of common characters among those that are not ASCII; 0 if the bytes cannot be read."""
    try:
        text = codecs.getincrementaldecoder(encoding.codec)().decode(content)
    except UnicodeDecodeError:
        return 0.0
    wide = [character for character in text if not character.isascii()]
    known = sum(
        character in _PUNCTUATION or character.encode(encoding.codec)[0] in encoding.common
        for character in wide
        if len(character.encode(encoding.codec)) > 1
    )
    return known / max(len(wide), 1)
