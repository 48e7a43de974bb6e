"""Finds what parts the question from the answer in the body of a question."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from deckgen.values.passage import Token

_PARTING_RULE = re.compile(r" {0,3}---+\s*$")
_FOLD = re.compile(r"(?P<tag>[ ]{0,3}<details)(?=[\s>])(?![^>]*\bopen\b)", re.IGNORECASE)


class Parting(NamedTuple):
    """The lines, from 0, where the question ends, where the answer begins and where it ends.

    `above` and `below` are the blocks of the two.
    """

    question_end: int
    begin: int
    end: int
    above: tuple[Token, ...]
    below: tuple[Token, ...]


def find_parting(blocks: Sequence[Token], lines: Sequence[str], end: int, *, folded: bool) -> Parting | None:
    """What parts these blocks of a body, which ends at line `end`: the first rule `---`, if there is one.

    Where answers are `folded`, it is the first `<details>` above that rule. A rule at the end, which then
    stands between two questions, is left out, and the answer is open when its card is shown.
    """
    rule = next((n for n, token in enumerate(blocks) if _is_parting_rule(token, lines)), None)
    above_rule = enumerate(blocks[:rule] if folded else ())
    fold = next((n for n, one in above_rule if one.type == "html_block" and _FOLD.match(one.content)), None)
    if fold is not None and (place := blocks[fold].map):
        opened = replace(blocks[fold], content=_FOLD.sub(r"\g<tag> open", blocks[fold].content, count=1))
        below = [opened, *blocks[fold + 1 :]]
        if below[-1].type == "hr" and below[-1].level == 0 and (last := below.pop().map):
            end = last[0]
        return Parting(place[0], place[0], end, tuple(blocks[:fold]), tuple(below))
    if rule is not None and (place := blocks[rule].map):
        return Parting(place[0], place[1], end, tuple(blocks[:rule]), tuple(blocks[rule + 1 :]))
    return None


def _is_parting_rule(token: Token, lines: Sequence[str]) -> bool:
    return (
        token.type == "hr"
        and token.level == 0
        and bool(token.map and _PARTING_RULE.match(lines[token.map[0]]))
    )
