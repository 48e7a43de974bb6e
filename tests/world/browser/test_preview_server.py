"""`deckgen preview` of the shipped deck in Chromium: the real server, the real page, a real edit."""

import shutil
import subprocess
import sys
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support import ROOT
from tests.support.preview_server import PreviewServer, preview
from tests.world.browser.preview_page import open_browser, violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

EDITED = "source/llm-interview/01-p-tuning.md"
DRAWN = """() => document.querySelector("#stage iframe:not(.coming)")
  .contentDocument.querySelector("img").naturalWidth"""
WAIT = 30_000
"""Milliseconds for what takes a fraction of a second on an idle machine."""


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deck")
    shutil.copytree(ROOT / "source", folder / "source")
    subprocess.run([sys.executable, "-m", "deckgen", "build", "--quiet"], cwd=folder, check=True)
    return folder


@pytest.fixture
def server(deck: Path) -> Iterator[PreviewServer]:
    with preview(deck) as running:
        yield running


@pytest.fixture
def page(browser: "Browser", server: PreviewServer) -> "Iterator[Page]":
    """A page on which nothing is refused by its policy, and which asks nobody but the server."""
    own = (f"http://127.0.0.1:{server.port}/", "about:", "data:")
    context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB")
    opened = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    opened.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: asked.append(request.url))
    yield opened
    context.close()
    assert said == []
    assert [address for address in asked if not address.startswith(own)] == []


def show(page: "Page", server: PreviewServer, place: str = "") -> None:
    page.goto(f"http://127.0.0.1:{server.port}/{place}")
    page.locator("#stage iframe:not(.coming)").first.wait_for(timeout=WAIT)


def stage(page: "Page", selector: str) -> None:
    page.frame_locator("#stage iframe:not(.coming)").locator(selector).first.wait_for(timeout=WAIT)


def find_note(server: PreviewServer, *marks: str) -> str:
    """The address of a note whose back has all of these."""
    for note in server.index()["packages"][0]["notes"]:
        cards = server.get(f"/notes/{note['id'].replace('/', '%2F')}.json").json["cards"]
        if all(mark in cards[0]["back"] for mark in marks):
            return f"#note={note['id']}"
    raise AssertionError(marks)


def test_ten_cards_by_keyboard(page: "Page", server: PreviewServer) -> None:
    show(page, server)
    seen = set()
    for _ in range(10):
        page.keyboard.press("Space")
        page.get_by_text("· Back").first.wait_for(timeout=WAIT)
        seen.add(page.inner_text("#position"))
        page.keyboard.press("ArrowRight")
        page.locator("#position", has_text="Back").wait_for(state="detached", timeout=WAIT)
    assert len(seen) == 10
    assert violations(page) == []


@pytest.mark.parametrize(
    "marks",
    [('class="highlight"', "<pre"), ("<math",), ("<img",), ('class="cloze"',)],
    ids=lambda m: m[0][:12],
)
def test_what_a_card_can_hold_is_shown(page: "Page", server: PreviewServer, marks: tuple[str, ...]) -> None:
    show(page, server, find_note(server, *marks))
    page.keyboard.press("Space")
    selector = {'class="highlight"': "pre", "<math": "math", "<img": "img", 'class="cloze"': ".cloze"}[
        marks[0]
    ]
    stage(page, selector)
    if selector == "img":
        page.wait_for_function(DRAWN, timeout=WAIT)


def test_a_search_the_dark_theme_and_a_phone(page: "Page", server: PreviewServer) -> None:
    show(page, server)
    page.keyboard.press("/")
    page.keyboard.type("log-softmax 温度", delay=20)
    page.wait_for_function("() => location.hash.includes('search=')", timeout=WAIT)
    titles = page.locator("#notes .title").all_inner_texts()
    assert titles
    assert len(titles) < 20
    page.keyboard.press("Enter")
    stage(page, "text=softmax")
    page.keyboard.press("d")
    stage(page, "body.nightMode")
    page.keyboard.press("3")
    page.wait_for_function("() => document.querySelector('#stage .face').offsetWidth === 360", timeout=WAIT)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".top").bounding_box()["height"] < 60
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []


def test_what_chooses_and_leads_stays_in_sight_beside_a_long_card(
    page: "Page", server: PreviewServer
) -> None:
    show(page, server, find_note(server, 'class="highlight"', "<pre") + "&side=back")
    stage(page, "pre")
    page.keyboard.press("c")
    page.get_by_text("No card of this note has changed.").wait_for(timeout=WAIT)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    height = page.evaluate("innerHeight")
    for part in (".top", ".choose", ".found"):
        box = page.locator(part).bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height + 1


