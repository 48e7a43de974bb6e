"""Read the ledger of a project from its file, or recover it from the packages."""

import secrets
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from deckgen.identity.ledger import Ledger
from deckgen.identity.ledger_file import DamagedLedgerError, parse_ledger
from deckgen.identity.shipped import Shipped
from deckgen.project.folder import Project, ProjectError, is_folder, readable
from deckgen.project.history import commit_of_ledger, why_not_kept
from deckgen.project.look import read_file
from deckgen.project.root import DECKS, SHIPPED, STATE
from deckgen.render.note_types.load import load_note_type
from deckgen.values.codes import Code
from deckgen.values.document import Kind
from deckgen.values.problem import Problem
from deckgen.values.text import NO_TIME, Timestamp
from deckgen.values.wording import counted

if TYPE_CHECKING:
    from deckgen.apkg.packed import PackedPackage

MAX_LEDGER_BYTES = 256 * 1024 * 1024
"""A million notes need less; a larger file was not written by deckgen."""

TOLERANCE = 120
"""Seconds by which two clocks may differ."""


def read_ledger(project: Project, live: Collection[str]) -> tuple[Ledger, str] | Problem:
    """The ledger with a remark for the author, usually empty; or the problem of a damaged or lost ledger.

    A missing ledger is recovered from `decks/*.apkg`; `live` are the packages that have sources. In a project
    that was never built it is empty.
    """
    found = read_written_ledger(project)
    if found is None:
        return _find_lost(project) or _recover(project, live)
    return found if isinstance(found, Problem) else (found, "")


def advise_on_ledger(
    project: Project, ledger: Ledger, clock: Timestamp, live: Collection[str]
) -> Iterator[Problem]:
    """What threatens the history of learners, although the ledger is whole."""
    place = project.ledger_path
    if reason := why_not_kept(project):
        message = (
            f"{reason}, so a build elsewhere gives every note a new identity, and learners get all notes a "
            "second time; commit it with the sources"
        )
        yield project.problem(place, Code.LEDGER_NOT_KEPT, message)
    ahead = [line.modified for line in ledger.notes if line.modified > clock + TOLERANCE]
    if ahead:
        newest = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(max(ahead)))
        message = (
            f"the time of {counted(len(ahead), 'note')} is ahead of this clock, {newest}; until then each "
            "import overwrites what learners changed in them; correct the clock, if it is wrong"
        )
        yield project.problem(place, Code.TIME_AHEAD, message)
    version = max((line.version for line in ledger.note_types), default=NO_TIME)
    if version > load_note_type(Kind.BASIC).version:
        day = time.strftime("%Y-%m-%d", time.gmtime(version))
        message = (
            f"a newer deckgen has built the project before, with the look that cards have since {day}; "
            "learners keep that look, and new learners get the older one; update deckgen"
        )
        yield project.problem(place, Code.LOOK_OUTDATED, message)
    known = {*live, *(line.package for line in ledger.notes)}
    guids = {line.guid for line in ledger.notes}
    for path in _packages(project):
        # A package whose notes have moved is left over, and does no harm.
        if path.stem not in known and _is_foreign(project, path, guids):
            message = "the package is of another project; keep the packages of each project in its own folder"
            yield project.problem(path, Code.FOREIGN_PACKAGE, message)


def _is_foreign(project: Project, path: Path, guids: Collection[str]) -> bool:
    """Whether a package can be read and has none of these guids."""
    try:
        return not any(note.guid in guids for note in _decode(project, path).notes)
    except ProjectError:
        return False


def check_time(
    project: Project, now: Timestamp, clock: Timestamp, old: Ledger, new: Ledger, shipped: Shipped
) -> Problem | None:
    """The problem of a time that was asked for, if a note gets it and learners' Anki would not take it."""
    before = {line.guid: line.modified for line in old.notes}
    if all(before.get(line.guid) == line.modified for line in new.notes):
        return None
    newest = max((*before.values(), *(line.modified for line in shipped.newest.values())), default=0)
    if newest <= now <= clock + TOLERANCE:
        return None
    why = (
        "is in the future: Anki would take no later edit before then"
        if now > clock
        else "is before that of an earlier build: learners with that one would not get the text of this one"
    )
    message = (
        f"the time of this build, {now} from SOURCE_DATE_EPOCH, {why}; set the time of today, or unset it"
    )
    return project.problem(project.ledger_path, Code.BUILD_TIME, message)


def read_written_ledger(project: Project) -> Ledger | Problem | None:
    """The ledger in its file, the problem of a damaged one, or None if there is no file."""
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


def _find_lost(project: Project) -> Problem | None:
    """The problem of a ledger that was there, if the packages cannot replace it."""
    place = project.relative(project.ledger_path)
    if commit := commit_of_ledger(project):
        message = f"the ledger is missing; restore it by `git checkout {commit} -- {place}`"
    elif (project.root / STATE / SHIPPED).exists() and not _packages(project):
        message = f"the ledger is missing and so are the packages that have its guids; restore {place}"
    else:
        return None
    advice = "or begin anew with `deckgen fork`: then learners get every note a second time"
    return project.problem(project.ledger_path, Code.LEDGER_LOST, f"{message}, {advice}")


def _recover(project: Project, live: Collection[str]) -> tuple[Ledger, str]:
    paths = _packages(project)
    if not paths:
        return Ledger(project=secrets.token_hex(8)), ""
    from deckgen.project.recover import recover_ledger  # noqa: PLC0415  # for a rare case

    packages = {readable(path.stem): _decode(project, path) for path in paths}
    ledger = recover_ledger(packages, live)
    count = counted(len(ledger.notes), "note")
    shown = ", ".join(project.relative(path) for path in paths)
    return ledger, f"{project.relative(project.ledger_path)} is missing: {count} recovered from {shown}"


def _packages(project: Project) -> list[Path]:
    return sorted(path for path in (project.root / DECKS).glob("*.apkg") if not is_folder(path))


def _decode(project: Project, path: Path) -> "PackedPackage":
    from deckgen.project.package import read_package  # noqa: PLC0415  # sqlite and zstd, for rare cases

    try:
        return read_package(path)
    except ProjectError as error:
        advice = f"restore {project.relative(project.ledger_path)} from git, or move this package away"
        raise ProjectError(f"{error}; {advice}") from None
