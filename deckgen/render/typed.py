"""Parts the answer of a typed question into what is to be typed and what is only shown."""

from deckgen.syntax.blocks import parse_blocks
from deckgen.syntax.definitions import Definitions, find_definitions, join_definitions
from deckgen.syntax.inlines import parse_inlines, read_tag
from deckgen.syntax.tokens import Token
from deckgen.values.text import Markdown


def part_typed_answer(answer: Markdown, document: Definitions) -> tuple[str, Markdown]:
    """The first paragraph as one plain line, and the rest of the answer."""
    tokens = parse_blocks(answer)
    lines = answer.split("\n")
    for token in tokens:
        if token.type in {"inline", "fence", "code_block", "math_block"} and token.map:
            end = token.map[1]
            if token.type == "inline":
                known = join_definitions((document, find_definitions(tokens)))
                text = "".join(map(_plain, parse_inlines(token.content, known, clozes=False).tokens))
            else:
                text = token.content
            return " ".join(text.split()), Markdown("\n".join(lines[end:]))
    return " ".join(answer.split()), Markdown("")


def _plain(token: Token) -> str:
    """What a learner would type for a token; code and TeX as they are."""
    match token.type:
        case "softbreak" | "hardbreak":
            return " "
        case "html_inline":
            return " " if read_tag(token).name == "br" else ""
        case _:
            return token.content
