"""The live page in Chromium: it follows its server, keeps the place, and says what is broken."""

import json
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from deckgen.preview.as_json import cards_as_json, index_as_json, note_as_json
from deckgen.preview.pages import read_assets, render_app
from deckgen.preview.values import Preview, PreviewPackage
from deckgen.values.codes import Severity
from tests.preview.made import made_note, made_preview, made_problem
from tests.world.browser.preview_page import Served, open_browser, violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from deckgen.values.problem import Location

KINDS = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}


def opened(place: "Location") -> str:
    return f"vscode://file/home/{place}"


class Project:
    """A preview that tests change, and the server that shows it."""

    def __init__(self, preview: Preview) -> None:
        self.preview, self.before = preview, preview
        self.checked = True
        self.before_asked, self.faces_asked = threading.Event(), threading.Event()
        self.before_asked.set()
        self.faces_asked.set()
        self.served = Served(self._get)
        self.port = self.served.start()
        self.address = f"http://127.0.0.1:{self.port}/"

    def become(self, preview: Preview) -> None:
        self.preview = preview
        self.served.announce()

    def _index(self) -> dict[str, Any]:
        index = index_as_json(self.preview, revision=self.served.revision, link=opened)
        return {**index, "against": ["old.apkg"], "checked": self.checked}

    def _get(self, path: str) -> tuple[bytes, str] | None:
        name = path.removeprefix("/assets/")
        if path == "/":
            return render_app(self._index(), title="home").encode(), "text/html"
        if name in read_assets():
            return read_assets()[name], KINDS[name.rpartition(".")[2]]
        if path == "/data.json":
            return json.dumps(self._index()).encode(), "application/json"
        if path.startswith("/before/"):
            self.before_asked.wait(5)
        if path.startswith("/notes/"):
            self.faces_asked.wait(5)
        given, of = (self.before, "/before/") if path.startswith("/before/") else (self.preview, "/notes/")
        notes = {f"{of}{note.id}.json": note for package in given.packages for note in package.notes}
        if path not in notes:
            return (b'{"new": true}', "application/json") if of == "/before/" else None
        note = notes[path]
        found = note_as_json(note, link=opened) if of == "/notes/" else {"cards": cards_as_json(note.cards)}
        return json.dumps(found).encode(), "application/json"


THREE = tuple(made_note(f"n{number}", title=f"Question {number}") for number in range(3))


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    with open_browser() as opened_browser:
        yield opened_browser


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture
def project() -> "Iterator[Project]":
    made = Project(made_preview(*THREE))
    yield made
    made.served.stop()


def face(page: "Page", text: str) -> None:
    page.frame_locator("#stage iframe:not(.coming)").get_by_text(text).first.wait_for(timeout=5000)


def test_an_edit_is_seen_in_place_without_a_reload(page: "Page", project: Project) -> None:
    page.goto(project.address)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    face(page, "Fish.")
    edited = made_note("n1", title="Question 1", answer="Mice.")
    project.become(made_preview(made_note("n-new", title="Before all"), THREE[0], edited, THREE[2]))
    face(page, "Mice.")
    assert "note=pets%2Fn1" in page.url
    assert page.inner_text("#position") == "3 / 4 · Back"


def test_the_first_note_stays_when_another_comes_before_it(page: "Page", project: Project) -> None:
    page.goto(project.address)
    face(page, "Question 0")
    project.become(made_preview(made_note("n-new", title="Before all"), *THREE))
    page.get_by_text("4 notes", exact=True).wait_for()
    face(page, "Question 0")


def test_a_broken_source_is_said_in_the_page_and_mended(page: "Page", project: Project) -> None:
    page.goto(project.address)
    page.keyboard.press("ArrowRight")
    face(page, "Question 1")
    project.become(made_preview(THREE[0], THREE[2], problems=(made_problem("the fence is open"),)))
    page.get_by_text("the fence is open").wait_for()
    link = page.locator("#problems a")
    assert (link.inner_text(), link.get_attribute("href")) == (
        "source/pets/cats.md:5",
        "vscode://file/home/source/pets/cats.md:5",
    )
    assert violations(page) == []
    project.become(made_preview(*THREE))
    face(page, "Question 1")
    assert not page.locator("#problems").is_visible()


