"""Two packages are the same where their members are, however they are compressed."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from deckgen.apkg.compare import is_same_file, is_same_package

MEMBERS = {"collection.anki2": b"notes" * 100, "media": b"{}"}


def _zip(path: Path, members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return path


def test_packages_that_are_only_compressed_otherwise_are_the_same(tmp_path: Path) -> None:
    deflated, stored = _zip(tmp_path / "a", MEMBERS), _zip(tmp_path / "b", MEMBERS, zipfile.ZIP_STORED)
    assert is_same_package(deflated, stored)
    assert not is_same_file(deflated, stored)


@pytest.mark.parametrize(
    "members",
    [
        {**MEMBERS, "media": b"[]"},
        {**MEMBERS, "0": b"picture"},
        {"collection.anki2": MEMBERS["collection.anki2"]},
        {"collection.anki2": b"notes" * 99 + b"motes", "media": b"{}"},
    ],
)
def test_packages_with_other_members_are_not_the_same(tmp_path: Path, members: dict[str, bytes]) -> None:
    assert not is_same_package(_zip(tmp_path / "a", MEMBERS), _zip(tmp_path / "b", members))


def test_a_missing_or_damaged_package_is_not_the_same(tmp_path: Path) -> None:
    sound = _zip(tmp_path / "a", MEMBERS)
    damaged = tmp_path / "b"
    damaged.write_bytes(sound.read_bytes()[:-30])
    assert not is_same_package(damaged, sound)
    assert not is_same_package(tmp_path / "missing", sound)
