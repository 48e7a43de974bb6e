"""A folder of a release is replaced as a whole, and a folder of somebody else is left as it is."""

import zlib
from pathlib import Path

import pytest

from deckgen.project.folder import ProjectError
from deckgen.project.replace_folder import CHECKSUMS, replace_folder


def files(**content: str) -> dict[str, bytes]:
    sums = "".join(f"{'0' * 64}  {name}\n" for name in content)
    return {**{name: text.encode() for name, text in content.items()}, CHECKSUMS: sums.encode()}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_second_release_leaves_nothing_of_the_first(tmp_path: Path) -> None:
    replace_folder(tmp_path / "new/out", files(a="1", b="2"))
    replace_folder(tmp_path / "new/out", files(b="3"))
    assert names(tmp_path / "new/out") == [CHECKSUMS, "b"]
    assert names(tmp_path / "new") == ["out"]


def test_a_folder_with_a_file_that_is_not_listed_is_left_as_it_is(tmp_path: Path) -> None:
    replace_folder(tmp_path / "out", files(a="1"))
    (tmp_path / "out/mine").write_text("mine")
    with pytest.raises(ProjectError, match="such as mine; give a new folder"):
        replace_folder(tmp_path / "out", files(a="2"))
    assert (tmp_path / "out/a").read_text() == "1"


def test_a_file_is_not_replaced_by_a_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(ProjectError, match="is not a folder"):
        replace_folder(tmp_path / "out", files(a="1"))


def test_a_failed_write_keeps_the_earlier_release(tmp_path: Path) -> None:
    replace_folder(tmp_path / "out", files(a="1"))
    with pytest.raises(ProjectError, match="cannot be written"):
        replace_folder(tmp_path / "out", {"a": b"2", "no/such/folder": b""})
    assert (tmp_path / "out/a").read_text() == "1"
    assert names(tmp_path) == ["out"]


def test_what_a_killed_release_left_is_removed(tmp_path: Path) -> None:
    replace_folder(tmp_path / "out", files(a="1"))
    for end in ("new", "old"):
        left = tmp_path / f".deckgen-{zlib.crc32(b'out'):08x}.{end}"
        left.mkdir()
        (left / "a").write_text("half")
    replace_folder(tmp_path / "out", files(a="2"))
    assert (tmp_path / "out/a").read_text() == "2"
    assert names(tmp_path) == ["out"]
