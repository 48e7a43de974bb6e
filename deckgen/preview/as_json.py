"""Turns a preview into the JSON that its pages read: an index of all notes, and one note with its faces.

All texts are plain text, except `front` and `back` of a card, which are HTML and belong into a frame only.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from deckgen.preview.values import Card, Held, Preview, PreviewNote, PreviewPackage
from deckgen.values.problem import Location, Problem, has_error

Json = dict[str, Any]
Link = Callable[[Location], str]
"""The address that opens a line in the author's editor, or an empty text."""


def no_link(_: Location) -> str:
    """No editor: the pages show `file:line` as text."""
    return ""


def index_as_json(
    preview: Preview,
    *,
    revision: int = 0,
    link: Link = no_link,
    changes: Mapping[str, str] | None = None,
    built: Collection[str] = (),
) -> Json:
    """All packages with their decks, tags, problems and notes, without faces.

    `changes` has `new` or `changed` by the id of a note, `built` the names of the packages that were built.
    """
    return {
        "revision": revision,
        "name": preview.name,
        "styles": dict(preview.styles),
        "problems": _problems(preview.problems, link),
        "packages": [
            {"name": package.name, "built": package.name in built, **_package(package, link, changes or {})}
            for package in preview.packages
        ],
    }


def note_as_json(note: PreviewNote, *, link: Link = no_link) -> Json:
    """A note with its faces and with what stands beside them."""
    return {
        "id": note.id,
        "place": place_as_json(note.location, link),
        "style": note.style,
        "cards": cards_as_json(note.cards),
        "problems": _problems(note.problems, link),
        "held": held_as_json(note.held, link),
        "has_examples": note.has_examples,
    }


def held_as_json(held: Iterable[Held], link: Link = no_link) -> list[Json]:
    """What holds an answer, or shows that nothing does."""
    return [
        {"by": one.by.value, "text": one.text, "place": place_as_json(one.location, link)} for one in held
    ]


def cards_as_json(cards: Iterable[Card]) -> list[Json]:
    """Both faces of each card."""
    return [
        {
            "ordinal": card.ordinal,
            "name": card.name,
            "front": card.front,
            "back": card.back,
            "answer_to_type": card.answer,
        }
        for card in cards
    ]


def place_as_json(location: Location, link: Link = no_link) -> Json:
    """A line of a source, with the address that opens it."""
    return {"path": location.path, "line": location.line, "link": link(location)}


def _package(package: PreviewPackage, link: Link, changes: Mapping[str, str]) -> Json:
    tags = Counter(tag for note in package.notes for tag in note.tags)
    return {
        "state": "errors" if has_error(package.problems) else "ready",
        "decks": decks_as_json(package.notes),
        "tags": [{"name": name, "notes": tags[name]} for name in sorted(tags)],
        "problems": _problems(package.problems, link),
        "notes": [listed_as_json(note, changes.get(note.id, "")) for note in package.notes],
    }


def decks_as_json(notes: Iterable[PreviewNote]) -> list[Json]:
    """The decks that hold these notes, in the order of study, with what each holds itself."""
    decks: dict[str, Json] = {}
    for note in notes:
        deck = decks.setdefault(note.deck, {"name": note.deck, "notes": 0, "cards": 0, "problems": 0})
        deck["notes"] += 1
        deck["cards"] += len(note.cards)
        deck["problems"] += len(note.problems)
    return list(decks.values())


def listed_as_json(note: PreviewNote, change: str = "") -> Json:
    """A note as the list shows it and the search finds it."""
    return {
        "id": note.id,
        "key": note.key,
        "title": note.title,
        "deck": note.deck,
        "tags": list(note.tags),
        "kind": note.kind.value,
        "cards": len(note.cards),
        "problems": len(note.problems),
        "change": change,
        "stale": note.stale,
        "text": note.text,
    }


def _problems(problems: Iterable[Problem], link: Link) -> list[Json]:
    return [
        {
            **place_as_json(problem.location, link),
            "severity": problem.severity.value,
            "code": problem.code.value,
            "message": problem.message,
        }
        for problem in problems
    ]
