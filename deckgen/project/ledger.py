"""Reads the project's ledger from its file, or recovers it from the packages."""

import secrets

from deckgen.identity.ledger import Ledger
from deckgen.identity.ledger_file import DamagedLedgerError, parse_ledger
from deckgen.project.folder import Project, ProjectError
from deckgen.project.root import DECKS


def read_ledger(project: Project) -> tuple[Ledger, str]:
    """The project's ledger, and what an author should hear of it, mostly nothing.

    Where there is none, it is recovered from `decks/*.apkg`; where there are none, it begins empty.

    Raises:
        ProjectError: there is a ledger or a package, and it cannot be trusted.
    """
    path = project.ledger_path
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return _recover(project)
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(f"{project.relative(path)}:1: error: cannot be read: {error}") from None
    try:
        return parse_ledger(text), ""
    except DamagedLedgerError as error:
        where = f"{project.relative(path)}:{error.line}"
        raise ProjectError(f"{where}: error: {error} [ledger-damaged]") from None


def _recover(project: Project) -> tuple[Ledger, str]:
    paths = sorted((project.root / DECKS).glob("*.apkg"))
    if not paths:
        return Ledger(project=secrets.token_hex(8)), ""
    from deckgen.apkg.packed import UnreadablePackage  # noqa: PLC0415  # sqlite and zstd, for a rare case
    from deckgen.apkg.read import decode_apkg  # noqa: PLC0415
    from deckgen.project.recover import recover_ledger  # noqa: PLC0415

    packages = {}
    for path in paths:
        try:
            packages[path.stem] = decode_apkg(path.read_bytes())
        except (UnreadablePackage, OSError) as error:
            message = (
                f"{error}; take {project.relative(project.ledger_path)} from git, or move this package away"
            )
            raise ProjectError(f"{project.relative(path)}: {message}") from None
    ledger = recover_ledger(packages)
    count = f"{len(ledger.notes)} note{'' if len(ledger.notes) == 1 else 's'}"
    shown = ", ".join(project.relative(path) for path in paths)
    return ledger, f"{project.relative(project.ledger_path)} is missing: {count} recovered from {shown}"
