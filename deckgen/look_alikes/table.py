"""Lists the look-alikes: every construct that deckgen names, whose it is, and what to write instead."""

import re

from deckgen.look_alikes.look_alike import LookAlike
from deckgen.values.codes import Code

LOOK_ALIKES: tuple[LookAlike, ...] = (
    LookAlike(
        name="wiki-link",
        owner="Obsidian",
        code=Code.FOREIGN_LINK,
        example="[[Gradient descent]]",
        what="is a link to a note in Obsidian, and a card shows the brackets",
        advice="write the words alone, or `[words](https://…)`",
        sign="[[",
        pattern=re.compile(r"(?<![!\[])\[\[(?P<to>[^\[\]\n|\0]+)(?:\0?\|(?P<words>[^\[\]\n]+))?\]\](?!\()"),
        rewrite=lambda match: match["words"] or None,
    ),
    LookAlike(
        name="anki-latex",
        owner="Anki",
        code=Code.FOREIGN_FORMULA,
        example=r"[latex]x^2[/latex]",
        what="is a formula as Anki writes it for LaTeX, and a card shows the text",
        advice="write `$…$`, or `$$…$$` on lines of its own",
        sign="[latex]",
        pattern=re.compile(r"\[latex\](?P<tex>(?:[^\[]|\[(?!/?latex\]))*+)\[/latex\]"),
        rewrite=lambda match: f"${match['tex'].strip()}$" if "\n" not in match["tex"] else None,
    ),
)
"""Every construct; a test has a row for each."""
