"""Reads the project's ledger from its file."""

import secrets

from deckgen.notes.ledger import Ledger
from deckgen.notes.ledger_file import DamagedLedgerError, parse_ledger
from deckgen.project.folder import Project, ProjectError


def read_ledger(project: Project) -> Ledger:
    """The project's ledger; an empty one with a name of its own where there is none yet.

    Raises:
        ProjectError: there is one, and it cannot be trusted.
    """
    try:
        text = project.ledger_path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Ledger(project=secrets.token_hex(8))
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(
            f"{project.relative(project.ledger_path)}: error: cannot be read: {error}"
        ) from None
    try:
        return parse_ledger(text)
    except DamagedLedgerError as error:
        where = f"{project.relative(project.ledger_path)}:{error.line}"
        raise ProjectError(f"{where}: error: {error} [ledger-damaged]") from None