def test_the_titles_of_the_list_are_plain_text(server: PreviewServer) -> None:
    titles = [note["title"] for note in server.index()["packages"][0]["notes"]]
    assert [title for title in titles if not title or "\\" in title or "`" in title] == []


def test_an_edit_an_error_and_the_difference_are_seen_in_place(
    page: "Page", server: PreviewServer, deck: Path
) -> None:
    path = deck / EDITED
    before = path.read_text(encoding="utf-8")
    note = next(one for one in server.index()["packages"][0]["notes"])
    start = before.index("\n\n", before.index(f"{{#{note['key']}"))
    edited = f"{before[:start]}\n\nEdited just now.{before[start:]}"
    show(page, server, f"#note={note['id']}")
    page.keyboard.press("Space")
    try:
        path.write_text(edited, encoding="utf-8")
        stage(page, "text=Edited just now.")
        path.write_text(edited.replace("just now", "just now <script>x</script>"), encoding="utf-8")
        page.locator("#problems").get_by_text("html-not-allowed").first.wait_for(
            timeout=WAIT, state="attached"
        )
        path.write_text(edited, encoding="utf-8")
        page.locator("#problems").wait_for(state="hidden", timeout=WAIT)
        page.get_by_role("button", name="Compare").click()
        frames = page.locator("#difference .pair iframe")
        frames.nth(1).content_frame.get_by_text("Edited just now.").first.wait_for(timeout=WAIT)
        assert "Edited just now." not in frames.nth(0).content_frame.locator("body").inner_text()
    finally:
        path.write_text(before, encoding="utf-8")


def test_a_picture_of_the_last_build_is_shown_before_the_edit(browser: "Browser", tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9"/></svg>'
    (tmp_path / "source/line.svg").write_text(picture, encoding="utf-8")
    text = "# Lines\n\n## What is it? {#it}\n\n![a line](line.svg)\n"
    (tmp_path / "source/lines.md").write_text(text, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "deckgen", "build", "--quiet"], cwd=tmp_path, check=True)
    (tmp_path / "source/line.svg").unlink()
    (tmp_path / "source/lines.md").write_text(
        text.replace("![a line](line.svg)", "A line."), encoding="utf-8"
    )
    with preview(tmp_path) as server:
        page = browser.new_page()
        show(page, server)
        page.keyboard.press("c")
        before = page.locator("#difference .pair iframe").first
        before.content_frame.locator("img").wait_for(timeout=WAIT)
        drawn = "(frame) => frame.contentDocument.querySelector('img').naturalWidth"
        assert before.evaluate(drawn) == 9
        page.close()


def test_mutants_come_beside_the_card_that_is_read(page: "Page", server: PreviewServer) -> None:
    for note in server.index()["packages"][0]["notes"]:
        held = server.get(f"/mutants/{note['id'].replace('/', '%2F')}.json").json["held"]
        if held:
            break
    show(page, server, f"#note={note['id']}")
    page.get_by_text("would not be detected").click()
    page.locator("#beside .held li.mutant").first.get_by_text(held[0]["text"]).wait_for(timeout=WAIT)


SEEK = """() => {
  const audio = document.querySelector("#stage iframe:not(.coming)").contentDocument.querySelector("audio");
  const once = (name) => new Promise((resolve) => audio.addEventListener(name, resolve));
  audio.load();
  audio.preload = "metadata";
  const late = new Promise((resolve) => setTimeout(() => resolve(-1), 5000));
  const sought = once("loadedmetadata").then(() => {
    const done = once("seeked");
    audio.currentTime = 500;
    return done;
  });
  return Promise.race([late, sought.then(() => audio.currentTime)]);
}"""


def test_a_reader_can_go_to_any_place_in_a_sound(browser: "Browser", tmp_path: Path) -> None:
    """A browser that gets no part of a file that it asks for stays at the beginning."""
    (tmp_path / "source").mkdir()
    with wave.open(str(tmp_path / "source/hum.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes(8000 * 600))
    text = "# Sounds\n\n## How does it sound? {#hum}\n\n![a hum](hum.wav)\n"
    (tmp_path / "source/sounds.md").write_text(text, encoding="utf-8")
    with preview(tmp_path) as server:
        page = browser.new_page()
        asked: list[int] = []
        page.on("response", lambda found: asked.append(found.status) if "/media/" in found.url else None)
        show(page, server, "#side=back")
        stage(page, "audio")
        assert page.evaluate(SEEK) == 500
        assert asked
        assert set(asked) == {206}
        page.close()