def test_the_first_error_opens_the_list_of_problems(page: "Page", project: Project) -> None:
    warning = made_problem("the page is long", Severity.WARNING)
    project.preview = made_preview(*THREE, problems=(warning,))
    page.goto(project.address)
    page.get_by_text("1 problem", exact=True).wait_for()
    row = page.get_by_text("the fence is open")
    assert not page.get_by_text("the page is long").is_visible()
    project.become(made_preview(*THREE, problems=(warning, made_problem("the fence is open"))))
    row.wait_for()
    page.locator("#problems summary").click()
    many = [made_problem(f"problem {n}") for n in range(60)]
    project.become(made_preview(*THREE, problems=(*many, made_problem("the fence is open"))))
    page.get_by_text("61 problems").wait_for()
    assert not row.is_visible()
    page.locator("#problems summary").click()
    assert page.locator("#stage").bounding_box()["y"] < page.viewport_size["height"]
    assert violations(page) == []
    project.become(made_preview(*THREE, problems=(warning,)))
    page.get_by_text("1 problem", exact=True).wait_for()
    assert not page.get_by_text("the page is long").is_visible()


def test_when_all_is_broken_the_page_says_what_to_do(page: "Page", project: Project) -> None:
    project.preview = made_preview(problems=(made_problem(),))
    page.goto(project.address)
    assert page.inner_text("#message") == "No card can be shown until the problems above are mended."
    project.become(made_preview())
    page.get_by_text("This project has no notes yet.").wait_for()


def test_the_cards_of_an_edited_note_are_compared_side_by_side(page: "Page", project: Project) -> None:
    project.preview = made_preview(
        THREE[0], made_note("n1", title="Question 1", answer="Mice."), made_note("x")
    )
    page.goto(project.address + "#note=pets/n1")
    face(page, "Question 1")
    page.get_by_role("button", name="Compare").click()
    pair = page.locator("#difference .pair").nth(1)
    for at, text in enumerate(("Fish.", "Mice.")):
        pair.locator("iframe").nth(at).content_frame.get_by_text(text).wait_for()
    assert violations(page) == []
    edited = made_note("n1", title="Question 1", answer="Birds.")
    project.become(made_preview(THREE[0], edited, made_note("x")))
    pair.locator("iframe").nth(1).content_frame.get_by_text("Birds.").wait_for()
    page.keyboard.press("ArrowRight")
    page.get_by_text("3 / 3").wait_for()
    page.keyboard.press("c")
    page.get_by_text("This note is new").wait_for()


def test_what_is_compared_with_stays_chosen_after_a_save(page: "Page", project: Project) -> None:
    project.preview = made_preview(made_note("n0", title="Question 0", answer="Mice."))
    page.goto(project.address)
    face(page, "Question 0")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/before/" in one.url else None)
    page.get_by_label("Compare with:").select_option("old.apkg")
    project.become(made_preview(made_note("n0", title="Question 0", answer="Birds.")))
    page.get_by_role("button", name="Flip").click()
    face(page, "Birds.")
    assert page.get_by_label("Compare with:").input_value() == "old.apkg"
    assert page.evaluate("document.activeElement.id") != "against"
    page.get_by_role("button", name="Compare").click()
    page.keyboard.press("c")
    page.locator("#difference iframe").first.wait_for()
    assert {address.rpartition("?")[2] for address in asked} == {"against=old.apkg"}
    page.get_by_label("Compare with:").focus()
    project.become(made_preview(made_note("n0", title="Question 0", answer="Fleas.")))
    face(page, "Fleas.")
    assert page.evaluate("document.activeElement.id") == "against"


