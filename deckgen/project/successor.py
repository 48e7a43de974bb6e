"""Make what a build would write now in place of a package that a learner has."""

from pathlib import Path

from deckgen.compilation.values import Progress
from deckgen.project.build import Built, build_project
from deckgen.project.folder import Project, ProjectError
from deckgen.project.installation import shell_line
from deckgen.project.sources import read_sources
from deckgen.values.text import Timestamp


def build_successor(
    project: Project, old: Path, *, now: Timestamp, progress: Progress = lambda done, total: None
) -> Built:
    """Build the package with the name of this file, or else the only package, and write nothing.

    Many removals do not stop the build, because the diff is to show them.
    """
    names = [package.name for package in read_sources(project)]
    if old.stem not in names and len(names) > 1:
        command = shell_line(["deckgen", "diff", str(old), project.relative(project.package_path(names[0]))])
        raise ProjectError(
            f"no package is called `{old.stem}`; there are {', '.join(names)}: build one of them, "
            f"and run `{command}`"
        )
    wanted = [old.stem] if old.stem in names else []
    return build_project(project, wanted, now=now, write=False, allow_removals=True, progress=progress)
