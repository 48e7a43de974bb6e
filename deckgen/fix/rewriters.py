"""Lists which problems are mended, each with the function that does it."""

from collections.abc import Callable, Mapping, Sequence

from deckgen.fix.cards import mend_cards
from deckgen.fix.characters import mend_control, mend_invisible
from deckgen.fix.edits import Edit, Rewrite
from deckgen.fix.front_matter import mend_name, mend_tags, mend_yaml
from deckgen.fix.headings import mend_attribute_list, mend_glued, mend_underlined
from deckgen.fix.reading import Reading
from deckgen.fix.style import mend_punctuation, mend_spacing
from deckgen.fix.texts import mend_callout, mend_cloze, mend_link
from deckgen.look_alikes.find import Sighting, find_in_source
from deckgen.look_alikes.table import LOOK_ALIKES
from deckgen.values.codes import Code

Rewriter = Callable[[Reading, int], Sequence[Edit]]
"""What mends a problem on a line of a source; empty where that has not exactly one meaning."""

REWRITERS: Mapping[Code, Rewriter] = {
    Code.BAD_ATTRIBUTES: mend_attribute_list,
    Code.BAD_TAG: mend_tags,
    Code.CLOZE_MISSPELT: mend_cloze,
    Code.CONTROL_CHARACTER: mend_control,
    Code.FRONT_MATTER_NOT_YAML: mend_yaml,
    Code.HEADING_WITHOUT_SPACE: mend_glued,
    Code.INVISIBLE_CHARACTER: mend_invisible,
    Code.LINK_NOT_UNDERSTOOD: mend_link,
    Code.STYLE_PUNCTUATION: mend_punctuation,
    Code.STYLE_SPACING: mend_spacing,
    Code.UNDERLINED_HEADING: mend_underlined,
    Code.UNKNOWN_CALLOUT: mend_callout,
    Code.UNKNOWN_SETTING: mend_name,
}

_LOOK_ALIKES = frozenset(construct.code for construct in LOOK_ALIKES if construct.rewrite)

REWRITTEN = frozenset({*REWRITERS, *_LOOK_ALIKES})
"""The codes of which some problems are mended by rewriting a source."""

MENDED = REWRITTEN | {Code.KEY_MISSING}
"""The codes of which `deckgen fix` mends some problems; `project/fix.py` also writes the missing keys."""


def propose(reading: Reading) -> list[Rewrite]:
    """What mends the problems of a source, each by itself."""
    codes = {problem.code for problem in reading.problems}
    seen = _look_alikes(reading) if codes & _LOOK_ALIKES else {}
    found = []
    for problem in reading.problems:
        rewriter = REWRITERS.get(problem.code)
        line = problem.location.line
        edits = seen.get((problem.code, line)) or (rewriter(reading, line) if rewriter else ())
        if edits:
            found.append(Rewrite(problem, tuple(edits)))
    return found


def _look_alikes(reading: Reading) -> Mapping[tuple[Code, int], Sequence[Edit]]:
    """The edits of all look-alikes that follow from the text, by code and line."""
    found: dict[tuple[Code, int], list[Edit]] = {}
    cards: list[Sighting] = []
    for seen in find_in_source(reading.decoded, reading.front):
        if seen.construct.code is Code.FOREIGN_CARD:
            cards.append(seen)
        elif seen.new is not None:
            found.setdefault((seen.construct.code, seen.line), []).append(
                Edit(seen.start, seen.end, seen.new)
            )
    edits = mend_cards(reading, cards)
    return found | {(Code.FOREIGN_CARD, card.line): edits for card in cards}


def _end(text: str, seen: Sighting) -> int:
    """Where what is replaced ends: with a line that is deleted goes the blank line after it."""
    is_line = text.endswith("\n\n", 0, seen.start) and text.startswith("\n\n", seen.end)
    return seen.end + 2 if is_line and not seen.new else seen.end
