"""Which sync server is meant by what a person writes."""

import pytest

from deckgen.targets.server import is_open_to_all, is_server, parse_server
from deckgen.targets.target import TargetError


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://sync.example.org", "https://sync.example.org/"),
        ("HTTPS://Sync.Example.org/", "https://sync.example.org/"),
        ("http://192.168.1.200:8080", "http://192.168.1.200:8080/"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("https://example.org/anki/", "https://example.org/anki/"),
        (" https://example.org/Anki ", "https://example.org/Anki/"),
    ],
)
def test_an_address_has_one_form(written: str, meant: str) -> None:
    assert is_server(written.strip())
    assert parse_server(written) == meant


@pytest.mark.parametrize(
    "written",
    ["https://", "http://:80/", "https://ann:secret@example.org/", "https://h:port/", "http://h/?a=b"],
)
def test_what_is_not_an_address_is_said(written: str) -> None:
    with pytest.raises(TargetError, match="is not the address of a sync server"):
        parse_server(written)


@pytest.mark.parametrize(
    "written", ["https://ankiweb.net", "https://sync.ankiweb.net/", "https://SYNC12.ankiweb.net"]
)
def test_ankiweb_is_refused_with_the_ways_that_it_allows(written: str) -> None:
    with pytest.raises(TargetError, match="AnkiWeb lets only Anki itself sync") as raised:
        parse_server(written)
    assert "a running Anki" in str(raised.value)


@pytest.mark.parametrize("written", ["source", "Ann", "~/Anki/collection.anki2", "httpdocs/c.anki2", "anki"])
def test_a_file_or_a_profile_is_not_a_server(written: str) -> None:
    assert not is_server(written)


@pytest.mark.parametrize(
    ("url", "is_open"),
    [
        ("https://example.org/", False),
        ("http://example.org/", True),
        ("http://192.168.1.2/", True),
        ("http://localhost:8080/", False),
        ("http://127.0.0.1:8080/", False),
        ("http://[::1]:8080/", False),
    ],
)
def test_a_password_crosses_the_network_unread_or_it_is_said(url: str, is_open: bool) -> None:
    assert is_open_to_all(url) is is_open