def test_that_nothing_holds_an_answer_is_said_after_the_first_check(page: "Page", project: Project) -> None:
    project.checked = False
    loose = replace(THREE[0], held=())
    project.preview = made_preview(loose)
    page.goto(project.address)
    page.get_by_text("What holds the answer").wait_for()
    assert not page.get_by_text("Nothing holds this answer").is_visible()
    project.checked = True
    project.become(made_preview(loose))
    page.get_by_text("Nothing holds this answer: it has no example and no erratum.").wait_for()
    project.become(made_preview(replace(loose, has_examples=True)))
    page.get_by_text("Nothing holds this answer: it has no example marked {answer}").wait_for()


def test_decks_stand_below_the_name_of_their_package(page: "Page", project: Project) -> None:
    [pets] = project.preview.packages
    farm = PreviewPackage("farm", (made_note("cow", deck="Farm", package="farm"),))
    project.preview = replace(project.preview, packages=(pets, farm))
    page.goto(project.address)
    for package, deck in (("pets", "Pets"), ("farm", "Farm")):
        head, below = (page.locator("#decks .name").get_by_text(name, exact=True) for name in (package, deck))
        left, inner = (one.bounding_box() for one in (head, below))
        assert left
        assert inner
        assert inner["x"] > left["x"]
        weights = [one.evaluate("(name) => getComputedStyle(name).fontWeight") for one in (head, below)]
        assert weights == ["600", "400"]


def test_a_comparison_that_takes_its_time_says_so(page: "Page", project: Project) -> None:
    page.goto(project.address)
    face(page, "Question 0")
    slow = threading.Event()
    project.before_asked = slow
    page.keyboard.press("c")
    page.get_by_text("Comparing …").wait_for()
    assert page.locator("#difference").get_attribute("aria-busy") == "true"
    slow.set()
    page.get_by_text("No card of this note has changed.").wait_for()
    assert page.locator("#difference").get_attribute("aria-busy") is None


def test_a_comparison_right_after_a_save_is_that_of_the_saved_card(page: "Page", project: Project) -> None:
    page.goto(project.address)
    face(page, "Question 0")
    slow = threading.Event()
    project.faces_asked = slow
    project.become(made_preview(made_note("n0", title="Question nought", answer="Birds.")))
    page.locator("#notes").get_by_text("Question nought").wait_for()
    page.keyboard.press("c")
    page.wait_for_function("() => document.getElementById('difference').dataset.revision === '2'")
    slow.set()
    page.locator("#difference .pair iframe").last.content_frame.get_by_text("Birds.").wait_for(timeout=5000)


def test_a_lost_connection_is_said_and_opened_again(page: "Page", project: Project) -> None:
    page.goto(project.address)
    face(page, "Question 0")
    project.served.stop()
    page.get_by_text("Connection lost").wait_for(timeout=10_000)
    project.preview = made_preview(made_note("n0", title="Question nought"))
    project.served.start(project.port)
    face(page, "Question nought")
    page.wait_for_function("() => document.getElementById('connection').textContent === ''", timeout=10_000)


def test_ten_thousand_notes_are_searched_without_delay(page: "Page", project: Project) -> None:
    many = [
        made_note(f"n{n}", title=f"Question {n}", answer="a word " * 60, deck=f"A::{n % 50}")
        for n in range(10_000)
    ]
    project.preview = made_preview(*many)
    page.goto(project.address + "#note=pets/n7000")
    face(page, "Question 7000")
    assert page.locator("#notes li").count() < 1000
    assert page.locator("#notes [aria-current]").inner_text() == "Question 7000"
    page.fill("#search", "question 9999")
    assert page.locator("#notes .title").all_inner_texts() == ["Question 9999"]


def test_the_cards_that_were_found_can_be_walked_at_once(page: "Page", project: Project) -> None:
    page.goto(project.address + "#note=pets/n2")
    face(page, "Question 2")
    page.keyboard.press("/")
    page.keyboard.type("question")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    face(page, "Question 1")
    assert page.inner_text("#position") == "2 / 3 · Front"
    assert "search=question" in page.url
    page.fill("#search", "no such words")
    assert page.inner_text("#message") == "Nothing found."
