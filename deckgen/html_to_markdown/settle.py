"""Escapes what a source would report as a mistake: HTML that no card can show, a single `$$`."""

from deckgen.syntax.html_tags import ALLOWED_TAGS, TagKind
from deckgen.syntax.inlines import Inlines, parse_inlines, read_tag
from deckgen.values.codes import Code

_ROUNDS = 20
_UNCLOSED = (Code.FORMULA_UNCLOSED, Code.COMMENT_UNCLOSED)


def settle(markdown: str) -> str:
    """The text of a block with every fault escaped; everything else stays as it is."""
    if not any(sign in markdown for sign in ("$$", "<", "\\[")):
        return markdown
    # When one sign is escaped, another may become visible, for example after `<!--`.
    for _ in range(_ROUNDS):
        faults = _faults(parse_inlines(markdown, clozes=False))
        if not faults:
            break
        pieces, end = list[str](), 0
        for position in sorted(faults):
            signs = "\\$\\$" if markdown.startswith("$$", position) else "\\" + markdown[position]
            pieces += (markdown[end:position], signs)
            end = position + (2 if signs[1] == "$" else 1)
        markdown = "".join([*pieces, markdown[end:]])
    return markdown


def _faults(inlines: Inlines) -> set[int]:
    """The positions at which the faults begin."""
    found = {fault.position for fault in inlines.faults if fault.code in _UNCLOSED}
    for token in inlines.tokens:
        if token.type == "html_inline":
            tag = read_tag(token)
            if tag.kind is not TagKind.COMMENT and tag.name not in ALLOWED_TAGS:
                found.add(tag.position)
    return found
