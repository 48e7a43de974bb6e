"""The packages of a project as they are published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deckgen.apkg.packed import PackedPackage
from deckgen.identity.ledger import Ledger
from deckgen.project.folder import Project, ProjectError
from deckgen.project.ledger import read_written_ledger
from deckgen.project.package import read_package
from deckgen.publish.merge import ALL
from deckgen.values.nearest import did_you_mean
from deckgen.values.problem import Problem
from deckgen.values.text import Guid


@dataclass(frozen=True, slots=True)
class PublishedPackages:
    """The packages of a project as they are published, by name, with the retired notes of each."""

    project_id: str
    paths: Mapping[str, Path]
    packages: Mapping[str, PackedPackage]
    retired: Mapping[str, tuple[Guid, ...]]

    @property
    def guids(self) -> frozenset[Guid]:
        """All notes that the collection is asked for."""
        here = (note.guid for package in self.packages.values() for note in package.notes)
        return frozenset(here).union(*self.retired.values())

    @property
    def media(self) -> frozenset[str]:
        """The names of all media files in the packages."""
        return frozenset(file.name for package in self.packages.values() for file in package.media)

    def check_keys(self, keys: Iterable[str]) -> None:
        """Find out whether each of these keys is that of a note of the packages, or stands for all.

        Raises:
            ProjectError: one is not.
        """
        known = {note.field("Key"): None for package in self.packages.values() for note in package.notes}
        for key in keys:
            if key != ALL and key not in known:
                near = did_you_mean(key, known, _WHERE_KEYS_STAND)
                raise ProjectError(f"no note of the published packages has the key `{key}`; {near}")


_WHERE_KEYS_STAND = (
    "a key stands in its question's heading: `## … {#key}`, and `deckgen keys` writes missing ones"
)


def read_published(project: Project, names: Sequence[str], *, also_gone: bool = False) -> PublishedPackages:
    """The packages with these names, and if asked for those whose sources are gone, of which nothing is left.

    Raises:
        ProjectError: a package or the ledger cannot be read, or has not been built.
    """
    ledger = read_written_ledger(project)
    if isinstance(ledger, Problem):
        raise ProjectError(f"{ledger.location.path}: {ledger.message}")
    if ledger is None:
        raise ProjectError("the project has no ledger; run `deckgen build`")
    paths = {name: project.package_path(name) for name in names}
    packages = {name: _read_built(project, path) for name, path in paths.items()}
    if also_gone:
        living = {line.package for line in ledger.notes if not line.retired}
        gone = (line.package for line in ledger.notes if line.package not in living)
        packages |= dict.fromkeys(gone, PackedPackage((), (), (), ()))
    retired = {name: tuple(_retired(ledger, name)) for name in packages}
    return PublishedPackages(ledger.project, paths, packages, retired)


def _read_built(project: Project, path: Path) -> PackedPackage:
    if not path.exists():
        raise ProjectError(f"{project.relative(path)} has not been built; run `deckgen build`")
    return read_package(path)


def _retired(ledger: Ledger, name: str) -> Iterable[Guid]:
    living = {line.guid for line in ledger.notes if not line.retired}
    return (
        line.guid
        for line in ledger.notes
        if line.retired and line.package == name and line.guid not in living
    )
