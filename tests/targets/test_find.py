"""Which collection is meant by a name, or by none."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from deckgen.targets.account import settings_file
from deckgen.targets.find import Kind, Place, find_named, find_only, find_place
from deckgen.targets.profiles import Profile, find_bases, find_profiles
from deckgen.targets.target import TargetError

ANN = Profile("Ann", Path("/home/ann/.local/share/Anki2/Ann/collection.anki2"))
BOB = Profile("Bob", Path("/home/ann/.local/share/Anki2/Bob/collection.anki2"))
FLATPAK_ANN = Profile("Ann", Path("/home/ann/.var/app/net.ankiweb.Anki/data/Anki2/Ann/collection.anki2"))


def _is_file(path: Path) -> bool:
    return path in (Path("other/collection.anki2"), Path("here.anki2"))


@pytest.mark.parametrize(
    ("to", "place"),
    [
        ("anki", Place(Kind.RUNNING)),
        ("https://sync.example.org/", Place(Kind.SERVER, "https://sync.example.org/")),
        ("here.anki2", Place(Kind.CLOSED, "here.anki2")),
        ("other", Place(Kind.CLOSED, "other/collection.anki2")),
        ("other/collection.anki2", Place(Kind.CLOSED, "other/collection.anki2")),
        ("Bob", Place(Kind.CLOSED, str(BOB.collection))),
    ],
)
def test_a_name_is_a_running_anki_an_address_a_path_or_a_profile(to: str, place: Place) -> None:
    assert find_named(to, [ANN, BOB], _is_file) == place


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("ankki", "ankki is neither a file nor a profile of Anki; did you mean `anki`?"),
        ("zzz", "zzz is neither a file nor a profile of Anki; valid are `anki`, `Ann`, `Bob`"),
        ("", "an empty name is neither a file nor a profile of Anki; valid are `anki`, `Ann`, `Bob`"),
        (
            "sync.example.org",
            "sync.example.org is neither a file nor a profile of Anki; valid are `anki`, `Ann`, `Bob`; for a "
            "sync server, write https://sync.example.org",
        ),
        (
            "~nobody-here/deck",
            "~nobody-here/deck does not exist, or holds no collection; give the collection.anki2 of a "
            "profile, or the folder that holds it",
        ),
        (
            "gone/collection.anki2",
            "gone/collection.anki2 does not exist, or holds no collection; give the collection.anki2 of a "
            "profile, or the folder that holds it",
        ),
        (
            "ftp://h/",
            "ftp://h/ is not the address of a sync server; write https://HOST/ or http://HOST:PORT/",
        ),
        (
            "127.0.0.1:27817",
            "127.0.0.1:27817 does not begin with http:// or https://; write http://127.0.0.1:27817 or "
            "https://127.0.0.1:27817",
        ),
    ],
)
def test_a_name_of_nothing_says_what_there_is(to: str, said: str) -> None:
    with pytest.raises(TargetError) as caught:
        find_named(to, [ANN, BOB], _is_file)
    assert str(caught.value) == said


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the settings of somebody without a profile, whose folder holds a collection."""
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "ANKI_BASE", "HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    (tmp_path / "collection.anki2").touch()
    monkeypatch.chdir(tmp_path)
    file = settings_file()
    file.parent.mkdir(parents=True)
    return file


def test_the_settings_are_named_where_they_name_nothing(settings: Path) -> None:
    settings.write_text('to = "Carol"\n', encoding="utf-8")
    with pytest.raises(TargetError) as caught:
        find_place(None)
    assert str(caught.value).startswith(f"{settings}: Carol is neither a file nor a profile of Anki; valid")
    assert find_place(".") == Place(Kind.CLOSED, "collection.anki2")


@pytest.mark.parametrize("to", ["", "a" * 5000, "a\0b"])
def test_a_name_that_no_file_can_have_names_nothing(settings: Path, to: str) -> None:
    settings.write_text('to = "."\n', encoding="utf-8")
    with pytest.raises(TargetError, match="is neither a file nor a profile of Anki"):
        find_place(to)


def test_a_name_of_two_profiles_lists_their_paths() -> None:
    with pytest.raises(TargetError, match="several profiles are called Ann") as caught:
        find_named("Ann", [ANN, FLATPAK_ANN], _is_file)
    assert str(FLATPAK_ANN.collection) in str(caught.value)


def test_without_a_name_the_only_profile_is_meant() -> None:
    assert find_only([ANN]) == Place(Kind.CLOSED, str(ANN.collection))
    with pytest.raises(TargetError, match="no profile of Anki on this machine"):
        find_only([])
    with pytest.raises(TargetError, match="several profiles") as caught:
        find_only([ANN, BOB])
    assert f"\n  Bob: {BOB.collection}" in str(caught.value)


@pytest.mark.parametrize(
    ("system", "environment", "bases"),
    [
        (
            "linux",
            {},
            [
                "/home/ann/.local/share/Anki2",
                "/home/ann/.var/app/net.ankiweb.Anki/data/Anki2",
                "/home/ann/snap/anki-desktop/common",
                "/home/ann/snap/anki-ppd/common/anki",
            ],
        ),
        ("darwin", {}, ["/home/ann/Library/Application Support/Anki2"]),
        ("win32", {"APPDATA": "/roaming"}, ["/roaming/Anki2"]),
        ("linux", {"ANKI_BASE": "/mnt/anki"}, ["/mnt/anki"]),
    ],
)
def test_profiles_are_looked_for_where_each_system_has_them(
    system: str, environment: Mapping[str, str], bases: list[str]
) -> None:
    assert find_bases(system, Path("/home/ann"), environment) == tuple(map(Path, bases))


def test_the_folder_of_data_may_be_elsewhere() -> None:
    (first, *_) = find_bases("linux", Path("/home/ann"), {"XDG_DATA_HOME": "/data"})
    assert first == Path("/data/Anki2")


def test_only_folders_with_a_collection_are_profiles(tmp_path: Path) -> None:
    for name in ("Ann", "Bob", "addons21"):
        (tmp_path / name).mkdir()
    (tmp_path / "Ann/collection.anki2").touch()
    (tmp_path / "Bob/collection.anki2").touch()
    found = find_profiles([tmp_path, tmp_path / "missing"])
    assert [profile.name for profile in found] == ["Ann", "Bob"]
