"""Read the ledger of a project from its file, or recover it from the packages."""

import secrets

from deckgen.identity.ledger import Ledger
from deckgen.identity.ledger_file import DamagedLedgerError, parse_ledger
from deckgen.project.folder import Project, ProjectError, readable
from deckgen.project.look import read_file
from deckgen.project.root import DECKS
from deckgen.values.codes import Code
from deckgen.values.problem import Problem
from deckgen.values.wording import counted

MAX_LEDGER_BYTES = 256 * 1024 * 1024
"""A million notes need less; a larger file was not written by deckgen."""


def read_ledger(project: Project) -> tuple[Ledger, str] | Problem:
    """The ledger with a remark for the author, which is usually empty; or the problem of a damaged ledger.

    A missing ledger is recovered from `decks/*.apkg`, and without packages it is empty.
    """
    found = _read(project)
    if found is None:
        return _recover(project)
    return found if isinstance(found, Problem) else (found, "")


def check_ledger(project: Project) -> tuple[Problem, ...]:
    """The problem of a damaged ledger; a missing ledger is not a problem."""
    found = _read(project)
    return (found,) if isinstance(found, Problem) else ()


def _read(project: Project) -> Ledger | Problem | None:
    path = project.ledger_path
    try:
        content = read_file(path, MAX_LEDGER_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        message = f"the ledger cannot be read: {error.strerror}; restore the last good one from git"
        return project.problem(path, Code.LEDGER_DAMAGED, message)
    try:
        return parse_ledger(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "the ledger is damaged: it is not UTF-8; restore the last good one from git"
    except DamagedLedgerError as error:
        line, message = error.line, str(error)
    return project.problem(path, Code.LEDGER_DAMAGED, message, line)


def _recover(project: Project) -> tuple[Ledger, str]:
    paths = sorted((project.root / DECKS).glob("*.apkg"))
    if not paths:
        return Ledger(project=secrets.token_hex(8)), ""
    from deckgen.project.package import read_package  # noqa: PLC0415  # sqlite and zstd, for a rare case
    from deckgen.project.recover import recover_ledger  # noqa: PLC0415

    packages = {}
    for path in paths:
        try:
            packages[readable(path.stem)] = read_package(path)
        except ProjectError as error:
            advice = f"restore {project.relative(project.ledger_path)} from git, or move this package away"
            raise ProjectError(f"{error}; {advice}") from None
    ledger = recover_ledger(packages)
    count = counted(len(ledger.notes), "note")
    shown = ", ".join(project.relative(path) for path in paths)
    return ledger, f"{project.relative(project.ledger_path)} is missing: {count} recovered from {shown}"
