"""The user's settings for publishing."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from deckgen.targets.connect import AddOn
from deckgen.targets.settings import Settings, parse_settings, read_settings
from deckgen.targets.target import TargetError

EVERYTHING = """\
to = "anki"

[anki]
address = "127.0.0.1:9000"
key = "sesame"
unattended = true
sync = false
wait = 60
"""


@pytest.mark.parametrize(
    ("text", "environment", "settings"),
    [
        ("", {}, Settings()),
        (
            EVERYTHING,
            {},
            Settings("anki", AddOn("127.0.0.1:9000", "sesame"), unattended=True, sync=False, wait=60),
        ),
        ("", {"DECKGEN_ANKI_KEY": "sesame"}, Settings(add_on=AddOn(key="sesame"))),
        ('[anki]\nkey = "old"', {"DECKGEN_ANKI_KEY": "new"}, Settings(add_on=AddOn(key="new"))),
        ("", {"DECKGEN_ANKI_ADDRESS": "localhost:1"}, Settings(add_on=AddOn("localhost:1"))),
    ],
)
def test_the_environment_wins_over_the_file(
    text: str, environment: Mapping[str, str], settings: Settings
) -> None:
    assert parse_settings(text, environment) == settings


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("too = 1", "there is no setting `too`; did you mean `to`?"),
        ("[anki]\nadress = 1", "there is no setting `anki.adress`; did you mean `address`?"),
        ("to = 1", '`to` must be a text: `to = "…"`'),
        ("anki = 1", "`anki` must be a table; write `[anki]`, and its settings below"),
        ("[anki]\nsync = 1", "`sync` must be `true` or `false`"),
        ("[anki]\nwait = true", "`wait` must be a number of seconds: `wait = 600`"),
        (
            '[anki]\naddress = "8765"',
            '`address` must be a host with a port, such as "127.0.0.1:8765", and is "8765"',
        ),
        ("to = ", "this is not TOML"),
    ],
)
def test_what_is_wrong_is_said_with_the_way_out(text: str, said: str) -> None:
    with pytest.raises(TargetError) as caught:
        parse_settings(text, {})
    assert str(caught.value).startswith(said)


def test_a_missing_file_has_no_settings_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    assert read_settings(file, {}) == Settings()
    file.write_text("x = 1")
    with pytest.raises(TargetError, match=r"settings\.toml: there is no setting `x`"):
        read_settings(file, {})


def test_the_key_is_not_in_what_is_printed_of_the_settings() -> None:
    assert "sesame" not in repr(parse_settings(EVERYTHING, {}))
