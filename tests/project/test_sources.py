"""Reading a project whose files are not as they should be."""

import os
import shutil
from pathlib import Path

import pytest

from deckgen.project.check import check_project
from deckgen.project.folder import Project, ProjectError
from deckgen.project.ingest import Wishes, ingest_pages
from deckgen.project.replace import remove_leftovers
from deckgen.project.sources import read_sources
from tests.support import write_project


def test_a_folder_that_cannot_be_read_is_a_problem_and_no_removal(tmp_path: Path) -> None:
    write_project(tmp_path, {"p/1.md": "## One\n\na\n"})
    # A path longer than the system takes cannot be read by anyone, root included.
    descriptor = os.open(tmp_path / "source/p", os.O_RDONLY)
    for _ in range(20):
        os.mkdir("d" * 250, dir_fd=descriptor)
        below = os.open("d" * 250, os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = below
    os.close(descriptor)
    [package] = read_sources(Project(tmp_path))
    assert [problem.code for problem in package.problems] == ["unreadable-folder"]
    assert "the folder cannot be read: File name too long" in package.problems[0].message
    shutil.rmtree(tmp_path / "source")


def test_sources_that_are_gone_are_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="source cannot be read: No such file or directory"):
        read_sources(Project(tmp_path))


CIRCLE, TOO_LONG = "circle", "n" * 300


@pytest.mark.parametrize("name", ["b.md", "a.errata.toml"])
@pytest.mark.parametrize(
    ("leads_to", "reason"),
    [(CIRCLE, "Too many levels of symbolic links"), (TOO_LONG, "File name too long")],
    ids=["in a circle", "to a name that is too long"],
)
def test_a_link_that_leads_nowhere_is_a_problem(
    tmp_path: Path, name: str, leads_to: str, reason: str
) -> None:
    write_project(tmp_path, {"a.md": "## One\n\na\n"})
    (tmp_path / "source" / name).symlink_to(name if leads_to == CIRCLE else leads_to)
    [problem] = [problem for package in read_sources(Project(tmp_path)) for problem in package.problems]
    assert (problem.code, problem.location.path) == ("unreadable-file", f"source/{name}")
    assert reason in problem.message
    remove_leftovers(Project(tmp_path))


def test_a_source_may_have_the_longest_name_there_is(tmp_path: Path) -> None:
    """Its errata's name would be longer."""
    write_project(tmp_path, {f"{'n' * 252}.md": "## One\n\na\n"})
    [package] = read_sources(Project(tmp_path))
    assert (len(package.files), package.problems, package.errata) == (1, (), None)


def test_pictures_and_links_that_lead_in_a_circle_are_problems(tmp_path: Path) -> None:
    write_project(tmp_path, {"p/1.md": "## One\n\n![a](circle.svg) [b](circle.svg)\n"})
    for name in ("circle.svg", "unused.svg"):
        (tmp_path / "source/p" / name).symlink_to(name)
    found = {str(problem.code): problem.message for problem in check_project(Project(tmp_path), ()).problems}
    assert found.keys() >= {"picture-unreadable", "picture-unused"}
    assert "`circle.svg` cannot be read: Too many levels of symbolic links" in found["picture-unreadable"]


def test_a_page_whose_name_is_too_long_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="cannot be read: File name too long"):
        ingest_pages([TOO_LONG], str(tmp_path / TOO_LONG), Wishes())
