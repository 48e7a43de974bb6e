"""Builds markdown-it-py's inline parser with rules of our own."""

import re
from functools import cache
from typing import cast

from markdown_it import MarkdownIt, helpers
from markdown_it.common.utils import unescapeAll
from markdown_it.parser_inline import ParserInline, RuleFuncInline2Type, RuleFuncInlineType
from markdown_it.utils import EnvType
from mdit_py_plugins.footnote.index import footnote_ref

from deckgen.syntax import inline_rules as rules
from deckgen.syntax.blocks import keep_addresses
from deckgen.syntax.inline_state import State
from deckgen.values.passage import Token

_MAX_NESTING = 20
"""Levels of brackets that may be links."""

_PART = r"[^(\x00-\x20\x7f]*"
_UNBALANCED = re.compile(rf"[^<)\x00-\x20\x7f](?:{_PART}\(){{0,32}}{_PART}(?![^\x00-\x20\x7f])")


@cache
def inline_parser() -> MarkdownIt:
    """CommonMark with strikethrough, footnotes, bare addresses, formulas and clozes."""
    parser = MarkdownIt()
    parser.inline = _InlineParser()
    options = {"maxNesting": _MAX_NESTING, "strikethrough_single_tilde": True}
    parser.configure("commonmark", options).enable("strikethrough")
    parser.inline.add_terminator_char(".")  # of `www.`
    ruler = parser.inline.ruler
    for name, rule in (
        ("escape", rules.escape),
        ("strikethrough", rules.strikethrough),
        ("link", rules.link),
        ("image", rules.image),
    ):
        ruler.at(name, cast("RuleFuncInlineType", rule))
    for name, rule in (
        ("formula", rules.formula),
        ("cloze", rules.cloze),
        ("cloze_hint", rules.cloze_hint),
    ):
        ruler.before("escape", name, cast("RuleFuncInlineType", rule))
    ruler.after("image", "footnote_ref", footnote_ref)
    for name, rule in (
        ("comment", rules.comment),
        ("address", rules.address),
        ("bracket", rules.bracket),
    ):
        ruler.push(name, cast("RuleFuncInlineType", rule))
    unmatched_bold = cast("RuleFuncInline2Type", rules.unmatched_bold)
    parser.inline.ruler2.before("fragments_join", "unmatched_bold", unmatched_bold)
    parser.helpers = _Helpers()  # type: ignore[assignment]  # in place of the module of this name
    return keep_addresses(parser)


class _InlineParser(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Parse with our state, also the texts of pictures."""
        state = State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


class _Helpers:
    """The helpers of markdown-it-py; as on GitHub, an address may have unclosed parentheses."""

    parseLinkLabel = staticmethod(helpers.parseLinkLabel)  # noqa: N815 - the library's name
    parseLinkTitle = staticmethod(helpers.parseLinkTitle)  # noqa: N815 - likewise

    @staticmethod
    def parseLinkDestination(string: str, pos: int, maximum: int) -> object:  # noqa: N802 - likewise
        found = helpers.parseLinkDestination(string, pos, maximum)
        if not found.ok and (address := _UNBALANCED.match(string, pos, maximum)):
            found.str, found.pos, found.ok = unescapeAll(address[0]), address.end(), True
        return found
