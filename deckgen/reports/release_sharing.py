"""Writes what the author of a package enters on the page with which AnkiWeb shares a deck."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from deckgen.apkg.packed import PackedPackage
from deckgen.project.release import Licence, ReleasedPackage
from deckgen.reports.release_changelog import count_by_deck, count_cards, licence_name
from deckgen.reports.release_markdown import as_markdown
from deckgen.reports.release_words import Words, choose_words
from deckgen.syntax.html_lines import read_lines
from deckgen.values.wording import shortened

LONGEST_TITLE = LONGEST_TAGS = 60
LONGEST_DESCRIPTION = 65_000
"""AnkiWeb's own limits, in characters."""
_MOST_DECKS = 100
_LONGEST_ABOUT = 4000


@dataclass(frozen=True, slots=True)
class SharedDeck:
    """The entries of AnkiWeb's page; the description is Markdown without headings, which AnkiWeb lacks."""

    title: str
    tags: str
    description: str


def describe_deck(package: ReleasedPackage, licence: Licence | None) -> SharedDeck:
    """The entries for a package, in the language of most of its notes."""
    words = choose_words(package.packed.notes)
    root = _common_deck(package.packed)
    blocks = (
        _about(package.packed, root),
        "\n".join(_contents(package.packed, root, words)),
        words.update,
        _last_update(package, words),
        words.licence.format(as_markdown(licence_name(licence.content))) if licence else "",
    )
    return SharedDeck(
        title=shortened(root.replace("::", " – ") or package.name, LONGEST_TITLE),
        tags=_tags(package.packed),
        description="\n\n".join(filter(None, blocks)),
    )


def render_sharing(shared: SharedDeck) -> str:
    """The entries as a text file to copy from."""
    return (
        f"Title: {shared.title}\nTags: {shared.tags}\nSupport Page:\nDescription:\n\n{shared.description}\n"
    )


def _common_deck(package: PackedPackage) -> str:
    """The deck that holds all cards, such as `a::b` of `a::b` and `a::b::c`; empty if there is none."""
    decks = [name.split("::") for name in count_by_deck(package.notes)]
    if not decks:
        return ""
    same = takewhile(lambda level: len(set(level)) == 1, zip(*decks, strict=False))
    return "::".join(level[0] for level in same)


def _about(package: PackedPackage, root: str) -> str:
    """What the author says about the whole deck."""
    html = next((deck.description for deck in package.decks if deck.name == root), "")
    lines = shortened(read_lines(html), _LONGEST_ABOUT).splitlines()
    return "\n\n".join(as_markdown(line.removeprefix("• ")) for line in lines if line.strip())


def _contents(package: PackedPackage, root: str, words: Words) -> Iterator[str]:
    """The numbers of notes and cards, and the decks with theirs."""
    notes = words.count_notes(len(package.notes))
    cards = words.count_cards(count_cards(package.notes))
    decks = count_by_deck(package.notes)
    if len(decks) < 2:
        yield f"{notes}{words.comma}{cards}{words.end}"
        return
    yield f"{words.in_decks.format(notes, cards, len(decks))}\n"
    for name, count in [*sorted(decks.items())][:_MOST_DECKS]:
        shown = as_markdown(name.removeprefix(f"{root}::").replace("::", " – "))
        yield f"- {shown}{words.between}{words.count_notes(count)}"
    if len(decks) > _MOST_DECKS:
        yield f"- {words.more.format(len(decks) - _MOST_DECKS)}"


def _last_update(package: ReleasedPackage, words: Words) -> str:
    changes = package.changes
    if changes is None or package.is_new:
        return ""
    counts = (
        (words.new, changes.new),
        (words.corrected, changes.corrected),
        (words.retired, changes.retired),
    )
    shown = [f"{name} {len(notes):,}" for name, notes in counts if notes]
    return words.changes.format(words.comma.join(shown)) if shown else ""


def _tags(package: PackedPackage) -> str:
    """The outermost levels of the tags, the most used first, as many as AnkiWeb takes."""
    counts = Counter(
        sorted(tag for note in package.notes for tag in {tag.partition("::")[0] for tag in note.tags})
    )
    chosen = ""
    for tag, _ in counts.most_common():
        longer = f"{chosen} {tag}".strip()
        chosen = longer if len(longer) <= LONGEST_TAGS else chosen
    return chosen
