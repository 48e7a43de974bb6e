"""The command `fork`."""

from pathlib import Path

import click

from deckgen.cli.options import find, project_option
from deckgen.cli.terminal import finish


@click.command()
@project_option
def fork(folder: Path) -> None:
    """Give a copy of a project an identity of its own.

    Two copies with one identity give the same id to different notes that have the same key, and a learner of
    both loses one of them. After `fork`, the notes that you write from now on are new to everyone. Those that
    were there before keep their ids, so a learner who has the original keeps the reviews; delete
    source/ledger.json before `fork` if they are to be new, too.

    \b
    Examples:
      git clone https://example.org/original.git my-deck
      deckgen fork --project my-deck
    """
    from deckgen.project.fork import fork_project

    problems, text = fork_project(find(folder))
    finish(problems, text)
