"""Finds words that a learner changed on a card in the Markdown of its question, and changes them there."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from deckgen.diff.words import find_edits, join_edits, split_words
from deckgen.html_to_markdown.escape import escape_text
from deckgen.syntax.html_formatting import find_formatting, read_formatting
from deckgen.syntax.html_lines import INDENT, read_lines
from deckgen.values.text import Html
from deckgen.values.wording import shortened

_CONTEXTS = (8, 5, 3, 2, 1)
"""How many words around an edit must be the same in the source, the most certain number first."""
_MARKS = r"[*_`~\\]*"
"""What Markdown may have between two words and a card does not show."""
_ATTRIBUTES = re.compile(r"(?<=\s)\{[#.][^{}\n]*\}(?=[ \t]*$)", re.MULTILINE)
"""A list of attributes, whose words no card shows."""
_LONGEST = 40
_SIGN = "\ue0fd"
"""Stands after each mark in the lines of a field that is not text, such as the bullet of an item."""
_FOUND_AS_FORMATTING = ("", "`")
"""Marks in the lines of a field that say nothing alone; `find_formatting` finds their elements."""


@dataclass(frozen=True, slots=True)
class WordsChanged:
    """Words of a card that became others; either may be empty. `before` are the words in front of them."""

    before: str
    removed: str
    added: str


Renderer = Callable[[str], Html]
"""Renders the Markdown of a question to the field in question."""


def take_over(
    section: str, ours: Html, theirs: Html, render: Renderer
) -> tuple[str, tuple[WordsChanged, ...]]:
    """The Markdown of a question with a learner's edit of a field, and what is to be changed there by hand.

    Words are changed if the source has them once, with the words around them, and if changing them there
    makes the card show the edit and nothing else. Pictures, lists, bold text and other formatting are left.
    """

    def read(markdown: str) -> str:
        return read_lines(render(markdown), sign=_SIGN)

    old, new = (split_words(read_lines(field, sign=_SIGN)) for field in (ours, theirs))
    shown = split_words(read(section))
    taken_over = {(i, j, *shown[k:m]) for i, j, k, m in _find_edits(old, shown)}
    left = []
    # From the end, so that the words in front of an edit are still those of before.
    edits = [edit for edit in _find_edits(old, new) if (*edit[:2], *new[edit[2] : edit[3]]) not in taken_over]
    for i, j, k, m in reversed(edits):
        is_code = _line_of(new, k).startswith(INDENT)
        added = _written("".join(new[k:m]), is_code=is_code)
        place = _find(section, old, i, j)
        changed = section[: place[0]] + added + section[place[1] :] if place else section
        wanted = _apply(split_words(read(section)), old, (i, j), new[k:m])
        is_text = _SIGN not in added
        if is_text and place and wanted is not None and _compared(read(changed)) == wanted:
            section = changed
        elif _shown(old[i:j]) not in _FOUND_AS_FORMATTING or _shown(new[k:m]) not in _FOUND_AS_FORMATTING:
            before = old[max(0, i - _CONTEXTS[0]) : i]
            left.append(WordsChanged(*map(_shown, (before, old[i:j], new[k:m]))))
    return section, (*reversed(left), *_left_formatting(ours, theirs, render(section)))


def _find_edits(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """The edits, joined for readers; those of marks are joined with those of words only across a blank."""
    found: list[tuple[int, int, int, int]] = []
    grouped = itertools.groupby(find_edits(old, new), lambda edit: _SIGN in new[edit[2] : edit[3]])
    for has_sign, edits in grouped:
        for edit in join_edits(old, new, [*edits]):
            last = found[-1] if found else None
            if last and (has_sign or _SIGN in new[last[2] : last[3]]) and _is_blank(old[last[1] : edit[0]]):
                found[-1] = (last[0], edit[1], last[2], edit[3])
            else:
                found.append(edit)
    return iter(found)


def _is_blank(words: Sequence[str]) -> bool:
    return "\n" not in words and all(map(str.isspace, words))


def _shown(words: Iterable[str]) -> str:
    return "".join(words).replace(_SIGN, "")


def _left_formatting(ours: Html, theirs: Html, now: Html) -> Iterator[WordsChanged]:
    """The learner's formatting that the field does not have now, if there is any, as one edit."""
    before, wanted, there = map(find_formatting, (ours, theirs, now))
    removed = (before - wanted) - (before - there)
    added = (wanted - before) - (there - before)
    if removed or added:
        yield WordsChanged("", _with_words(removed, ours, theirs), _with_words(added, theirs, ours))


