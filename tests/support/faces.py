"""The faces of a package's cards, as the real Anki renders them after an import with default options."""

from pathlib import Path


def render_faces(package: Path, folder: Path) -> dict[str, str]:
    """Both sides of every card, by key, number and side; `folder` is for Anki's collection."""
    from anki.collection import (  # noqa: PLC0415
        Collection,
        ImportAnkiPackageOptions,
        ImportAnkiPackageRequest,
    )

    collection = Collection(str(folder / "collection.anki2"))
    try:
        request = ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions())
        collection.import_anki_package(request)
        found = {}
        for card_id in collection.find_cards(""):
            card = collection.get_card(card_id)
            name = f"{card.note()['Key']} {card.ord + 1}"
            found[f"{name} front"] = card.question()
            found[f"{name} back"] = card.answer()
    finally:
        collection.close()
    return found
