"""The faces of a package's cards, as the real Anki renders them after an import with default options."""

import re
from pathlib import Path

_TYPE = re.compile(r"\[\[type:([^\]]+)\]\]")
_INPUT = '<center><input type="text" id="typeans" style="font-family: Arial; font-size: 20px;"></center>'
"""What Anki's reviewer puts on the front (`qt/aqt/reviewer.py`)."""


def render_faces(package: Path, folder: Path, typed: str = "") -> dict[str, str]:
    """Both sides of every card, by key, number and side; `folder` is for Anki's collection.

    Where an answer is to be typed, `typed` is compared with it.
    """
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
            note = card.note()
            name = f"{note['Key']} {card.ord + 1}"
            found[f"{name} front"] = _TYPE.sub(_INPUT, card.question())
            back = card.answer()
            if asked := _TYPE.search(back):
                compared = collection.compare_answer(note[asked[1]], typed)
                back = back.replace(
                    asked[0], f'<div style="font-family: Arial; font-size: 20px">{compared}</div>'
                )
            found[f"{name} back"] = back
    finally:
        collection.close()
    return found
