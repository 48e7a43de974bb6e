"""Names the deck and the question of a file that does not name them itself."""

import re
import unicodedata

from deckgen.sources.questions.headings import Heading
from deckgen.sources.settings.front_matter import FrontMatter
from deckgen.values.settings import TITLE, Settings

_MARK = re.compile(r"[!$&*:<=>@\[\\\]_`{|}~]|\bwww(?=\.)")
"""A sign that Markdown may read as a mark, and that a file's name has as a sign."""


def deck_name(package: str, path: str, settings: Settings, title: str) -> str:
    """The deck of a file without `deck:`: that of the settings, or by default its title.

    In a folder the title is below the package. Where a file is one question, all are in one deck.
    """
    name = title or _stem(path)
    if settings.deck:
        return settings.deck.replace("{package}", package).replace("{title}", name.replace("::", " "))
    if settings.question.mark == TITLE:
        return package
    return f"{package}::{name.replace('::', ' ')}" if path.count("/") > 1 else title or package


def name_as_heading(path: str, front: FrontMatter, lines: int) -> Heading:
    """What asks the question of a file without a title: `title` of the front matter, or the file's name."""
    name = front.title or unicodedata.normalize("NFC", _stem(path))
    end = min(front.end, lines - 1)
    return Heading(0, end, end, _MARK.sub(r"\\\g<0>", name), -3)


def _stem(path: str) -> str:
    return path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
