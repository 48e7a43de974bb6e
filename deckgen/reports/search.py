"""Searches for Anki's browser (https://docs.ankiweb.net/searching.html)."""

import re
from collections.abc import Iterable, Mapping, Sequence

from deckgen.identity.ledger import Ledger
from deckgen.identity.note_types import name_of_note_type
from deckgen.identity.notes import NoteLine
from deckgen.render.note_types.load import load_note_type


def search_keys(keys: Mapping[str, Iterable[str]]) -> str:
    """A search that finds the notes with these keys, which are given by the name of their note type."""
    return " OR ".join(
        f"{_quoted('note', name)} {_any(_quoted('Key', key) for key in found)}"
        for name, found in keys.items()
    )


def search_removed(lines: Sequence[NoteLine], ledger: Ledger) -> tuple[str, tuple[NoteLine, ...]]:
    """A search that finds these notes and no living one of this ledger, and the notes that it cannot find.

    Learners move decks, so the deck is named only if a living note has the same key and note type.
    """
    living = [line for line in ledger.notes if not line.retired]
    keys: dict[str, list[str]] = {}
    terms, unfound = [], []
    for line in lines:
        name = name_of_note_type(load_note_type(line.kind), ledger)
        decks = [one.deck for one in living if (one.key, one.kind) == (line.key, line.kind)]
        if not decks:
            keys.setdefault(name, []).append(line.key)
        elif not line.deck or line.deck in decks:
            unfound.append(line)
        else:
            term = f"{search_keys({name: [line.key]})} {_quoted('deck', line.deck)}"
            terms.append(f"{term} -{_quoted('deck', f'{line.deck}::*')}")
    return " OR ".join(filter(None, (search_keys(keys), *terms))), tuple(unfound)


def _any(terms: Iterable[str]) -> str:
    found = list(terms)
    return found[0] if len(found) == 1 else f"({' OR '.join(found)})"


def _quoted(what: str, text: str) -> str:
    if re.fullmatch(r"[^\W_](?:[^\W_]|-)*", text):
        return f"{what}:{text}"
    wild = "*" if text.endswith("::*") else ""
    special = r'([\\"*_])' if what == "deck" else r'([\\"*_:])'
    return f'"{what}:' + re.sub(special, r"\\\1", text.removesuffix(wild)) + f'{wild}"'
