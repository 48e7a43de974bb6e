"""Reads the text of a block as GitHub does: emphasis, links, code, formulas, clozes, raw HTML.

markdown-it-py reads it; this module completes the tokens for the renderer and the checks.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from markdown_it.common.utils import normalizeReference

from deckgen.syntax.autolinks import find_emails
from deckgen.syntax.cloze_marks import Carried, ClozeOpen, Fault, Piece, split_clozes
from deckgen.syntax.html_tags import Tag, TagKind, find_tag
from deckgen.syntax.inline_clozes import TEXTS, choose_hints
from deckgen.syntax.inline_parser import inline_parser
from deckgen.syntax.inline_state import State
from deckgen.syntax.picture_sizes import split_size
from deckgen.values.codes import Code
from deckgen.values.passage import NO_DEFINITIONS, Definitions, Token

_MARKUP = re.compile(r"[\n\\`*_~$&<{}\[\]!@\u00a0]|www\.|==|:[a-z0-9_+-]+:|://|\A\s+\Z")


class Inlines(NamedTuple):
    """The tokens of a text in order, and its faults.

    Their types are those of markdown-it-py and `formula`, `cloze_open`, `cloze_hint`, `cloze_close`,
    `mark_open` and `mark_close`. Code and
    formulas have `meta["pieces"]`, a `cloze_open` has `meta["cloze"]`, the content of an `image` is its plain
    text, and `meta["position"]` is the place of a token in the text.
    """

    tokens: tuple[Token, ...]
    faults: tuple[Fault, ...]


def parse_inlines(
    text: str,
    definitions: Definitions = NO_DEFINITIONS,
    *,
    clozes: bool = True,
    carried: Carried | None = None,
    goes_on: bool = False,
) -> Inlines:
    """The tokens of a block's text; without `clozes` a cloze is plain text.

    `carried` is a cloze that an earlier block has opened. With `goes_on`, one that the text does not close is
    closed in a later block.
    """
    if carried is None and is_plain(text):
        return Inlines((_text(text.rstrip()),), ())
    faults: list[Fault] = []
    env = _environment(definitions, faults) | {"clozes": clozes, "carried": carried, "goes_on": goes_on}
    parser = inline_parser()
    tokens = parser.inline.parse(text.rstrip(), parser, env, [])
    choose_hints(tokens, faults)
    _fill_in(tokens, faults, clozes=clozes)
    finished = tuple(_with_emails(_joined(tokens)))
    return Inlines(finished, tuple(sorted(faults, key=lambda found: found.position)))


def is_plain(text: str) -> bool:
    """Whether a text has nothing that could be Markdown, a cloze or an address."""
    return bool(text) and not _MARKUP.search(text)


def ends_cloze(text: str, definitions: Definitions = NO_DEFINITIONS) -> bool:
    """Whether a `}}` in a block's text would close a cloze that an earlier block has opened."""
    if "}}" not in text:
        return False
    parser = inline_parser()
    return State(text.rstrip(), parser, _environment(definitions, []), []).find_cloze_end(0) is not None


def read_tag(token: Token) -> Tag:
    """The tag of an `html_inline` token, with its position in the text."""
    tag = find_tag(token.content, 0, set()) or Tag(TagKind.DECLARATION, "", "", 0, 0)
    position = token.meta["position"]
    return tag._replace(position=position, end=position + len(token.content))


def _environment(definitions: Definitions, faults: list[Fault]) -> dict[str, object]:
    return {
        "references": definitions.references,
        "footnotes": {"refs": _Labels(definitions.footnotes), "list": {}},
        "clozes": True,
        "faults": faults,
        "offset": 0,
        "goes_on": False,
    }


class _Labels(dict[str, int]):
    """The labels of all footnotes, which are compared without case; only those that are used get a number."""

    def __init__(self, footnotes: Mapping[str, object]) -> None:
        super().__init__()
        self._footnotes = footnotes

    def __bool__(self) -> bool:
        return bool(self._footnotes)

    def __contains__(self, label: object) -> bool:
        return normalizeReference(str(label)).removeprefix(":") in self._footnotes


def _fill_in(tokens: Iterable[Token], faults: list[Fault], *, clozes: bool) -> None:
    """Set the pieces of code and formulas, the text of pictures and the label of footnotes."""
    in_cloze = False
    for token in tokens:
        match token.type:
            case "code_inline" | "formula":
                token.meta["pieces"] = (
                    _pieces(token, faults, in_cloze=in_cloze) if clozes else (token.content,)
                )
            case "image":
                token.content, size = split_size(_plain_text(token.children or ()))
                token.attrs.update(size)
            case "footnote_ref":
                token.meta["label"] = normalizeReference(token.meta["label"])
            case "cloze_open" | "cloze_close":
                in_cloze = token.nesting > 0


def _pieces(token: Token, faults: list[Fault], *, in_cloze: bool) -> tuple[Piece, ...]:
    start = token.meta.get("start", token.meta["position"] + len(token.markup))
    pieces, found = split_clozes(token.content, start, is_formula=token.type == "formula")
    faults += found
    nested = next((piece for piece in pieces if isinstance(piece, ClozeOpen)), None) if in_cloze else None
    if nested is None:
        return pieces
    faults.append(Fault(Code.CLOZE_NESTED, nested.position))
    return (token.content,)


def _plain_text(tokens: Iterable[Token]) -> str:
    texts = []
    for token in tokens:
        if token.type == "image":
            texts.append(_plain_text(token.children or ()))
        elif token.type != "cloze_hint":
            texts.append(" " if token.type in {"softbreak", "hardbreak"} else token.content)
    return "".join(texts)


def _joined(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens with neighbouring texts joined."""
    for is_text, group in groupby(tokens, lambda token: token.type in TEXTS):
        if not is_text:
            yield from group
        elif text := "".join(token.content for token in group):
            yield _text(text)


def _with_emails(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens, with links for the e-mail addresses in text outside links."""
    in_link = False
    for token in tokens:
        if token.tag == "a":
            in_link = token.nesting > 0
        if in_link or token.type != "text" or "@" not in token.content:
            yield token
            continue
        text, done = token.content, 0
        for found in find_emails(text):
            if found.start > done:
                yield _text(text[done : found.start])
            yield Token("link_open", "a", 1, attrs={"href": found.target}, meta={"position": 0})
            yield _text(text[found.start : found.end])
            yield Token("link_close", "a", -1)
            done = found.end
        if done < len(text):
            yield _text(text[done:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
