"""What a release says: its changes for learners, and each package's text for AnkiWeb."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from deckgen.apkg.packed import PackedPackage
from deckgen.diff.values import Arrival, Diff, Mark, NoteDiff, TextChange
from deckgen.html_to_markdown.escape import escape_text
from deckgen.reports.diff_wording import search_for
from deckgen.syntax.html_lines import read_lines
from deckgen.values.characters import count_han

LONGEST_TITLE, LONGEST_TAGS, LONGEST_DESCRIPTION = 60, 60, 65_000
"""What AnkiWeb takes for a shared deck, in characters; a description is Markdown (read from its form)."""

LONGEST_CHANGES = 125_000
"""What GitHub takes for the text of a release, in characters: https://github.com/cli/cli/issues/7705."""

_MOST_LISTED = (200, 100, 50, 20, 5, 0)
"""How many notes of a kind are listed: the first number with which the text is not too long."""
_ENOUGH_HAN = 0.2
"""The share of Chinese characters from which a package is for readers of Chinese."""

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "first": "First release.",
        "same": "No card has changed since {since}.",
        "keep": "Import the package with **File > Import**. Your reviews stay as they are.",
        "counts": "{notes:,} notes, {cards:,} cards",
        Arrival.NEW.value: "New",
        Arrival.CHANGED.value: "Corrected",
        Arrival.RETIRED.value: "Retired",
        "find": "They stay in your collection until you delete them. This search finds them:",
        "more": "… and {more:,} more",
        "title": "Changes since {since}.",
        "redrawn": "a picture was redrawn",
        "looks": "only its formatting changed",
        "begin": "Contents",
        "licence": "Licence",
        "sources": "Each card names its source.",
    },
    "zh": {
        "first": "首次发布。",
        "same": "自 {since} 以来，卡片没有变化。",
        "keep": "用**文件 > 导入**导入牌组包。间隔、到期日和复习记录保持不变。",
        "counts": "{notes:,} 条笔记，{cards:,} 张卡片",
        Arrival.NEW.value: "新增",
        Arrival.CHANGED.value: "更正",
        Arrival.RETIRED.value: "移除",
        "find": "这些笔记会留在你的收藏中，直到你自己删除。用下面的搜索可以找到它们：",
        "more": "…… 另有 {more:,} 条",
        "title": "自 {since} 以来的变化：",
        "redrawn": "图片已重画",
        "looks": "只调整了格式",
        "begin": "内容",
        "licence": "许可证",
        "sources": "每张卡片都注明来源。",
    },
}


@dataclass(frozen=True, slots=True)
class Released:
    """A package of a release; `diff` tells what is other than in the last one, or is None in the first."""

    name: str
    package: PackedPackage
    diff: Diff | None

    @property
    def cards(self) -> int:
        """The number of its cards."""
        return sum(len(note.cards) for note in self.package.notes)

    @property
    def deck(self) -> str:
        """The name of the deck that holds all its decks, or else the name of the package."""
        tops = {card.deck.partition("::")[0] for note in self.package.notes for card in note.cards}
        return tops.pop() if len(tops) == 1 else self.name

    @property
    def language(self) -> str:
        """The language of most of its questions, of those that a release speaks."""
        text = "".join(read_lines(note.field("Question")) for note in self.package.notes)
        return "zh" if count_han(text) > _ENOUGH_HAN * len(text) else "en"


def render_changes(released: Sequence[Released], since: str) -> str:
    """What is new for learners since the last release, as Markdown: one part per package, in its language."""
    texts = (
        "\n".join(_joined(_render_changes_of(one, since, most)) for one in released) for most in _MOST_LISTED
    )
    return next((text for text in texts if len(text) <= LONGEST_CHANGES), "")


