"""Lists what becomes of a text whose UTF-8 a program has read as Windows-1252: `dÃ©jeuner`."""

import re

from deckgen.look_alikes.look_alike import LookAlike, Match
from deckgen.values.codes import Code

_AS_TEXT = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0)}
_AS_BYTE = {text: byte for byte, text in _AS_TEXT.items()} | {chr(byte): byte for byte in range(0x80, 0x100)}
_REST = f"[{re.escape(''.join({*_AS_TEXT.values(), *map(chr, range(0x80, 0xC0))}))}]"
_BEFORE = "A-ZÀ-ÖØ-Þ“«‘’„\"'"
# A quote or a dash may end a word of capitals, or a quotation; no other sign follows such a letter.
_RUN = rf"""(?:
    (?:(?<![{_BEFORE}])|(?![ÂÃ][«»‘’“”„…–—]))[ÂÃ]{_REST}
    | (?<=[a-zà-öø-ÿ])[Ä-ÖØ-Þ]{_REST}
    | (?:[Â-ÖØ-Þ]{_REST}){{2,}}
    | â€{_REST}
    | ðŸ{_REST}{_REST}
    | (?:[à-ï]{_REST}{_REST}){{2,}}
)"""
_SIGNS = tuple(map(chr, (*range(0xC2, 0xD7), *range(0xD8, 0xDF), *range(0xE0, 0xF1))))
_FIND = re.compile(_RUN, re.VERBOSE)


def _decoded(match: Match) -> str:
    return _FIND.sub(lambda run: _decode(run[0]), match["it"])


def _decode(run: str) -> str:
    """The text of these bytes; unchanged if they are not UTF-8."""
    try:
        return bytes(_AS_BYTE[sign] for sign in run).decode("utf-8")
    except UnicodeDecodeError:
        return run


ENCODINGS = (
    LookAlike(
        name="garbled-word",
        owner="other encodings",
        code=Code.TEXT_GARBLED,
        example="le petit dÃ©jeuner",
        what="is UTF-8 that a program has read as another encoding",
        advice="write what it was",
        signs=_SIGNS,
        pattern=re.compile(rf"(?<!\w)(?P<it>\w*{_RUN}(?:{_RUN}|\w)*)", re.VERBOSE),
        holds=lambda match: _decoded(match) != match["it"],
        rewrite=_decoded,
        advise=lambda match: f"write `{_decoded(match)}`",
    ),
)
"""What a wrong encoding makes of a text."""
