"""Check a project: find every problem of its sources, without writing or running anything."""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from deckgen.compilation.values import PackageSources
from deckgen.compile import check_packages
from deckgen.fix.reading import source_reader
from deckgen.fix.rewriters import REWRITTEN, propose
from deckgen.identity.ledger import Ledger
from deckgen.project.build import no_sources
from deckgen.project.folder import Project, find_name, is_folder, real_path
from deckgen.project.ledger import advise_on_ledger, read_ledger
from deckgen.project.media import MEDIA_SUFFIXES, media_reader
from deckgen.project.root import SOURCE
from deckgen.project.sources import read_sources, select_packages
from deckgen.project.state.cache import Cache, Held
from deckgen.project.vault import vault_reader
from deckgen.values.codes import Code
from deckgen.values.problem import AllowedError, Problem, has_error
from deckgen.values.text import Timestamp


@dataclass(frozen=True, slots=True)
class Checked:
    """What was checked, every problem and every allowed error, in order; `deckgen fix` mends `mendable`."""

    files: int
    notes: int
    errata: int
    problems: tuple[Problem, ...]
    allowed: tuple[AllowedError, ...] = ()
    mendable: int = 0


def check_project(project: Project, names: Sequence[str], *, style: bool = False) -> Checked:
    """Check the named packages, or all; with `style` their Chinese typography too.

    If the ledger is damaged, the problems that a build would find by it are not reported.
    """
    sources = read_sources(project)
    held: Held = {}
    checked = check_sources(project, sources, names, held, style=style)
    return replace(checked, mendable=_count_mendable(project, sources, checked.problems, held, style=style))


def check_sources(
    project: Project,
    sources: tuple[PackageSources, ...],
    names: Sequence[str],
    held: Held,
    *,
    style: bool = False,
) -> Checked:
    """Check sources, which may differ from those on the disk, as `check_project` does."""
    selected = select_packages(sources, names)
    shown: set[Path] = set()
    read_media = media_reader(project, lambda path: shown.add(real_path(Path(path))))
    live = [package.name for package in sources]
    found = read_ledger(project, live)
    ledger = Ledger("") if isinstance(found, Problem) else found[0]
    reports = check_packages(
        sources,
        ledger=ledger,
        only=names,
        documents=Cache(project, read_media, writes=False, held=held),
        read_media=read_media,
        is_there=partial(is_there, project),
        style=style,
    )
    # What is wrong with the settings of the project is found in each package.
    problems = list(dict.fromkeys(problem for report in reports for problem in report.problems))
    problems += (problem for package in selected for problem in find_unused_pictures(project, package, shown))
    problems = problems or [*no_sources(sources)]
    if isinstance(found, Problem):
        problems.append(found)
    else:
        problems += advise_on_ledger(project, ledger, Timestamp(int(time.time())), live)
    return Checked(
        files=sum(len(package.files) for package in selected),
        notes=sum(report.notes for report in reports),
        errata=sum(report.errata for report in reports),
        problems=tuple(problems),
        allowed=tuple(allowed for report in reports for allowed in report.allowed),
    )


def _count_mendable(
    project: Project,
    sources: tuple[PackageSources, ...],
    problems: Sequence[Problem],
    held: Held,
    *,
    style: bool,
) -> int:
    """How many of these problems `deckgen fix` has a rewrite for; keys need a source without errors.

    Whether a rewrite changes something else is tried by `fix` alone, since each trial reads the source again.
    """
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.location.path, []).append(problem)
    cache = Cache(project, media_reader(project), writes=False, held=held)
    read = source_reader(cache.outline, style=style)
    find = vault_reader(project)
    count = 0
    for file in (file for package in sources for file in package.files):
        here = set(found.get(file.path, ()))
        if any(problem.code in REWRITTEN for problem in here):
            mended = here.intersection(rewrite.problem for rewrite in propose(read(file), find).rewrites)
            count += len(mended)
            here -= mended
        if not has_error(tuple(here)):
            count += sum(problem.code is Code.KEY_MISSING for problem in here)
    return count


def is_there(project: Project, document: str, address: str) -> bool:
    """Whether a relative address leads to a file of the project, or to a place in the document itself."""
    path = unquote(address.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0])
    if not path:
        return True
    try:
        found = real_path(find_name(project.root / PurePosixPath(document).parent / path))
        return found.is_relative_to(real_path(project.root)) and found.exists()
    except (OSError, ValueError):
        return False


def find_unused_pictures(project: Project, package: PackageSources, shown: set[Path]) -> Iterator[Problem]:
    """Pictures in the folder of a package that none of its cards shows."""
    folder = project.root / SOURCE / package.name
    # If no file could be read, it is not known what they show.
    for where, folders, names in os.walk(folder) if is_folder(folder) and package.files else ():
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
        for name in sorted(names):
            path = Path(where, name)
            is_media = path.suffix.lower() in MEDIA_SUFFIXES and not name.startswith((".", "_"))
            if is_media and real_path(path) not in shown:
                message = "no card shows this; delete it, or put `_` before its name to keep it"
                yield project.problem(path, Code.PICTURE_UNUSED, message)
