"""Reads the tags and the deck of a front matter or of `package.toml`."""

import re
from collections.abc import Callable, Iterator, Sequence

from deckgen.syntax.attributes import MOST_TAGS, check_foreign_tag
from deckgen.values.codes import Code
from deckgen.values.problem import Location, Problem
from deckgen.values.tags import check_commas, check_tag, part_tags
from deckgen.values.wording import shortened

_ONE_COLON = re.compile(r"(?<![:：\s])(?::(?=[^\W\d_])|：：)(?![:：])")
"""A colon between two letters, or two full-width ones, which look like `::`."""
_COMMA = re.compile(r"[,;，、；]")
_SEVERAL = re.compile(r"[\s,;，、；\[\]【】]+")
_WIDE_BRACKETS = re.compile(r"[【「『［].*[】」』］]")


def read_tags(
    found: Sequence[tuple[str, Location]],
    here: Location,
    as_list: Callable[[Sequence[str]], str] | None,
    *,
    is_text: bool,
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The tags that Anki would keep, and what is wrong with the rest.

    `as_list` writes tags as a list on one line, if they stand on one; `is_text` says that they are one text.
    """
    if len(found) > MOST_TAGS:
        message = f"{len(found):,} tags are more than {MOST_TAGS}; write fewer"
        return (), (Problem(here, Code.BAD_TAG, message),)
    if (
        is_text
        and as_list
        and found
        and len(parts := [part for part in _SEVERAL.split(found[0][0]) if part]) > 1
    ):
        text, place = found[0]
        advice = f"write `{shortened(as_list(parts), 120)}`"
        # One tag that has spaces and no comma can be meant, so both ways are named.
        if not _COMMA.search(text):
            advice += f", or, if it is one tag, `{shortened('-'.join(parts), 80)}`"
        message = f"`{shortened(text, 80)}` is one text and not a list of tags; {advice}"
        return (), (Problem(place, Code.BAD_TAG, message),)
    kept: list[str] = []
    problems: list[Problem] = []
    for tag, place in found:
        if _WIDE_BRACKETS.fullmatch(tag):
            bare = shortened(tag[1:-1], 80)
            message = (
                f"`{shortened(tag, 80)}` has full-width brackets; write `{f'[{bare}]' if is_text else bare}`"
            )
            problems.append(Problem(place, Code.BAD_TAG, message))
            continue
        if fault := check_commas(tag, _advise_parts(found, as_list)) or check_tag(tag):
            problems.append(Problem(place, Code.BAD_TAG, fault))
            continue
        kept.append(tag)
        problems += (Problem(place, code, message) for code, message in check_foreign_tag(tag))
    return tuple(kept), tuple(problems)


def _advise_parts(
    found: Sequence[tuple[str, Location]], as_list: Callable[[Sequence[str]], str] | None
) -> str:
    """Advice to write a list of tags again; empty if each has a line of its own."""
    if as_list is None:
        return ""
    parts = [part.lstrip("#.") for tag, _ in found for part in part_tags(tag)]
    return f"write `{shortened(as_list(parts), 120)}`"


def check_deck(deck: str, here: Location) -> Iterator[Problem]:
    """What is wrong with the name of a deck that an author wrote."""
    shown = shortened(deck, 80)
    if deck and not all(level.strip() for level in deck.split("::")):
        message = f"the deck name `{shown}` has an empty level; write `parent::child`"
        yield Problem(here, Code.DECK_NAME, message)
    elif _ONE_COLON.search(deck):
        message = f"`{shown}` is one deck; write `{_ONE_COLON.sub('::', shown)}` for a deck in a deck"
        yield Problem(here, Code.DECK_COLON, message)
