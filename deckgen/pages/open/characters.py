"""Repairs characters that only look right, one by one: normalising whole texts would damage n² and ，."""

import html
import re
import unicodedata
from functools import lru_cache

from deckgen.values.characters import FORBIDDEN

_INVISIBLE = (
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# CJK radicals that a PDF has instead of the characters, and that NFKC does not replace.
_RADICALS = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⻒⺎⺁⺌⺼⻀⻌⻖⻨⻪⻫",
        "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟镸尣厂小肉艹辶阝麦黾齐",
        strict=True,
    )
)
_CONTROL = f"{FORBIDDEN}\x80-\x84\x86-\x9f"
# Characters of the private use area that ingest itself puts into a text temporarily.
_OWN = "\ue0fd-\ue0ff"
_REFERENCE = re.compile(
    r"&(?:#[xX]?[0-9a-fA-F]{2,6}|nbsp|shy|zwn?j|[lr]rm|(?:en|em|thin|hair|num|punc)sp|ZeroWidthSpace|NoBreak);"
)
_ESCAPED_TWICE = re.compile(r"&(lt|gt|amp|quot|nbsp|#39|#x27);")
_UNESCAPED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "nbsp": " ", "#39": "'", "#x27": "'"}


def _kangxi() -> dict[int, str]:
    return {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}


_TABLE: dict[int, str | None] = {
    **_kangxi(),
    **{ord(wrong): right for wrong, right in _RADICALS.items()},
    **dict.fromkeys(map(ord, _INVISIBLE)),
    **dict.fromkeys(map(ord, _SPACES), " "),
}
_MENDED = re.compile(f"[{''.join(map(chr, _TABLE))}{_CONTROL}{_OWN}]")


def mend_characters(text: str) -> str:
    r"""The text with `\n` line ends and repaired characters; the number of lines stays the same."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u2028", " ").replace("\u2029", " ").replace("\x85", " ")
    return _MENDED.sub(lambda match: _TABLE.get(ord(match[0])) or "", text)


def mend_references(text: str) -> str:
    """Replace references such as `&nbsp;` to characters that `mend_characters` would repair."""
    return _REFERENCE.sub(lambda match: _mend_reference(match[0]), text)


@lru_cache(maxsize=256)
def _mend_reference(reference: str) -> str:
    character = html.unescape(reference)
    mended = mend_characters(character)
    return reference if character in (mended, "\r") else mended


def unescape_again(text: str) -> str:
    """Turn `&lt;` that is still there, because it was escaped twice, into `<`."""
    if "&" not in text:
        return text
    return _ESCAPED_TWICE.sub(lambda match: _UNESCAPED[match[1]], text)