def _with_words(tags: Counter[str], field: Html, other: Html) -> str:
    """The tags, one per line, each with the words that it begins with in `field` and not in `other`."""
    found = Counter(read_formatting(field)) - Counter(read_formatting(other))
    rows: list[str] = []
    for tag, number in tags.items():
        words = [text for (one, text), times in found.items() if one == tag for _ in range(times)]
        rows += (f"{tag}{shortened(text.strip(), _LONGEST)}" for text in (*words, *[""] * number)[:number])
    return "\n".join(rows)


def _apply(
    shown: Sequence[str], old: Sequence[str], place: tuple[int, int], added: Sequence[str]
) -> list[str] | None:
    """The lines that a card is to show when the words at a place of the old text are replaced.

    None if the author has changed the card at that place since.
    """
    begin, end = place
    moved = 0
    for i, j, _, m in find_edits(old, shown):
        if j < begin:
            moved = m - j
        elif i <= end:
            return None
    return _compared("".join((*shown[: begin + moved], *added, *shown[end + moved :])))


def _compared(shown: str) -> list[str]:
    """The lines of a card, without empty lines and repeated blanks; those of code stay indented."""
    lines = (line for line in shown.split("\n") if line.strip())
    return [INDENT * line.startswith(INDENT) + " ".join(line.split()) for line in lines]


def _find(section: str, words: Sequence[str], i: int, j: int) -> tuple[int, int] | None:
    """Where the words from i to j are, if they are there once with as many words around them as possible."""
    section = _ATTRIBUTES.sub(lambda match: "\0" * len(match[0]), section)
    for before, after in _contexts(words, i, j):
        if not (before or after):
            continue
        marks = _MARKS if i < j else ""
        pattern = f"{_pattern(before)}{marks}(?P<edit>{_pattern(words[i:j])}){marks}{_pattern(after)}"
        found = [*itertools.islice(re.finditer(pattern, section), 2)]
        if len(found) == 1:
            return found[0].span("edit")
    return None


def _contexts(words: Sequence[str], i: int, j: int) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """The words before and after an edit: across lines, and then in its lines, as blocks may lie between."""
    for size in _CONTEXTS:
        yield words[max(0, i - size) : i], words[j : j + size]
    for size in _CONTEXTS:
        before, after = [*words[max(0, i - size) : i]], [*words[j : j + size]]
        begin = len(before) - before[::-1].index("\n") if "\n" in before else 0
        yield before[begin:], after[: after.index("\n")] if "\n" in after else after


def _pattern(words: Sequence[str]) -> str:
    """A pattern of these words as Markdown may have them: with marks between, and blanks of any kind."""
    pieces: list[str] = []
    for word in words:
        piece = r"\s+" if word.isspace() else re.escape(word.replace(_SIGN, ""))
        if piece and (piece != r"\s+" or pieces[-1:] != [piece]):
            pieces.append(piece)
    return _MARKS.join(pieces)


def _line_of(words: Sequence[str], place: int) -> str:
    """The beginning of the line that a word is in."""
    begin = next((n for n in range(place, 0, -1) if words[n - 1] == "\n"), 0)
    return "".join(words[begin : begin + 1])


def _written(text: str, *, is_code: bool) -> str:
    """Text of a card as Markdown: a new line of text is a paragraph."""
    return "".join(_lines(text, is_code=is_code))


def _lines(text: str, *, is_code: bool) -> Iterator[str]:
    for number, line in enumerate(text.split("\n")):
        if number:
            yield "\n" if is_code else "\n\n"
        yield line.removeprefix(INDENT) if is_code and number else line if is_code else escape_text(line)
