"""The static site in Chromium, from a disk: what a learner sees and does, without a network."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from deckgen.preview.site import make_site
from deckgen.values.document import Kind
from tests.preview.made import made_note, made_preview
from tests.support import ROOT
from tests.world.browser.preview_page import open_browser, violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

DOT = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle r="9" cx="20" cy="20"/></svg>'
CODE = '<pre><code><span class="k">print</span>(1)</code></pre>'
FORMULA = "<math><msup><mi>x</mi><mn>2</mn></msup></math>"
CLOZE = tuple(
    (
        f'A cat has <span class="cloze">[...]</span> of {part}.',
        f'A cat has <span class="cloze">{number}</span> of {part}.',
    )
    for number, part in ((4, "legs"), (2, "eyes"))
)
TYPED = (
    '<p>How many lives?</p><input type="text" id="typeans">',
    '<p>How many lives?</p><hr id="answer"><code id="typeans">nine</code>',
)
SENDING = "<form action='https://example.org/'><button>send</button></form></td></table></div></div>"
HOSTILE = (
    "<img src='dot.svg' onload=\"parent.document.title='broken'\">"
    "<script>parent.document.title='broken'</script>"
    """<a href="javascript:parent.document.title='broken'">go</a><img src="https://example.org/x.png">""",
    f"{SENDING}<b>still here",
)
HIDDEN = '<div class="hint" style="display: none">'
NOTES = (
    made_note("food"),
    made_note("code", title="What does it print?", answer="1", faces=((CODE, CODE + "1"),)),
    made_note("formula", title="A square", faces=((FORMULA, FORMULA + "area"),)),
    made_note("picture", title="A dot", faces=(('<img src="dot.svg" alt="a dot">', "black"),)),
    made_note("parts", title="Parts", kind=Kind.CLOZE, faces=CLOZE),
    made_note("lives", title="Lives", answer="nine", kind=Kind.TYPED, faces=(TYPED,)),
    made_note(
        "hint",
        title="A hint",
        faces=(
            (
                f'<a class="hint" href="#">Show hint</a>{HIDDEN}It purrs</div>',
                "x",
            ),
        ),
    ),
    *(made_note(f"more-{n}", title=f"More {n}", deck="Pets::Dogs & 狗") for n in range(3)),
    made_note("hostile", title="</script><b>bold", deck="Pets::Dogs & 狗", faces=(HOSTILE,)),
)


DRAWN = "found => found.filter((one) => !(one.complete && one.naturalWidth)).map((one) => one.src)"
SHOWN = f"""() => {{
  const frames = [...document.querySelectorAll("#stage iframe")];
  const pictures = frames.flatMap((frame) => [...(frame.contentDocument?.images ?? [])]);
  return frames.length === 2 && !document.querySelector("#stage .coming") && !({DRAWN})(pictures).length;
}}"""
"""Whether both sides of a card and all pictures in them are there."""
WAIT = 10_000
"""Milliseconds for what takes a fraction of a second on an idle machine."""
EXPECTED = re.compile(
    r"^(?:file|data|about):|^csp |Content Security Policy|allow-scripts|sandboxed|^net::ERR_ABORTED file:"
)
"""A file of the site, also one not needed any more when the next card comes; something that a policy or
the sandbox refused, and said so."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    preview = made_preview(*NOTES, css=".card { font-family: serif } .cloze { color: blue }")
    for path, content in make_site(preview, [("dot.svg", DOT)]):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    with open_browser() as opened:
        yield opened


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    """A page; the test fails if it writes to the console or asks anything but a file."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB")
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda error: said.append(str(error.error)))
    context.on("requestfinished", lambda request: said.append(request.url))
    # What a policy forbids is not sent.
    context.on("requestfailed", lambda request: said.append(f"{request.failure} {request.url}"))
    yield context.new_page()
    context.close()
    assert [text for text in said if not EXPECTED.search(text)] == []


def go(page: "Page", site: Path, name: str, hash_: str = "") -> None:
    page.goto(f"{(site / name).as_uri()}{hash_}")


def wait_in_frame(page: "Page", side: str, condition: str) -> None:
    """Until this is true of the `document` of a face."""
    frame = f"document.querySelector('#stage .{side} iframe:not(.coming)')?.contentDocument"
    page.wait_for_function(
        f"() => {{ const found = {frame}; return found?.body && (({condition})(found)); }}"
    )


def shown(page: "Page", side: str = "front") -> str:
    page.wait_for_selector(f"#stage figure.{side} iframe:not(.coming)")
    return page.frame_locator(f"#stage figure.{side} iframe:not(.coming)").locator("#qa").inner_text()


def test_a_card_is_flipped_by_space_and_by_a_click(page: "Page", site: Path) -> None:
    go(page, site, "Pets-Cats.html")
    assert "Fish" not in shown(page)
    page.keyboard.press("Space")
    assert "Fish" in shown(page, "back")
    page.frame_locator("#stage iframe").locator("#qa").click()
    assert "Fish" not in shown(page)


def test_cards_follow_one_another_by_keyboard_and_each_cloze_in_turn(page: "Page", site: Path) -> None:
    go(page, site, "Pets-Cats.html")
    seen = [shown(page)]
    for _ in range(7):
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => !document.querySelector('#stage .coming')")
        seen.append(shown(page))
    assert [text for text in seen if "A cat has" in text] == [
        "A cat has [...] of legs.",
        "A cat has [...] of eyes.",
    ]
    page.keyboard.press("Home")
    assert "What does a cat eat?" in shown(page)


def test_code_a_formula_and_a_picture_are_shown(page: "Page", site: Path) -> None:
    go(page, site, "Pets-Cats.html", "#note=pets/picture")
    shown(page)
    frame = page.frame_locator("#stage iframe")
    assert frame.locator("img").evaluate("picture => picture.naturalWidth") == 40
    go(page, site, "Pets-Cats.html", "#note=pets/formula")
    wait_in_frame(page, "front", "(found) => found.querySelector('math')")
    go(page, site, "Pets-Cats.html", "#note=pets/code")
    wait_in_frame(page, "front", "(found) => found.querySelector('pre .k')")


def test_a_search_finds_answers_keys_and_tags_and_says_when_it_finds_nothing(
    page: "Page", site: Path
) -> None:
    go(page, site, "Pets-Cats.html")
    for words, titles in {
        "FISH": ["What does a cat eat?"],
        "lives": ["Lives"],
        "pets::cats square": ["A square"],
    }.items():
        page.keyboard.press("/")
        page.fill("#search", words)
        assert page.locator("#notes .title").all_inner_texts() == titles
        page.keyboard.press("Escape")
    page.fill("#search", "no such words")
    assert page.inner_text("#message") == "Nothing found."


def test_a_reload_keeps_the_place(page: "Page", site: Path) -> None:
    go(page, site, "Pets-Cats.html", "#search=cat&note=pets/parts&card=2&side=back")
    assert shown(page, "back") == "A cat has 2 of eyes."
    page.reload()
    assert shown(page, "back") == "A cat has 2 of eyes."
    assert page.input_value("#search") == "cat"


def test_a_typed_answer_is_kept_for_the_back_and_enter_flips(page: "Page", site: Path) -> None:
    go(page, site, "Pets-Cats.html", "#note=pets/lives")
    shown(page)
    field = page.frame_locator("#stage iframe").locator("#typeans")
    field.click()
    field.press_sequentially("nine b")
    assert field.input_value() == "nine b"
    field.press("Enter")
    assert "nine" in shown(page, "back")
    wait_in_frame(page, "back", "(found) => found.querySelector('.typeBad')?.textContent === ' b'")


def test_a_hint_opens_without_flipping(page: "Page", site: Path) -> None:
    go(page, site, "Pets-Cats.html", "#note=pets/hint")
    assert "It purrs" not in shown(page)
    page.frame_locator("#stage iframe").locator("a.hint").click()
    assert "It purrs" in shown(page)


def test_the_switches_show_dark_phone_ankidroid_and_both_sides(page: "Page", site: Path) -> None:
    go(page, site, "Pets-Cats.html")
    shown(page)
    page.keyboard.press("d")
    wait_in_frame(page, "front", "(found) => found.body.matches('.nightMode')")
    page.keyboard.press("3")
    page.wait_for_function("() => Math.abs(document.querySelector('#stage .face').offsetWidth - 360) < 3")
    page.keyboard.press("b")
    assert "Fish" in shown(page, "back")
    page.click("text=AnkiDroid")
    wait_in_frame(page, "front", "(found) => found.documentElement.matches('.android')")
    page.reload()
    assert "Fish" in shown(page, "back")


def test_nothing_in_a_card_acts(page: "Page", site: Path) -> None:
    go(page, site, "Pets-Dogs-狗.html", "#note=pets/hostile")
    shown(page)
    page.frame_locator("#stage iframe").locator("a").click()
    page.wait_for_timeout(300)
    assert page.title() == "Pets › Dogs & 狗"
    assert "</script><b>bold" in page.locator("#notes [aria-current]").inner_text()
    go(page, site, "Pets-Dogs-狗.print.html")
    assert page.title() == "Pets::Dogs & 狗"
    assert page.locator("form, script").count() == 0


def test_every_key_of_the_list_of_keys_does_something_and_escape_closes_it(page: "Page", site: Path) -> None:
    go(page, site, "Pets-Cats.html")
    page.keyboard.press("?")
    assert page.locator("dialog kbd").count() > 10
    page.keyboard.press("Escape")
    assert not page.locator("dialog").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1400])
@pytest.mark.parametrize(
    "name", ["index.html", "Pets-Cats.html", "Pets-Cats.print.html", "Pets-Dogs-狗.html"]
)
def test_axe_has_nothing_against_a_page_in_both_themes(
    browser: "Browser", site: Path, name: str, scheme: str, width: int
) -> None:
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True
    )  # type: ignore[arg-type]
    page = context.new_page()
    go(page, site, name)
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true })")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def links_of(page: "Page", site: Path) -> int:
    """How many links within the site the page has; the test fails if one leads to no file.

    Links to the web are those of a card's own text.
    """
    links = page.locator("a[href]:not(.card [href^=http])").evaluate_all(
        "found => found.map((one) => one.href)"
    )
    for link in links:
        address = re.sub(r"#.*", "", link)
        assert address.startswith(site.as_uri()), (page.url, link)
        assert Path(unquote(urlsplit(address).path)).is_file(), (page.url, link)
    return len(links)


def test_every_link_of_every_page_leads_to_a_file(page: "Page", site: Path) -> None:
    links = 0
    for path in site.glob("*.html"):
        go(page, site, path.name)
        links += links_of(page, site)
    assert links > 20


def write(project: Path) -> Path:
    """The site of a project as the command writes it."""
    deckgen(project, "preview", "-o", "site")
    return project / "site"


def deckgen(folder: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "deckgen", *arguments], cwd=folder, check=True, capture_output=True)


def walk(page: "Page", site: Path, name: str) -> int:
    """How many cards a page has: each is shown with both sides, and its pictures are there."""
    go(page, site, name)
    page.click("[data-look=mode] [value=both]")
    page.keyboard.press("Home")
    cards = 0
    while True:
        cards += 1
        page.wait_for_function(SHOWN, timeout=WAIT)
        before = page.inner_text("#position")
        page.keyboard.press("ArrowRight")
        if page.inner_text("#position") == before:
            return cards


def test_the_site_of_the_starter_is_whole_on_a_disk(page: "Page", tmp_path: Path) -> None:
    deckgen(tmp_path, "new", "mine")
    site = write(tmp_path / "mine")
    names = sorted(path.name for path in site.glob("*.html"))
    assert len(names) == 3
    assert walk(page, site, names[0]) > 5
    for name in names:
        go(page, site, name)
        assert links_of(page, site) > 0


@pytest.mark.parametrize("walks", [False, pytest.param(True, marks=pytest.mark.thorough)])
def test_the_site_of_the_shipped_deck_is_whole_on_a_disk(page: "Page", tmp_path: Path, walks: bool) -> None:
    shutil.copytree(ROOT / "source", tmp_path / "source")
    site = write(tmp_path)
    for name in sorted(path.name for path in site.glob("*.html")):
        go(page, site, name)
        assert links_of(page, site) > 0
        if name.endswith(".print.html"):
            assert page.locator("img").evaluate_all(DRAWN) == []
        elif walks and name != "index.html":
            assert walk(page, site, name) > 15
    assert len(list(site.glob("*.html"))) == 1 + 2 * 11


def test_the_pages_speak_chinese_to_a_chinese_browser(browser: "Browser", site: Path) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    go(page, site, "Pets-Cats.html")
    shown(page)
    words = page.locator("button:visible, h2, label").all_inner_texts()
    assert [word for word in words if re.search(r"[a-z]{3}", word) and word != "AnkiDroid"] == []
    context.close()


def test_without_javascript_the_overview_and_the_page_to_print_are_readable(
    browser: "Browser", site: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    go(page, site, "index.html")
    assert "Cards by tag" in page.inner_text("main")
    go(page, site, "Pets-Cats.html")
    page.click("noscript a")
    assert "Fish" in page.inner_text("main")
    context.close()
