"""Makes `##` questions of the cards of other programs: `Q:` with `A:`, `C:`, and `question :: answer`.

All cards of a source become questions or none: one that stayed text would be in the answer of another.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from deckgen.fix.edits import Edit
from deckgen.fix.reading import Reading
from deckgen.look_alikes.find import Sighting
from deckgen.values.characters import CJK

_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]", re.MULTILINE)
_QUESTION = re.compile(r"^ {0,3}##[ \t]", re.MULTILINE)
_RULE = re.compile(r"^ {0,3}(?:-{3,}|_{3,}|\*{3,})[ \t]*$", re.MULTILINE)
_LABEL = re.compile(r"(?P<bold>\*\*)?\w+[ ]?\d*(?P<closed>\*\*)?[ ]?[:：](?P<late>\*\*)?[ \t]*")
_BLOCK = re.compile(r"[ \t]*(?:[-*+>|]|\d{1,9}[.)]|#{1,6}[ ]|```|~~~|\$\$| {4})")
_CHINESE_BREAK = re.compile(rf"(?<=[{CJK}])[ \t]*\n[ \t]*(?=[{CJK}])")
_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_GAP = re.compile(r"\[([^\[\]]+)\](?!\()")
_LINE = re.compile(r"(?:[-*+][ \t]+)?(?P<front>.*?)[ \t]*(?P<mark>:::?)[ \t]*(?P<back>[^:].*)")


def mend_cards(reading: Reading, cards: Sequence[Sighting]) -> list[Edit]:
    """The edits that make a question of each of these cards, which are all of a source.

    There are none if the source has questions, if other headings are its questions, or if what belongs to a
    card is not certain.
    """
    text = reading.text
    is_odd = reading.file.settings.question.depth != 2 or _QUESTION.search(text)
    if not cards or is_odd or not all(_is_alone(text, card) for card in cards):
        return []
    edits: list[Edit] = []
    ends = [*(card.start for card in cards[1:]), len(text)]
    for card, end in zip(cards, ends, strict=True):
        writer = _WRITERS.get(card.construct.name)
        new = writer(card.text) if writer else None
        rest = text[card.end : end]
        body = _without_rule(rest)
        if new is None or not _belongs(card, body):
            return []
        if new.endswith("\n") and body.startswith("\n"):  # the answer has a line of its own
            new = new.rstrip("\n") + ("" if body.startswith("\n\n") else "\n")
        edits.append(Edit(card.start, card.end, new))
        if body != rest:
            edits.append(Edit(card.end + len(body), end, "\n" if end == len(text) else "\n\n"))
        elif end < len(text) and not rest.endswith("\n\n"):
            edits.append(Edit(end, end, "\n"))
    return edits


def _without_rule(rest: str) -> str:
    """The text up to the next card, without a rule that parts the two."""
    lines = rest.rstrip().split("\n")
    parts = len(lines) > 1 and _RULE.fullmatch(lines[-1]) and not lines[-2].strip()
    return "\n".join(lines[:-1]).rstrip() if parts else rest


def _is_alone(text: str, card: Sighting) -> bool:
    return text.rfind("\n", 0, card.start) == card.start - 1


def _belongs(card: Sighting, body: str) -> bool:
    """Whether the text between two cards is the answer of the first one."""
    if card.construct.name != "question-and-answer":
        return not body.strip()
    return bool(body.strip()) and not _HEADING.search(body) and not _RULE.search(body)


def _question(text: str) -> str | None:
    """`Q: …` with the `A: ` that follows; a further paragraph or block of the question becomes the prompt."""
    lines = text.split("\n")
    label = _LABEL.match(lines[0])
    answer = _LABEL.match(lines[-1])
    if label is None or answer is None:
        return None
    is_bold = bool(label["bold"]) and not (label["closed"] or label["late"])
    if bool(answer["bold"]) and not (answer["closed"] or answer["late"]):
        return None
    lines = [lines[0][label.end() :], *lines[1:-1]]
    end = next(
        (n for n, line in enumerate(lines) if n and (not line.strip() or _BLOCK.match(line))), len(lines)
    )
    heading = _BREAK.sub(" ", _CHINESE_BREAK.sub("", "\n".join(lines[:end]).strip()))
    heading = heading.removesuffix("<br>").strip()
    heading = heading.removesuffix("**") if is_bold else heading
    prompt = "\n".join(lines[end:]).strip("\n")
    if not heading or _RULE.search(prompt) or heading.endswith("}"):
        return None
    return f"## {heading}\n\n{prompt}\n\n---\n\n" if prompt else f"## {heading}\n\n"


def _cloze(text: str) -> str | None:
    """`C: The [word]`; each gap is a card of its own."""
    numbers = iter(range(1, text.count("[") + 1))
    return f"## {_GAP.sub(lambda gap: f'{{{{c{next(numbers)}::{gap[1]}}}}}', text.partition(':')[2].strip())}"


def _line(text: str) -> str | None:
    match = _LINE.fullmatch(text.strip())
    if match is None or not match["front"]:
        return None
    kind = " {kind=reversed}" if match["mark"] == ":::" else ""
    return f"## {match['front']}{kind}\n\n{match['back'].strip()}"


_WRITERS: Mapping[str, Callable[[str], str | None]] = {
    "question-and-answer": _question,
    "cloze-line": _cloze,
    "card-line": _line,
}

WHOLE_CARDS = frozenset(
    ("question-and-answer", "cloze-line", "card-line", "card-arrow", "question-mark-line")
)
"""The names of the look-alikes that are a card, or begin one; there is a writer for some of them."""
