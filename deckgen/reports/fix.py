"""What `deckgen fix` mended, or would mend."""

import difflib
import io
from collections.abc import Iterator

from deckgen.project.fix import Fixed, FixedFile
from deckgen.reports.as_json import Json, problems_to_json
from deckgen.reports.printable import printable_line
from deckgen.reports.styled import Line, colour_diff, placed, plain
from deckgen.values.wording import counted


def render_fixed(fixed: Fixed, *, dry_run: bool) -> list[Line]:
    """Each mended problem and each written key with its place, what was not mended, and the numbers."""
    rows = [row for file in fixed.files for row in _rows(file)]
    rows += (
        placed(problem.location, printable_line(f"{problem.message} [{problem.code}]"))
        for problem in fixed.refused
    )
    mended = counted(sum(len(file.problems) for file in fixed.files), "problem")
    keys = counted(sum(len(file.keys) for file in fixed.files), "key")
    verb = "Would mend" if dry_run else "Mended"
    ending = f"{verb} {mended} and write {keys}" if dry_run else f"{verb} {mended} and wrote {keys}"
    last = f"{ending} in {counted(len(fixed.files), 'file')}." if fixed.files else "Nothing to mend."
    return [*rows, plain(last)]


def render_fixes_as_diff(fixed: Fixed) -> list[Line]:
    """A unified diff of all sources; all line ends are shown as the same."""
    return colour_diff("".join(map(_diff, fixed.files)))


def fixed_to_json(fixed: Fixed) -> dict[str, Json]:
    """The changes, what was not mended, and the problems that are left, as JSON."""
    files: list[Json] = [
        {
            "path": file.before.path,
            "mended": problems_to_json(file.problems),
            "keys": [{"line": key.location.line, "key": key.key} for key in file.keys],
            "copied": [copy.target for copy in file.copies],
        }
        for file in fixed.files
    ]
    return {
        "files": files,
        "refused": problems_to_json(fixed.refused),
        "problems": problems_to_json(fixed.problems),
    }


def _rows(file: FixedFile) -> Iterator[Line]:
    mended = dict.fromkeys((problem.location, problem.code) for problem in file.problems)
    yield from (placed(location, f"mended {code}") for location, code in mended)
    yield from (placed(key.location, printable_line(f"wrote #{key.key}")) for key in file.keys)
    yield from (placed(file.before.path, printable_line(f"copied {copy.source}")) for copy in file.copies)


def _diff(file: FixedFile) -> str:
    before, after = (
        io.StringIO(content.decode("utf-8"), newline=None).readlines()
        for content in (file.before.content, file.after.content)
    )
    path = file.before.path
    lines = difflib.unified_diff(before, after, f"a/{path}", f"b/{path}")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
