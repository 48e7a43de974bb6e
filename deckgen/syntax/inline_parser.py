"""Builds markdown-it-py's inline parser with rules of our own."""

import re
from functools import cache
from types import SimpleNamespace
from typing import Any

from markdown_it import MarkdownIt, helpers
from markdown_it.common.utils import unescapeAll
from markdown_it.parser_inline import ParserInline
from markdown_it.utils import EnvType

from deckgen.syntax import formula_rules, mark_rules
from deckgen.syntax import inline_clozes as clozes
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
    """CommonMark with strikethrough, footnotes, bare addresses, formulas, clozes, marks and emoji."""
    parser = MarkdownIt()
    parser.inline = _InlineParser()
    options = {"maxNesting": _MAX_NESTING, "strikethrough_single_tilde": True}
    parser.configure("commonmark", options).enable("strikethrough")
    parser.inline.add_terminator_char(".")  # of `www.`
    # The rulers' types ask for rules that take the library's state, and ours take our own.
    ruler: Any = parser.inline.ruler
    last_ruler: Any = parser.inline.ruler2
    ruler.at("escape", rules.escape)
    ruler.at("strikethrough", rules.strikethrough)
    ruler.at("link", rules.link)
    ruler.at("image", rules.image)
    ruler.before("escape", "formula", formula_rules.formula)
    ruler.before("escape", "bracketed_formula", formula_rules.bracketed_formula)
    ruler.before("escape", "cloze", clozes.cloze)
    ruler.before("escape", "cloze_hint", clozes.cloze_hint)
    ruler.after("image", "footnote_ref", rules.footnote)
    ruler.push("mark", mark_rules.mark)
    ruler.push("emoji", mark_rules.emoji)
    ruler.push("comment", rules.comment)
    ruler.push("address", rules.address)
    ruler.push("bracket", rules.bracket)
    last_ruler.before("fragments_join", "pair_marks", mark_rules.pair_marks)
    last_ruler.before("fragments_join", "unmatched_bold", rules.unmatched_bold)
    parser.helpers = SimpleNamespace(  # type: ignore[assignment]  # in place of the module of this name
        parseLinkLabel=helpers.parseLinkLabel,
        parseLinkTitle=helpers.parseLinkTitle,
        parseLinkDestination=_link_destination,
    )
    return keep_addresses(parser)


class _InlineParser(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Parse with our state, also the texts of pictures."""
        state = State(src, md, env, tokens)
        if (carried := env.pop("carried", None)) is not None:
            clozes.carry_on(state, carried)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _link_destination(string: str, position: int, maximum: int) -> object:
    """The address of a link; as on GitHub, it may have unclosed parentheses."""
    found = helpers.parseLinkDestination(string, position, maximum)
    if not found.ok and (address := _UNBALANCED.match(string, position, maximum)):
        found.str, found.pos, found.ok = unescapeAll(address[0]), address.end(), True
    return found