def render_share(released: Released, since: str, licence: str) -> str:
    """A package's text for the form of AnkiWeb, as Markdown: title, tags, and description."""
    words = _WORDS[released.language]
    decks = sorted({card.deck for note in released.package.notes for card in note.cards})
    described = {deck.name: read_lines(deck.description) for deck in released.package.decks}
    lines = [
        f"Title: {_shorten(released.deck, LONGEST_TITLE)}",
        f"Tags: {_first_tags(released.package)}",
        "",
        *filter(None, [described.get(released.deck, "")]),
        "",
        f"**{_count(released)}**",
        "",
        words["sources"],
        "",
        f"## {words['begin']}",
        "",
        *(f"- {escape_text(deck.replace('::', ' › '))}" for deck in decks),
        "",
        *([f"## {words['licence']}", "", licence, ""] if licence else []),
        *_render_changes_of(released, since, _MOST_LISTED[-2]),
    ]
    return _shorten(_joined(lines), LONGEST_DESCRIPTION)


def _render_changes_of(released: Released, since: str, most: int) -> list[str]:
    words = _WORDS[released.language]
    lines = [f"## {escape_text(released.deck)} ({_count(released)})", ""]
    if released.diff is None:
        return [*lines, words["first"], "", words["keep"], ""]
    lines += [words["title"].format(since=since), "", words["keep"], ""]
    listed = [
        (arrival, released.diff.of(arrival)) for arrival in (Arrival.NEW, Arrival.CHANGED, Arrival.RETIRED)
    ]
    if not any(notes for _, notes in listed):
        return [*lines, words["same"].format(since=since), ""]
    for arrival, notes in listed:
        if notes:
            lines += _section(arrival, notes, released.language, most)
    return lines


def _count(released: Released) -> str:
    words = _WORDS[released.language]
    return words["counts"].format(notes=len(released.package.notes), cards=released.cards)


def _section(arrival: Arrival, notes: Sequence[NoteDiff], language: str, most: int) -> Iterator[str]:
    words = _WORDS[language]
    yield f"### {words[arrival.value]} ({len(notes):,})"
    yield ""
    if arrival is Arrival.RETIRED:
        yield from (words["find"], "", f"    {search_for(notes)}", "")
    for note in notes[:most]:
        title = escape_text(" ".join(note.title.split()))
        if arrival is Arrival.CHANGED:
            yield from _changed(title, note.fields, words)
        else:
            yield f"- {title}"
    if len(notes) > most:
        yield f"- {words['more'].format(more=len(notes) - most)}"
    yield ""


def _changed(title: str, fields: Iterable[TextChange], words: Mapping[str, str]) -> Iterator[str]:
    """A note with the lines that changed, as a diff within an item of a list."""
    old, new = (
        [row for field in fields for row in _rows(field, mark)] for mark in (Mark.REMOVED, Mark.ADDED)
    )
    plain_old, plain_new = ([_PICTURE.sub("]", row) for row in rows] for rows in (old, new))
    lost = [f"- {row}" for row in plain_old if row not in plain_new]
    gained = [f"+ {row}" for row in plain_new if row not in plain_old]
    if lost or gained:
        yield from (f"- {title}", "", "  ```diff", *(f"  {row}" for row in (*lost, *gained)), "  ```", "")
    else:
        yield f"- {title} ({words['looks' if old == new else 'redrawn']})"


_PICTURE = re.compile(r" deckgen-[0-9a-f]{8,}\.\w+\]")
"""The name of a picture, which comes from its content."""


def _rows(change: TextChange, mark: Mark) -> Iterator[str]:
    """The lines of a field before the change, or after it, with a fence in them made harmless."""
    other = Mark.ADDED if mark is Mark.REMOVED else Mark.REMOVED
    text = "".join(segment.text for segment in change.segments if segment.mark is not other)
    return (line for line in text.replace("```", "'''").split("\n") if line.strip())


def _first_tags(package: PackedPackage) -> str:
    """The most used tags, as many as AnkiWeb takes."""
    parts = Counter(
        part for note in package.notes for tag in note.tags for part in dict.fromkeys(tag.split("::"))
    )
    taken: list[str] = []
    for part, _ in sorted(parts.items(), key=lambda counted: (-counted[1], counted[0])):
        if len(" ".join([*taken, part])) <= LONGEST_TAGS:
            taken.append(part)
    return " ".join(taken)


def _joined(lines: Iterable[str]) -> str:
    """The lines as a text, with at most one empty line between two others."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip("\n") + "\n"


def _shorten(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
