"""The command `deckgen`, which sees whether there is anything to do before it reads its command line."""

import gc
import os
import sys
from collections.abc import Sequence

from deckgen.project.root import find_root
from deckgen.project.state.manifest import read_unchanged


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command with these arguments, or those that the process was started with."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not (_says_that_nothing_changed(words) or _is_delivered(words)):
        # Importing click alone takes three times as long as what was done up to here.
        from deckgen.cli.group import main as run  # noqa: PLC0415

        # A build makes millions of small values, and hardly any that refer to each other in a circle.
        gc.set_threshold(100_000, 50, 50)
        run(words, prog_name="deckgen")


def _says_that_nothing_changed(words: Sequence[str]) -> bool:
    """Whether this was a plain build with nothing to do; whatever is in doubt is for the command line."""
    options = _parse(words, "build", flags=("--quiet",), valued=("--project",))
    root = _find(options)
    summary = read_unchanged(root) if root else None
    if options is None or summary is None:
        return False
    try:
        if "--quiet" not in options:
            print(_fitted(summary), flush=True)
    except (OSError, UnicodeError):
        return False
    return True


def _is_delivered(words: Sequence[str]) -> bool:
    """Whether this is a publish from cron, and the target has been given all that a build would write."""
    options = _parse(words, "publish", flags=("--quiet", "--yes"), valued=("--project", "--to"))
    root = _find(options)
    if options is None or root is None or "--quiet" not in options or read_unchanged(root) is None:
        return False
    from deckgen.project.state.delivered import are_delivered  # noqa: PLC0415  # a build need not load it

    return are_delivered(root, options.get("--to"))


_SHORT = {"-q": "--quiet", "-y": "--yes", "-C": "--project"}


def _parse(
    words: Sequence[str], command: str, *, flags: Sequence[str], valued: Sequence[str]
) -> dict[str, str] | None:
    """The options of this command by name, or None if it is another or has anything else."""
    if words[:1] != [command] or "SOURCE_DATE_EPOCH" in os.environ:
        return None
    options = {}
    rest = iter(words[1:])
    for word in rest:
        name = _SHORT.get(word, word)
        if name not in flags and name not in valued:
            return None
        options[name] = next(rest, "") if name in valued else ""
    return options


def _find(options: dict[str, str] | None) -> str | None:
    folder = "" if options is None else options.get("--project", ".")
    return find_root(folder) if os.path.isdir(folder) else None


def _fitted(summary: str) -> str:
    """The summary as a terminal of this width shows it best."""
    if not sys.stdout.isatty():
        return summary
    from deckgen.cli.screen import columns_of  # noqa: PLC0415
    from deckgen.reports.columns import wrap  # noqa: PLC0415  # cron need not load it
    from deckgen.reports.styled import as_text, unstyled  # noqa: PLC0415

    columns = columns_of(sys.stdout)
    lines = unstyled(summary)
    return as_text(row for line in lines for row in wrap(line, columns)) if columns else summary


if __name__ == "__main__":
    main()
