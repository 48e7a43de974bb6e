"""Lists which problems are mended, each with the function that does it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from deckgen.fix.boxes import mend_aside, mend_foreign
from deckgen.fix.cards import WHOLE_CARDS, mend_cards
from deckgen.fix.characters import mend_control, mend_invisible
from deckgen.fix.edits import Copy, Edit, Rewrite
from deckgen.fix.front_matter import mend_deck, mend_fence, mend_name, mend_tags, mend_yaml
from deckgen.fix.headings import (
    mend_attribute_list,
    mend_broken,
    mend_glued,
    mend_json,
    mend_list_below,
    mend_underlined,
)
from deckgen.fix.obsidian import Vault, mend_embedded
from deckgen.fix.obsidian import mend_link as mend_wiki_link
from deckgen.fix.points import mend_point, mend_points
from deckgen.fix.reading import Reading
from deckgen.fix.reasoning import mend_reasoning
from deckgen.fix.style import mend_punctuation, mend_spacing
from deckgen.fix.texts import (
    mend_bare_clozes,
    mend_bold,
    mend_callout,
    mend_code_behind,
    mend_comment,
    mend_dashes,
    mend_link,
    mend_nested,
    mend_number,
    mend_other_fence,
    mend_wrapped,
)
from deckgen.look_alikes.find import Sighting, find_in_source
from deckgen.look_alikes.table import LOOK_ALIKES
from deckgen.values.codes import Code
from deckgen.values.problem import Problem

Rewriter = Callable[[Reading, int], Sequence[Edit]]
"""What mends a problem on a line of a source; empty where that has not exactly one meaning."""


def _mend_html(reading: Reading, line: int) -> Sequence[Edit]:
    return mend_aside(reading, line) or mend_reasoning(reading, line)


REWRITERS: Mapping[Code, Rewriter] = {
    Code.BAD_ATTRIBUTES: mend_attribute_list,
    Code.BAD_TAG: mend_tags,
    Code.BOLD_UNMATCHED: mend_bold,
    Code.CLOZE_MISSING: mend_bare_clozes,
    Code.CODE_WITHOUT_FENCE: mend_other_fence,
    Code.COMMENT_UNCLOSED: mend_comment,
    Code.CONTROL_CHARACTER: mend_control,
    Code.EMPTY_ANSWER: mend_json,
    Code.FRONT_MATTER_NOT_YAML: mend_yaml,
    Code.FENCE_IN_FENCE: mend_nested,
    Code.FENCE_NOT_UNDERSTOOD: mend_code_behind,
    Code.FOREIGN_MARKUP: lambda reading, line: mend_foreign(reading, line) or mend_list_below(reading, line),
    Code.FOREIGN_TAG: mend_point,
    Code.FRONT_MATTER_UNCLOSED: mend_fence,
    Code.HEADING_WITHOUT_SPACE: mend_glued,
    Code.HTML_NOT_ALLOWED: _mend_html,
    Code.INVISIBLE_CHARACTER: mend_invisible,
    Code.LINK_NOT_UNDERSTOOD: mend_link,
    Code.LIST_NOT_UNDERSTOOD: mend_number,
    Code.NO_QUESTIONS: lambda reading, line: mend_wrapped(reading, line) or mend_points(reading),
    Code.QUESTION_NOT_HEADING: mend_broken,
    Code.RULE_PARTS_NOTHING: mend_dashes,
    Code.SETTING_NOT_TEXT: mend_deck,
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


class Proposals(NamedTuple):
    """What mends the problems of a source, each by itself, and why some of them are not mended."""

    rewrites: list[Rewrite]
    reasons: list[Problem]


def propose(reading: Reading, vault: Vault) -> Proposals:
    """What mends the problems of a source; files of Obsidian are looked for in its vault."""
    codes = {problem.code for problem in reading.problems}
    seen = _look_alikes(reading, vault) if codes & _LOOK_ALIKES else {}
    proposals = Proposals([], [])
    made: dict[tuple[Code, int], Sequence[Edit]] = {}
    for problem in reading.problems:
        rewriter = REWRITERS.get(problem.code)
        place = problem.code, problem.location.line
        found = seen.get(place, _NOTHING)
        # The edits on a line mend all of its problems of this kind.
        is_new = place not in made
        if is_new:
            made[place] = found.edits or (rewriter(reading, place[1]) if rewriter else ())
            why = (replace(problem, message=f"not mended: {reason}") for reason in found.reasons)
            proposals.reasons.extend(why)
        if made[place] or found.is_mended_elsewhere:
            edits = tuple(made[place]) if is_new else ()
            proposals.rewrites.append(Rewrite(problem, edits, tuple(found.copies) if is_new else ()))
    return proposals


class _Found(NamedTuple):
    """What was found on a line: edits, the copies that they need, and why there are no more."""

    edits: list[Edit]
    copies: list[Copy]
    reasons: list[str]
    is_mended_elsewhere: bool = False


_NOTHING = _Found([], [], [])


def _look_alikes(reading: Reading, vault: Vault) -> dict[tuple[Code, int], _Found]:
    """What mends the look-alikes of a source, by code and line."""
    lines: dict[tuple[Code, int], _Found] = {}
    cards: list[Sighting] = []
    path = reading.file.path
    for seen in find_in_source(reading.decoded, reading.front):
        found = lines.setdefault((seen.construct.code, seen.line), _Found([], [], []))
        mended: Edit | str | None = None
        if seen.construct.name in WHOLE_CARDS:
            cards.append(seen)
        elif seen.construct.name == "wiki-link":
            mended = mend_wiki_link(seen, path, vault)
        elif seen.construct.name == "embed":
            embedded = mend_embedded(seen, path, vault)
            mended = embedded[0] if isinstance(embedded, tuple) else embedded
            found.copies.extend(embedded[1] if isinstance(embedded, tuple) else ())
        elif seen.new is not None:
            mended = Edit(*_place(reading.text, seen), seen.new)
        if isinstance(mended, str):
            found.reasons.append(mended)
        elif mended is not None:
            found.edits.append(mended)
    edits = mend_cards(reading, cards)
    for card in cards if edits else ():
        lines[card.construct.code, card.line] = _Found([], [], [], is_mended_elsewhere=True)
    if edits:
        lines[cards[0].construct.code, cards[0].line] = _Found(edits, [], [])
    return lines


def _place(text: str, seen: Sighting) -> tuple[int, int]:
    """What is replaced: with a line that is deleted goes the blank line after it, with a word its space."""
    if seen.new:
        return seen.start, seen.end
    if text.endswith("\n\n", 0, seen.start) and text.startswith("\n\n", seen.end):
        return seen.start, seen.end + 2
    is_spaced = text[seen.start - 1 : seen.start] == " " and text[seen.end : seen.end + 1] in (" ", "\n", "")
    return seen.start - is_spaced, seen.end
