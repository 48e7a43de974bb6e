"""Finds front matter that other programs read."""

from collections import Counter
from collections.abc import Iterator

from deckgen.sources.levels import settings_path
from deckgen.values.codes import Code
from deckgen.values.outline import PackageOutline
from deckgen.values.problem import Problem
from deckgen.values.wording import counted

_MOST_NAMES = 12


def check_foreign_settings(package: PackageOutline) -> Iterator[Problem]:
    """One warning for all the files of a package, with what to write so that it goes away."""
    found = [setting for document in package.documents for setting in document.foreign]
    if not found:
        return
    names = [name for name, _ in Counter(setting.name for setting in found).most_common()]
    listed = ", ".join(f"`{name}`" for name in names[:_MOST_NAMES])
    listed += f" and {len(names) - _MOST_NAMES} more" if names[_MOST_NAMES:] else ""
    files = len({setting.location.path for setting in found})
    where = f", here and in {counted(files - 1, 'other file')}" if files > 1 else ""
    first = found[0].location
    ignore = ", ".join(f'"{name}"' for name in names)
    message = (
        f"the front matter has settings of other programs, which deckgen does not read{where}: {listed}; "
        f"delete them, or write `ignore = [{ignore}]` into {settings_path(first.path)}"
    )
    yield Problem(first, Code.FOREIGN_SETTING, message)
