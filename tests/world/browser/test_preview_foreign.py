"""A foreign page in Chromium reads nothing of a preview or a review, and changes nothing."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.preview_server import PreviewServer, preview, review
from tests.support.reviewing import LETTERS, PAGE, data
from tests.world.browser.preview_page import open_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOREIGN = "evil.example"
"""A name that the browser takes for one of this machine, as a name server of an attacker can have it."""
SENTENCE = "Nobody may read this sentence."
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'
TRIES = Path(__file__).with_name("foreign.js").read_text("utf-8")
KINDS = ("application/json", "text/plain", "application/x-www-form-urlencoded")


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    with open_browser(f"--host-resolver-rules=MAP {FOREIGN} 127.0.0.1") as opened:
        yield opened


class Foreign(BaseHTTPRequestHandler):
    """A page of another server."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Another page</title><body>Its text.")

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Foreign)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PreviewServer]:
    folder = tmp_path_factory.mktemp("shown")
    (folder / "source").mkdir()
    (folder / "source/a.svg").write_text(SVG, encoding="utf-8")
    text = f"# Deck\n\n## What is it? {{#it}}\n\n![a line](a.svg)\n\n{SENTENCE}\n"
    (folder / "source/deck.md").write_text(text, encoding="utf-8")
    with preview(folder) as running:
        yield running


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    context = browser.new_context()
    yield context.new_page()
    context.close()


def media_of(server: PreviewServer) -> str:
    back = server.get("/notes/deck%2Fit.json").json["cards"][0]["back"]
    return str(back.partition('src="')[2].partition('"')[0].removeprefix("media/"))


def got(page: "Page", foreign: str, **given: object) -> dict[str, str]:
    """What a page at this address got, without the tries that got nothing."""
    page.goto(foreign)
    found: dict[str, str] = page.evaluate(TRIES, given)
    assert len(found) > 15
    return {name: what for name, what in found.items() if what}


@pytest.mark.parametrize(
    ("host", "own"),
    [(FOREIGN, "127.0.0.1"), ("127.0.0.1", "127.0.0.1"), ("localhost", "127.0.0.1"), (FOREIGN, "localhost")],
)
def test_a_foreign_page_reads_nothing(
    page: "Page", port: int, shown: PreviewServer, host: str, own: str
) -> None:
    paths = ["/", "/data.json", "/notes/deck%2Fit.json", f"/media/{media_of(shown)}", "/assets/app.js"]
    answered: list[tuple[int, str]] = []
    page.on("response", lambda one: answered.append((one.status, one.request.resource_type)))
    posts = [["/data.json", "{}", kind] for kind in KINDS]
    before = shown.index()
    base = f"http://{own}:{shown.port}"
    assert got(page, f"http://{host}:{port}/", base=base, paths=paths, posts=posts) == {}
    assert shown.index() == before
    assert {status for status, kind in answered if kind != "document"} <= {200, 403, 405}
    assert any(status == 403 for status, _ in answered)


def test_the_tries_get_something_where_nothing_is_refused(page: "Page", port: int) -> None:
    """They would show a leak."""
    found = got(page, f"http://{FOREIGN}:{port}/", base=f"http://{FOREIGN}:{port}", paths=["/"], posts=[])
    assert found["fetch /"].startswith("read: 200 <!doctype html>")
    assert {"request /", "frame /", "window /", "sizes"} <= set(found)


def test_a_name_that_leads_to_this_machine_shows_nothing(page: "Page", shown: PreviewServer) -> None:
    """DNS rebinding: to the browser the preview is then a page of the attacker's own."""
    base = f"http://{FOREIGN}:{shown.port}"
    answer = page.goto(f"{base}/")
    assert answer is not None
    assert answer.status == 421
    assert SENTENCE not in page.content()
    for path in ("/data.json", "/notes/deck%2Fit.json", "/assets/app.js", "/events"):
        asked = page.evaluate(
            "(path) => fetch(path).then(async (one) => [one.status, await one.text()])", base + path
        )
        assert asked == [421, "This server answers only under the address that deckgen has printed.\n"]


@pytest.mark.parametrize("host", [FOREIGN, "127.0.0.1", "localhost"])
def test_a_foreign_page_saves_no_plan(page: "Page", port: int, tmp_path: Path, host: str) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    with review(tmp_path, "page.md", "-o", "source/x.md") as server:
        body = json.dumps({"plan": data(server)["plan"], "labels": LETTERS})
        posts = [
            [path, body, kind] for path in ("/save", "/labels", "/face/what-is-a-heap") for kind in KINDS
        ]
        base = f"http://127.0.0.1:{server.port}"
        assert got(page, f"http://{host}:{port}/", base=base, paths=["/"], posts=posts) == {}
        assert not (tmp_path / "source").exists()
        page.goto(f"http://{FOREIGN}:{server.port}/")
        send = (
            "(body) => fetch('/save', {method: 'POST', body, headers: {'Content-Type': 'application/json'}})"
        )
        sent = f"async (body) => (await ({send})(body)).status"
        assert page.evaluate(sent, body) == 421
        assert not (tmp_path / "source").exists()
        page.goto(f"{base}/")
        assert page.evaluate(sent, body) == 200
        assert (tmp_path / "source/x.md").exists()
