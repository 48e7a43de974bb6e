"""Reading a project whose files are not as they should be."""

import os
import shutil
from pathlib import Path

import pytest

from deckgen.project.folder import Project, ProjectError
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
    with pytest.raises(
        ProjectError, match="source cannot be read: No such file or directory; nothing was built"
    ):
        read_sources(Project(tmp_path))
