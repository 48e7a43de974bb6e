"""The kind of a file follows from its name, as other programs write it, too."""

import pytest

from deckgen.server.responses import as_file


@pytest.mark.parametrize(
    ("name", "status", "kind"),
    [
        ("a.png", 200, "image/png"),
        ("A cat.JPG", 200, "image/jpeg"),
        ("hum.MP3", 200, "audio/mpeg"),
        ("page.html", 404, "text/plain; charset=utf-8"),
        ("a.svg.exe", 404, "text/plain; charset=utf-8"),
        ("png", 404, "text/plain; charset=utf-8"),
    ],
)
def test_a_file_is_answered_by_its_kind(name: str, status: int, kind: str) -> None:
    answer = as_file(name, b"content")
    assert (answer.status_code, answer.headers["content-type"]) == (status, kind)
