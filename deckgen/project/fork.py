"""Gives a copy of a project an identity of its own."""

import secrets
from dataclasses import replace

from deckgen.identity.ledger import Ledger
from deckgen.identity.ledger_file import ledger_rows
from deckgen.project.folder import Project
from deckgen.project.ledger import read_written_ledger
from deckgen.project.replace import replace_file
from deckgen.project.write import WAIT_FOR_OTHERS, lock
from deckgen.values.problem import Problem
from deckgen.values.wording import counted


def fork_project(project: Project) -> tuple[tuple[Problem, ...], str]:
    """Rename the project in its ledger, or begin a ledger if there is none; what was done, for people.

    A damaged ledger is the only problem, and is not changed.
    """
    with lock(project, WAIT_FOR_OTHERS):
        found = read_written_ledger(project)
        if isinstance(found, Problem):
            return (found,), ""
        ledger = replace(found or Ledger(""), project=secrets.token_hex(8))
        replace_file(project.ledger_path, "".join(f"{row}\n" for row in ledger_rows(ledger)).encode())
    place = project.relative(project.ledger_path)
    kept = f"{counted(len(ledger.notes), 'note')} keep their ids" if found else "no note has an id yet"
    return (), f"{place}: this project has a name of its own now; {kept}"
