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
    if not _says_that_nothing_changed(words):
        # Importing click alone takes three times as long as what was done up to here.
        from deckgen.cli.group import main as run  # noqa: PLC0415

        # A build makes millions of small values, and hardly any that refer to each other in a circle.
        gc.set_threshold(100_000, 50, 50)
        run(words, prog_name="deckgen")


def _says_that_nothing_changed(words: Sequence[str]) -> bool:
    """Whether this was a plain build with nothing to do; whatever is in doubt is for the command line."""
    if words[:1] != ["build"] or "SOURCE_DATE_EPOCH" in os.environ:
        return False
    folder, quiet = ".", False
    options = iter(words[1:])
    for option in options:
        if option in ("-q", "--quiet"):
            quiet = True
        elif option in ("-C", "--project"):
            folder = next(options, "")
        else:
            return False
    root = find_root(folder) if os.path.isdir(folder) else None
    summary = read_unchanged(root) if root else None
    if summary is None:
        return False
    try:
        if not quiet:
            print(_fitted(summary), flush=True)
    except (OSError, UnicodeError):
        return False
    return True


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
