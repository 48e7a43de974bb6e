"""Finds files, and packages, without a heading of the level that their settings call a question."""

from collections.abc import Iterator

from deckgen.sources.misread.levels import likely_level
from deckgen.values.codes import Code
from deckgen.values.outline import PackageOutline
from deckgen.values.problem import Location, Problem
from deckgen.values.settings import TITLE
from deckgen.values.wording import counted


def check_levels(package: PackageOutline) -> Iterator[Problem]:
    """One error if the level is nowhere in the package; otherwise a warning for each file without it."""
    level = package.level
    if level.stated is None or level.mark == TITLE:
        return
    # A file that is too large, say, has no headings that are known.
    known = [document for document in package.documents if document.levels]
    without = [document for document in known if not document.levels[level.depth - 1]]
    if without and len(without) == len(known):
        counts = [sum(found) for found in zip(*(document.levels for document in without), strict=True)]
        likely = likely_level(counts)
        advice = "write questions so, or correct the level"
        if likely not in ("", TITLE):
            advice = f"it has {counted(counts[len(likely) - 1], f'`{likely}` heading')}; correct the level"
        message = f"the package `{package.name}` has no `{level.mark}` heading; {advice}"
        yield Problem(level.stated, Code.LEVEL_UNUSED, message)
        return
    for document in without:
        name = document.path.rsplit("/", 1)[-1]
        message = (
            f"the file has no `{level.mark}` heading, so it makes no card; write one, "
            f'or leave the file out with `skip = ["{name}"]` in {level.stated.path}'
        )
        yield Problem(Location(document.path, 1), Code.FILE_WITHOUT_QUESTION, message)
