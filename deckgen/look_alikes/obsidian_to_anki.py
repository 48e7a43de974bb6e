"""Lists what Obsidian_to_Anki, a plugin of Obsidian, reads as a card, a deck or tags (its wiki)."""

import re

from deckgen.look_alikes.cards import ADVICE
from deckgen.look_alikes.look_alike import LookAlike, Match
from deckgen.values.codes import Code
from deckgen.values.wording import shortened

_CARD = re.compile(r"Basic[ \t]*\n(?:Front:)?(?P<front>[^\n`#]+)\nBack:(?P<text>.*)", re.DOTALL)
_FIELD = re.compile(r"^(?:[A-Z]\w*:|<!--|#|---)", re.MULTILINE)
_NEXT = re.compile(r"\s*(?:\Z|#|START\s)")


def _start_card(match: Match) -> str | None:
    """The card as a question, if nothing that follows could be in its answer."""
    card = _CARD.fullmatch(match["card"])
    follows = _NEXT.match(match.source, match.found.end())
    text = card["text"].strip() if card else ""
    if not card or not text or not follows or match.before or _FIELD.search(text):
        return None
    return f"## {card['front'].strip()}\n\n{text}"


def _advise_card(match: Match) -> str:
    card = _CARD.fullmatch(match["card"])
    if not card:
        return ""
    return (
        f"write `## {shortened(card['front'].strip(), 80)}`, and the answer below it, "
        "and delete `START`, `Basic`, `Back:` and `END`"
    )


OBSIDIAN_TO_ANKI = (
    LookAlike(
        name="obsidian-to-anki",
        owner="Obsidian_to_Anki",
        code=Code.FOREIGN_CARD,
        example="START\nBasic\nWhat is one and one?\nBack: Two.\nEND",
        what="begins a card of Obsidian_to_Anki, and makes none here",
        advice=ADVICE,
        signs=("START",),
        pattern=re.compile(
            r"^START[ \t]*\n(?P<card>(?:(?!START$|END$)[^\n]*\n)++)END(?=[ \t]*$)|(?<![\w`])STARTI[ \t]+\[",
            re.MULTILINE,
        ),
        rewrite=_start_card,
        advise=_advise_card,
    ),
    LookAlike(
        name="target-deck",
        owner="Obsidian_to_Anki",
        code=Code.FOREIGN_CARD,
        example="TARGET DECK: Mathematics",
        what="names a deck or tags for Obsidian_to_Anki",
        advice="write `deck:` or `tags:` in the front matter",
        signs=("TARGET DECK", "FILE TAGS"),
        pattern=re.compile(r"^\0*(?P<it>(?:TARGET DECK|FILE TAGS)\b[^\n]*)", re.MULTILINE),
    ),
)
"""Cards of Obsidian_to_Anki."""
