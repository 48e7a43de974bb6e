"""Has a running Anki export the decks in which our notes are."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import cast

from deckgen.apkg.held import Held, join_held, read_held_in
from deckgen.apkg.packed import UnreadablePackage
from deckgen.render.note_types.load import load_note_type
from deckgen.targets.connect import LONG, AddOn
from deckgen.targets.target import TargetError
from deckgen.values.decks import with_parents
from deckgen.values.document import Kind

ELSEWHERE = (
    "Anki's folder {profile} is not on this machine as Anki sees it: Anki runs in a container, beside WSL, "
    "or on another machine. Run deckgen where Anki runs, or publish to a sync server"
)


def export_ours(add_on: AddOn, folder: Path) -> tuple[Path, ...]:
    """Export the decks with our notes, with reviews, to this folder, which is in that of the profile.

    Raises:
        TargetError: Anki cannot do it, or the files do not come to be there.
    """
    cards = add_on.ask("findCards", LONG, query=_our_notes())
    decks = cast("Mapping[str, object]", add_on.ask("getDecks", LONG, cards=cards))
    return tuple(
        _export(add_on, name, folder / f"before-{number}.apkg")
        for number, name in enumerate(find_tops(decks), 1)
    )


def read_exports(exports: Collection[Path]) -> Held:
    """What the collection held when it was exported.

    Raises:
        TargetError: an export cannot be read.
    """
    try:
        return join_held(map(read_held_in, exports))
    except (UnreadablePackage, OSError) as error:
        raise TargetError(f"Anki's export cannot be read: {error}") from error


def find_tops(decks: Collection[str]) -> tuple[str, ...]:
    """One deck per tree of decks: the lowest that holds all of these that are in the tree."""
    trees: dict[str, tuple[str, ...]] = {}
    for deck in decks:
        parents = tuple(with_parents(deck))
        common = trees.get(parents[0], parents)
        trees[parents[0]] = tuple(one for one in common if one in parents)
    return tuple(common[-1] for common in trees.values())


def _our_notes() -> str:
    """Anki's search for our notes: by note type, by its name for a copy, by our HTML for any other."""
    ids = (f"mid:{load_note_type(kind).id}" for kind in Kind)
    return " or ".join((*ids, '"note:deckgen*"', "question-text"))


def _export(add_on: AddOn, deck: str, path: Path) -> Path:
    path.unlink(missing_ok=True)
    if add_on.ask("exportPackage", LONG, deck=deck, path=str(path), includeSched=True) is not True:
        raise TargetError(f"Anki has no deck {deck} any more; try again")
    if not path.is_file():
        raise TargetError(ELSEWHERE.format(profile=path.parent.parent))
    return path
