"""Stands for a folder that holds every picture and sound."""

import hashlib

from deckgen.values.note import Media, MediaReference


class EveryPicture(dict[MediaReference, Media]):
    """Answers every reference with a picture or sound under a name made of it."""

    def get(self, reference: MediaReference, default: object = None) -> Media:  # type: ignore[override]
        suffix = reference.target.rsplit(".", 1)[-1]
        digest = hashlib.sha256(reference.target.encode()).hexdigest()[:8]
        return Media(f"{digest}.{suffix}", reference.target.encode())
