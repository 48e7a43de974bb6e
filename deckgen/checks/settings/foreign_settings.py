"""Finds front matter that other programs read."""

from collections import Counter
from collections.abc import Iterator, Sequence

from deckgen.sources.misread.levels import settings_path
from deckgen.syntax.front_matter import quoted
from deckgen.values.codes import Code
from deckgen.values.document import ForeignSetting
from deckgen.values.outline import PackageOutline
from deckgen.values.problem import Problem
from deckgen.values.wording import counted, shortened

_MOST_NAMES = 12


def check_foreign_settings(package: PackageOutline) -> Iterator[Problem]:
    """One warning for all the files of a package, with what to write so that it goes away.

    Another one is about categories, in whose place a deck is to be written.
    """
    found = [setting for document in package.documents for setting in document.foreign]
    others = [setting for setting in found if not setting.deck]
    decks = [setting for setting in found if setting.deck]
    if others:
        names = [name for name, _ in Counter(setting.name for setting in others).most_common()]
        listed = ", ".join(f"`{name}`" for name in names[:_MOST_NAMES])
        listed += f" and {len(names) - _MOST_NAMES} more" if names[_MOST_NAMES:] else ""
        first = others[0].location
        ignore = ", ".join(f'"{name}"' for name in names)
        message = (
            "the front matter has settings of other programs, which deckgen does not read"
            f"{_where(others)}: {listed}; "
            f"delete them, or write `ignore = [{ignore}]` into {settings_path(first.path)}"
        )
        yield Problem(first, Code.FOREIGN_SETTING, message)
    if decks:
        name, first, deck = decks[0]
        message = (
            f"`{name}` is a setting of another program and makes no deck{_where(decks)}; "
            f"write `{shortened(f'deck: {quoted(deck)}', 120)}` in its place, "
            f'or add "{name}" to `ignore` in {settings_path(first.path)}'
        )
        yield Problem(first, Code.FOREIGN_SETTING, message)


def _where(settings: Sequence[ForeignSetting]) -> str:
    files = len({setting.location.path for setting in settings})
    return f", here and in {counted(files - 1, 'other file')}" if files > 1 else ""
