"""The page of `ingest --review` in Chromium, with its real server: by keyboard only, by mouse, on a phone."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from tests.support.preview_server import PATIENCE, review
from tests.world.browser.preview_page import open_browser, violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

PAGE = """# Interview questions

## Data structures

### 1. What is a stack?

Last in, first out.

#### Why is it fast?

It has one end.

```python
stack.pop()
```

### 2. What is a heap?

A tree whose root is the least.

Follow us for more!

### 3. What is a queue?

First in, first out.
"""


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    with open_browser() as opened:
        yield opened


Open = Callable[..., "Page"]


@pytest.fixture
def opened(browser: "Browser", tmp_path: Path) -> Iterator[Open]:
    """Opens the review of a page in a browser of this language, width and theme."""
    with ExitStack() as stack:

        def open_it(
            text: str = PAGE,
            language: str = "en-GB",
            width: int = 1400,
            theme: Literal["light", "dark"] = "light",
        ) -> "Page":
            (tmp_path / "page.md").write_text(text, encoding="utf-8")
            server = stack.enter_context(review(tmp_path, "page.md", "-o", "source/x.md"))
            size: ViewportSize = {"width": width, "height": 900}
            context = browser.new_context(viewport=size, locale=language, color_scheme=theme)
            stack.callback(context.close)
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{server.port}/")
            page.locator("#cards > li").first.wait_for(timeout=PATIENCE * 1000)
            return page

        yield open_it


def press(page: "Page", *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def wait_for_cards(page: "Page", *questions: str) -> None:
    page.wait_for_function(
        """(wanted) =>
          [...document.querySelectorAll("#cards h3")].map((one) => one.textContent).join("|") === wanted""",
        arg="|".join(questions),
    )


def labels(page: "Page") -> str:
    return "".join(page.locator("#rows .letter").all_inner_texts())


def test_three_labels_are_changed_and_saved_by_keyboard_only(opened: Open, tmp_path: Path) -> None:
    page = opened()
    wait_for_cards(page, "What is a stack?", "What is a heap?", "What is a queue?")
    assert labels(page) == "xgqaaaaqaaqa"
    assert page.locator(":focus .words").inner_text() == "### 1. What is a stack?"
    press(page, "j", "ArrowDown", "q")
    wait_for_cards(page, "What is a stack?", "Why is it fast?", "What is a heap?", "What is a queue?")
    press(page, "n", "n", "x", "u", "x", "End", "x")
    wait_for_cards(page, "What is a stack?", "Why is it fast?", "What is a heap?")
    assert page.inner_text("#state") == "3 changes not saved"
    press(page, "s")
    page.get_by_text("Saved: source/x.md and source/x.plan").wait_for()
    assert page.inner_text("#state") == ""
    source = (tmp_path / "source/x.md").read_text("utf-8")
    headings = [line.partition(" {")[0] for line in source.splitlines() if line.startswith("## ")]
    assert headings == ["## What is a stack?", "## Why is it fast?", "## What is a heap?"]
    plan = (tmp_path / "source/x.plan").read_text("utf-8")
    saved = "".join(line[1] for line in plan.splitlines() if line.startswith("["))
    assert saved == labels(page) == "xgqaqaaqaaxx"


def test_a_question_without_an_answer_is_a_draft_and_not_a_card(opened: Open, tmp_path: Path) -> None:
    page = opened()
    press(page, "j", "j", "q", "End", "x")
    wait_for_cards(page, "What is a stack?", "Why is it fast?", "What is a heap?", "draftWhat is a queue?")
    assert page.inner_text("#count") == "3 cards, 1 draft"
    assert labels(page)[-2:] == "qx"
    press(page, "s")
    page.get_by_text("Saved: source/x.md and source/x.plan").wait_for()
    plan = (tmp_path / "source/x.plan").read_text("utf-8")
    assert [line[1] for line in plan.splitlines() if line.startswith("[")] == list(labels(page))
    assert labels(page)[-2:] == "dx"
    assert page.inner_text("#state") == ""


def test_the_buttons_cover_neither_the_line_number_nor_the_ring(opened: Open) -> None:
    page = opened()
    number, buttons, row = (
        page.locator(f"#rows .current {name}").bounding_box() for name in (".line", "#labels", ".row")
    )
    assert number
    assert buttons
    assert row
    assert buttons["x"] + buttons["width"] < number["x"]
    assert row["y"] + 2 < buttons["y"]
    assert buttons["y"] + buttons["height"] < row["y"] + row["height"] - 2


def test_a_row_is_labelled_by_mouse_and_undone(opened: Open) -> None:
    page = opened()
    page.get_by_role("button", name="Why is it fast?").click()
    page.get_by_role("button", name="is a question", exact=True).click()
    wait_for_cards(page, "What is a stack?", "Why is it fast?", "What is a heap?", "What is a queue?")
    assert page.locator("#cards .current h3").inner_text() == "Why is it fast?"
    page.get_by_role("button", name="Undo").click()
    wait_for_cards(page, "What is a stack?", "What is a heap?", "What is a queue?")
    page.locator("#cards > li", has_text="What is a queue?").click()
    assert page.locator("#rows .current .words").inner_text() == "### 3. What is a queue?"


def test_the_current_card_is_shown_as_anki_will_show_it(opened: Open) -> None:
    page = opened()
    press(page, "j", "j", "q")
    code = page.frame_locator("#cards .faced iframe").locator("code", has_text="stack.pop()")
    code.wait_for()
    assert page.locator("#cards iframe").count() == 1
    assert page.locator("#cards .current iframe").get_attribute("sandbox") == "allow-same-origin"
    code.click()
    press(page, "n")
    page.frame_locator("#cards .faced iframe").get_by_text("A tree whose root is the least.").wait_for()
    assert page.locator("#cards iframe").count() == 1, "the keys work in the frame, too"


def test_the_face_comes_into_view(opened: Open) -> None:
    page = opened("# Questions\n\n" + "".join(f"## What is {n}?\n\nIt is {n}.\n\n" for n in range(20)))
    press(page, *"nnnnnn")
    page.frame_locator("#cards .faced iframe").get_by_text("It is 6.").wait_for()
    bottom = page.evaluate("document.querySelector('#cards .current').getBoundingClientRect().bottom")
    assert bottom <= page.evaluate("document.querySelector('#cards-part').getBoundingClientRect().bottom")


def test_a_page_cannot_act_in_the_review(opened: Open) -> None:
    vectors = ("<script>fetch('/save')</script>", "<img src=x onerror=\"document.title='bad'\">")
    page = opened(PAGE.replace("First in, first out.", "First in, first out.\n\n" + "\n\n".join(vectors)))
    title = page.title()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    press(page, "n", "n")
    page.locator("#cards .current", has_text="What is a queue?").wait_for()
    page.wait_for_timeout(600)
    assert page.title() == title
    assert "save" not in asked


def test_a_label_that_a_row_cannot_have_is_not_taken(opened: Open) -> None:
    page = opened()
    before = labels(page)
    page.locator("#rows li", has_text="stack.pop()").click()
    disabled = page.locator("#labels button:disabled")
    assert disabled.all_inner_texts() == ["q", "g", "d"]
    assert {one.get_attribute("title") for one in disabled.all()} == {"it needs a line with words"}
    press(page, "q")
    page.get_by_text("This row cannot have the label q: it needs a line with words.").wait_for()
    press(page, "Home", "a")
    page.get_by_text("This row cannot have the label a: it needs a question above it.").wait_for()
    assert labels(page) == before


def test_what_makes_no_sense_is_said_at_its_rows_and_not_saved(opened: Open, tmp_path: Path) -> None:
    page = opened()
    press(page, "x")
    fault = page.locator("#rows li", has_text="Last in, first out.").locator(".fault")
    assert fault.inner_text() == "`[a]` stands before the first `[q]`; label it `[x]`"
    press(page, "s")
    page.get_by_text("Not saved: `[a]` stands before").wait_for()
    assert not (tmp_path / "source").exists()
    assert violations(page) == []
    press(page, "u")
    fault.wait_for(state="detached")


def test_filters_show_questions_and_changes(opened: Open) -> None:
    page = opened()
    shown = page.locator("#rows li:visible .letter")
    press(page, "f")
    assert set(shown.all_inner_texts()) <= set("qdg")
    press(page, "j", "j", "d", "f")
    assert shown.all_inner_texts() == ["d"]
    assert page.locator("#rows .was:visible").inner_text() == "was q"


def test_rows_are_searched_by_keyboard(opened: Open) -> None:
    page = opened()
    shown = page.locator("#rows li:visible .words")
    press(page, "/")
    page.keyboard.type("HEAP is")
    page.locator("#rows li", has_text="Last in").wait_for(state="hidden")
    press(page, "Enter")
    assert page.locator(":focus .words").inner_text() == "### 2. What is a heap?"
    assert shown.count() == 1
    press(page, "x", "/", "Escape")
    assert page.locator(":focus .words").inner_text() == "### 2. What is a heap?"
    assert shown.count() == len(labels(page))
    assert labels(page)[7] == "x", "x was typed at the row, not into the search"
    press(page, "/")
    page.keyboard.type("no such row")
    page.get_by_text("No row to show.").wait_for()
    assert violations(page) == []


def test_ctrl_s_saves_wherever_the_focus_is(opened: Open, tmp_path: Path) -> None:
    page = opened()
    press(page, "/", "Control+s")
    page.get_by_text("Saved: source/x.md and source/x.plan").wait_for()
    assert page.locator("#message pre").inner_text().startswith("page.md: markdown: 3 questions")
    assert (tmp_path / "source/x.md").is_file()


def test_leaving_with_unsaved_labels_asks_first(opened: Open) -> None:
    page = opened()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    press(page, "j", "x")
    page.reload()
    assert asked == ["beforeunload"]
    page.locator("#cards > li").first.wait_for()
    page.reload()
    assert asked == ["beforeunload"], "nothing is lost, and nothing is asked"


def test_labels_outlive_the_server(browser: "Browser", tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    with review(tmp_path, "page.md", "-o", "source/x.md") as server:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.port}/")
        press(page, "j", "x")
        server.stop()
        press(page, "s")
        page.get_by_text("Not saved: deckgen does not answer.").wait_for()
        assert page.inner_text("#state") == "1 change not saved"
        with review(tmp_path, "page.md", "-o", "source/x.md", port=server.port):
            press(page, "s")
            page.get_by_text("Saved: source/x.md and source/x.plan").wait_for()
            assert page.inner_text("#state") == ""
            page.close()


@pytest.mark.parametrize(
    ("language", "width", "theme"),
    [("en-GB", 1400, "light"), ("en-GB", 1400, "dark"), ("zh-CN", 390, "light"), ("zh-CN", 390, "dark")],
)
def test_axe_has_nothing_against_it(opened: Open, language: str, width: int, theme: str) -> None:
    page = opened(language=language, width=width, theme=theme)
    press(page, "j", "x", "j", "q")
    page.locator("#cards .current").wait_for()
    assert page.inner_text("#save") == ("Save" if language == "en-GB" else "保存")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    press(page, "?")
    assert violations(page) == []


def test_a_thousand_questions_are_labelled(opened: Open) -> None:
    """How long a key takes until it is painted is printed, and not judged: machines differ."""
    questions = (
        f"## {n}. What does layer {n} do?\n\nIt scales {n}.\n\nIt shifts by {n}.\n\n" for n in range(1000)
    )
    page = opened("# Interview questions\n\n" + "".join(questions))
    assert page.locator("#rows li").count() == 3001
    painted = sorted(_paint(page, key) for _ in range(10) for key in ("j", "q", "j", "x", "j"))
    start = time.monotonic()
    page.wait_for_function("() => document.querySelectorAll('#cards > li').length === 1010")
    median, longest = painted[len(painted) // 2], painted[-1]
    seconds = time.monotonic() - start
    print(f"key to paint: median {median:.0f} ms, longest {longest:.0f} ms; to the new cards {seconds:.2f} s")


def _paint(page: "Page", key: str) -> float:
    """Milliseconds from a key to the frame after it."""
    milliseconds: float = page.evaluate(
        """(key) => new Promise((done) => {
          const start = performance.now();
          const pressed = new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true});
          document.activeElement.dispatchEvent(pressed);
          requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
        })""",
        key,
    )
    return milliseconds
