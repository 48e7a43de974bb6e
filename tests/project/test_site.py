"""A site is written as a whole, again and again, and nothing else in a folder is touched."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from deckgen.project.folder import ProjectError
from deckgen.project.site import LISTED, Site, write_site
from tests.support import without_rights_of_root

FILES = (("index.html", b"first"), ("media/cat.svg", b"cat"))


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_site_is_written_into_a_new_folder(tmp_path: Path) -> None:
    assert write_site(tmp_path / "new/site", FILES) == Site(files=2, changed=2, size=8)
    assert names(tmp_path / "new/site") == [LISTED, "index.html", "media/cat.svg"]


def test_a_second_time_only_what_changed_is_written_and_what_is_gone_is_removed(tmp_path: Path) -> None:
    write_site(tmp_path, FILES)
    (tmp_path / "CNAME").write_text("example.org")
    assert write_site(tmp_path, [("index.html", b"first"), ("new.html", b"x")]).changed == 1
    assert names(tmp_path) == ["CNAME", LISTED, "index.html", "new.html"]


def test_a_folder_with_other_files_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(ProjectError, match="is not empty, and deckgen did not write it; give a new folder"):
        write_site(tmp_path, FILES)
    assert names(tmp_path) == ["index.html"]


def test_a_file_in_place_of_the_folder_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    with pytest.raises(ProjectError):
        write_site(tmp_path / "site", FILES)


@pytest.mark.parametrize("name", ["file/site", "loop", "a" * 300, "file"])
def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(ProjectError, match=r"cannot be used: .*; give another folder"):
        write_site(tmp_path / name, FILES)
    assert names(tmp_path) == ["file"]


@pytest.mark.thorough
@pytest.mark.skipif(os.name != "posix", reason="Windows has other permissions")
@pytest.mark.parametrize("mode", [0o300, 0o400, 0o500])
@pytest.mark.parametrize("has_site", [False, True])
def test_a_folder_that_nobody_may_use_is_said_without_a_traceback(
    tmp_path: Path, mode: int, has_site: bool
) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source/pets.md").write_text("# Pets\n\n## What is a cat? {#cat}\n\nA pet.\n")
    site = tmp_path / "site"
    site.mkdir()
    command = [*without_rights_of_root(), sys.executable, "-m", "deckgen", "preview", "-o", "site"]
    if has_site:
        subprocess.run(command, cwd=tmp_path, check=True)
        (tmp_path / "source/pets.md").write_text("# Pets\n\n## What is a dog? {#dog}\n\nA pet.\n")
    site.chmod(mode)
    try:
        found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    finally:
        site.chmod(0o700)
    assert found.returncode == 2
    assert re.search("Permission denied|is not readable", found.stderr)
    assert "bug in deckgen" not in found.stderr
    assert bool(names(site)) is has_site


def test_a_list_that_names_files_elsewhere_removes_none_of_them(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    site = tmp_path / "site"
    site.mkdir()
    (site / LISTED).write_text(f"../mine.txt\n{tmp_path / 'mine.txt'}\n")
    write_site(site, FILES)
    assert (tmp_path / "mine.txt").exists()
