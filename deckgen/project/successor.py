"""Makes what a build would write now in place of a package that a learner has."""

from pathlib import Path

from deckgen.compilation.values import Progress
from deckgen.project.build import Built, build_project
from deckgen.project.folder import Project, ProjectError
from deckgen.project.sources import read_sources
from deckgen.values.text import Timestamp


def build_successor(
    project: Project, old: Path, *, now: Timestamp, progress: Progress = lambda done, total: None
) -> Built:
    """Build the package of this file's name, or the only one there is, and write nothing.

    Many removals do not stop it: they are what a diff is to show.

    Raises:
        ProjectError: there are several packages, and none has this file's name.
        BusyError: another build did not end in time.
    """
    names = [package.name for package in read_sources(project)]
    if old.stem not in names and len(names) > 1:
        raise ProjectError(
            f"no package is called `{old.stem}`; there are {', '.join(names)}: build one of them, "
            f"and say `deckgen diff {old.name} {project.relative(project.package_path(names[0]))}`"
        )
    wanted = [old.stem] if old.stem in names else []
    return build_project(project, wanted, now=now, write=False, allow_removals=True, progress=progress)
