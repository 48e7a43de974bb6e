"""The packages that are published are those that were built."""

from pathlib import Path

import pytest

from deckgen.project.build import build_project
from deckgen.project.folder import Project, ProjectError
from deckgen.project.publish.packages import read_published
from deckgen.values.text import Timestamp
from tests.support import write_project


def test_a_package_that_was_never_built_says_what_to_do(tmp_path: Path) -> None:
    project = Project(write_project(tmp_path, {"p.md": "# P\n\n## One? {#one}\n\n1\n"}))
    with pytest.raises(ProjectError, match="the project has no ledger; run `deckgen build`"):
        read_published(project, ["p"])
    build_project(project, (), now=Timestamp(1_700_000_000))
    assert read_published(project, ["p"]).guids
    with pytest.raises(ProjectError, match=r"decks/q\.apkg has not been built; run `deckgen build`"):
        read_published(project, ["p", "q"])
