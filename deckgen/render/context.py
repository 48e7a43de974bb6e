"""What rendering a note needs and collects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from deckgen.values.note import Media, MediaReference
from deckgen.values.passage import NO_DEFINITIONS, Definitions


@dataclass(slots=True)
class Context:
    """`media` collects the files that are shown, in order; `numbers` those of the clozes, if `has_clozes`.

    `language` is that of the words which the author did not write. If the text `is_bidirectional`, each block
    says that it has a direction of its own.
    """

    path: str = ""
    known_media: Mapping[MediaReference, Media] = field(default_factory=dict)
    has_clozes: bool = False
    numbers: set[int] = field(default_factory=set)
    media: dict[str, Media] = field(default_factory=dict)
    footnotes: list[str] = field(default_factory=list)
    footnote_numbers: dict[str, int] = field(default_factory=dict)
    definitions: Definitions = NO_DEFINITIONS
    language: str = ""
    is_bidirectional: bool = False

    def show(self, target: str) -> Media | None:
        """The picture or sound of a target, which is added to `media`."""
        media = self.known_media.get(MediaReference(self.path, unquote(target)))
        if media is not None:
            self.media[media.name] = media
        return media

    def footnote_number(self, label: str) -> int:
        """The number of a footnote in this field, in the order of first mention."""
        if label not in self.footnote_numbers:
            self.footnotes.append(label)
        return self.footnote_numbers.setdefault(label, len(self.footnotes))
