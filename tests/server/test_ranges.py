"""Parts of a sound are answered as Starlette answers parts of a file."""

import asyncio
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from deckgen.server.ranges import answer_range

CONTENT = bytes(range(100))
RANGES = [
    *("bytes=0-1", "bytes=0-0", "bytes=10-19", "bytes=99-99", "bytes=90-1000", "bytes=10-", "bytes=0-"),
    *("bytes=-1", "bytes=-10", "bytes=-100", "bytes=-1000", "Bytes=0-1", "bytes= 0 - 1"),
    *("bytes=100-", "bytes=100-200", "bytes=1000-", "bytes=-0"),
]


def ask(sound: Path, headers: dict[str, str], method: str = "GET") -> tuple[httpx.Response, httpx.Response]:
    """What we answer, and what Starlette answers."""

    def ours(request: Request) -> Response:
        return answer_range(request, Response(sound.read_bytes(), media_type="audio/mpeg"))

    def theirs(_: Request) -> Response:
        return FileResponse(sound)

    app = Starlette(routes=[Route("/ours", ours), Route("/theirs", theirs)])

    async def ask_both() -> tuple[httpx.Response, httpx.Response]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            ours = await client.request(method, "/ours", headers=headers)
            return ours, await client.request(method, "/theirs", headers=headers)

    return asyncio.run(ask_both())


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "cat.mp3"
    path.write_bytes(CONTENT)
    return path


@pytest.mark.parametrize("asked", RANGES)
def test_one_range_is_answered_as_starlette_does(sound: Path, asked: str) -> None:
    ours, theirs = ask(sound, {"Range": asked})
    assert ours.status_code == theirs.status_code in (206, 416)
    assert ours.headers["content-range"] == theirs.headers["content-range"]
    assert ours.content == theirs.content
    assert ours.headers["content-length"] == str(len(ours.content))
    assert ours.headers["content-type"] == "audio/mpeg"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Range": "bytes=0-1,5-9"},
        {"Range": "bytes=9-1"},
        {"Range": "bytes=-"},
        {"Range": "bytes=x-1"},
        {"Range": "lines=0-1"},
        {"Range": "bytes"},
        {"Range": "bytes=0-1", "If-Range": '"x"'},
        {"Range": f"bytes=0-{'9' * 5000}"},
    ],
)
def test_everything_else_gets_the_whole(sound: Path, headers: dict[str, str]) -> None:
    """RFC 9110, 14.2: what is not understood is ignored."""
    ours, _ = ask(sound, headers)
    assert (ours.status_code, ours.content) == (200, CONTENT)
    assert ours.headers["accept-ranges"] == "bytes"


def test_only_a_get_has_parts(sound: Path) -> None:
    ours, theirs = ask(sound, {"Range": "bytes=0-1"}, "HEAD")
    assert (ours.status_code, ours.headers["content-length"]) == (200, "100")
    assert theirs.headers["accept-ranges"] == ours.headers["accept-ranges"]


def test_an_empty_sound_has_no_parts(sound: Path) -> None:
    sound.write_bytes(b"")
    ours, theirs = ask(sound, {"Range": "bytes=0-"})
    assert ours.status_code == theirs.status_code == 416
    assert ours.headers["content-range"] == "bytes */0"
