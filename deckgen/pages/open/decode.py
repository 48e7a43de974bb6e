"""Decodes the bytes of a page, whatever charset the page declares."""

import codecs
import re

from deckgen.values.error import DeckgenError

MAX_PAGE_BYTES = 24 * 1024 * 1024
"""A page saved with its pictures may have 20 MB: 5 s and 0.4 GB as HTML, 25 s and 1 GB as Markdown."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = (
    *(b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF", b"RIFF"),
    *(b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"SQLite format"),
)
_MOJIBAKE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0192\u02c6-\u02dc\u2013-\u203a\u20ac\u2122]")
_ODD = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffd]")


class PageError(DeckgenError):
    """The page cannot be read; the message says why."""


def decode_page(name: str, content: bytes, declared: str = "") -> str:
    """The text of a page; `declared` is the charset of the HTTP response.

    Raises:
        PageError: the content is empty, too large or not text.
    """
    if len(content) > MAX_PAGE_BYTES:
        size = f"{len(content) / 1024 / 1024:.0f} MiB"
        most = f"{MAX_PAGE_BYTES // 1024 // 1024} MiB"
        raise PageError(f"{name} has {size}; a page may have at most {most}: save it without its pictures")
    if not content.strip():
        raise PageError(f"{name} is empty")
    text = None if content.startswith(_BINARY) else _decode(content, declared)
    if text is None or _is_binary(text):
        raise PageError(f"{name} has no text that can be read; save the page as HTML, Markdown or text")
    if not text.strip("\ufeff \t\r\n"):
        raise PageError(f"{name} is empty")
    return _mend_mojibake(text)


def _decode(content: bytes, declared: str) -> str | None:  # noqa: PLR0911 - one for each way to know
    for mark, charset in _BOMS:
        if content.startswith(mark):
            return _try(content, charset) or content.decode(charset, "replace")
    sixteen = _guess_utf16(content)
    if sixteen:
        return _try(content, sixteen)
    # Other text is hardly ever valid UTF-8, so UTF-8 is tried before the declared charset.
    text = _try(content, "utf-8")
    if text is not None:
        return text
    from bs4.dammit import EncodingDetector  # noqa: PLC0415 - slow to load, and most pages are UTF-8

    inside = EncodingDetector.find_declared_encoding(content, is_html=True) or ""
    for charset in (declared, inside):
        text = _try(content, _widened(charset))
        if text is not None and _likeness(text) > _LIKELY:
            return text
    guesses = [text for name in ("gb18030", "big5hkscs") if (text := _try(content, name)) is not None]
    best_guess = max(guesses, key=_likeness, default="")
    if _likeness(best_guess) > _LIKELY:
        return best_guess
    import charset_normalizer  # noqa: PLC0415 - for the same reason

    best = charset_normalizer.from_bytes(content[: 256 * 1024]).best()
    if best is not None:
        return content.decode(best.encoding, "replace")
    text = content.decode("utf-8", "replace")
    return text if text.count("\ufffd") < len(text) / 20 else None


def _widened(charset: str) -> str:
    """The charset that browsers use for this name."""
    name = charset.lower().replace("_", "-")
    return {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "iso-8859-1": "cp1252"}.get(
        name, name
    )


def _try(content: bytes, charset: str) -> str | None:
    try:
        return content.decode(charset) if charset else None
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _guess_utf16(content: bytes) -> str:
    head = content[:2000]
    if head.count(0) * 10 < len(head):
        return ""
    return "utf-16-be" if head[::2].count(0) > head[1::2].count(0) else "utf-16-le"


_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说"
    "产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使"
    "点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明"
    "看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料"
    "象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指"
    "几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶"
    "油思術問題為個這來對會說時們學過開關發現點數據機構應該樣間後從還進種實經動麼結製當與無產業請讓給"
    "級變項類記錄處統計"
)
_LIKELY = 0.12


def _likeness(text: str) -> float:
    """The share of frequent characters among the Chinese ones: low for Big5 that was read as GBK."""
    sample = [c for c in text[:200_000] if "\u3400" <= c <= "\u9fff" or "\ue000" <= c <= "\uf8ff"]
    if len(sample) < 8:
        return 1 if text and "\x80" not in text else 0
    return sum(c in _COMMON for c in sample) / len(sample)


def _is_binary(text: str) -> bool:
    sample = text[:100_000]
    return len(_ODD.findall(sample)) > len(sample) / 20 + 2


def _mend_mojibake(text: str) -> str:
    if len(_MOJIBAKE.findall(text[:200_000])) < 3:
        return text
    import ftfy  # noqa: PLC0415 - only a broken page needs it

    config = ftfy.TextFixerConfig(
        normalization=None,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_latin_ligatures=False,
        unescape_html=False,
        fix_line_breaks=False,
        remove_terminal_escapes=False,
    )
    return str(ftfy.fix_text(text, config))
