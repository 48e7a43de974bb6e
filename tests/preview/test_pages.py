"""The page of the cards: its data, its words, its files."""

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.preview.as_json import index_as_json
from deckgen.preview.pages import KEYS, SCRIPTS, json_element, read_assets, read_words, render_app
from deckgen.preview.review_page import REVIEW_KEYS
from tests.preview.made import made_note, made_preview
from tests.support import ROOT

FOLDER = ROOT / "deckgen/preview"
PIECES = ["</script>", "<!--", "<script>", "\u2028", "\u2029", "\ud800", "&lt;", '"', "\\", "]]>", "{{", "{%"]
ANY_TEXT = st.lists(st.one_of(st.text(), st.sampled_from(PIECES))).map("".join)
WORD = re.compile(
    r'\bsay\("(\w+)"|word\("(\w+)"|data-word(?:-label|-title|-placeholder)?="(\w+)"|more\("(\w+)"'
)


class DataElement(HTMLParser):
    """The text of the element with the data, and how many elements come after it."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.within, self.scripts = "", False, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.within = ("id", "data") in attrs

    def handle_endtag(self, tag: str) -> None:
        self.within = False

    def handle_data(self, data: str) -> None:
        if self.within:
            self.text += data


def read_page(page: str) -> DataElement:
    parser = DataElement()
    parser.feed(page)
    parser.close()
    return parser


@given(ANY_TEXT)
def test_no_text_breaks_out_of_the_json_element(text: str) -> None:
    written = json_element({"title": text})
    written.encode()
    assert "<" not in written
    assert json.loads(written) == {"title": text}


@given(title=ANY_TEXT, name=ANY_TEXT)
def test_no_title_and_no_name_of_a_project_adds_an_element(title: str, name: str) -> None:
    index = index_as_json(made_preview(made_note(title=title)))
    read = read_page(render_app(index, title=name.encode("utf-8", "replace").decode()))
    assert json.loads(read.text)["packages"][0]["notes"][0]["title"] == title
    assert read.scripts == len(SCRIPTS) + 3


def test_every_word_is_there_in_both_languages_and_with_the_same_values() -> None:
    for name, row in read_words().items():
        assert row.keys() == {"en", "zh"}, name
        assert all(row.values()), name
        english, chinese = (set(re.findall(r"\{\w+\}", row[language])) for language in ("en", "zh"))
        assert english == chinese, name


def test_every_word_that_is_said_is_in_the_table_and_every_word_of_the_table_is_said() -> None:
    files = [*FOLDER.glob("assets/*.js"), *FOLDER.glob("templates/*.html"), *FOLDER.glob("*.py")]
    text = "\n".join(path.read_text("utf-8") for path in files)
    said = {next(filter(None, found)) for found in WORD.findall(text)}
    assert said <= read_words().keys()
    unsaid = {name for name in read_words() if f'"{name}"' not in text and f".{name}" not in text}
    made = {name for name in unsaid if name.startswith(("kind_", "by_")) or name in {"new", "changed"}}
    assert unsaid - made == set()


def test_the_table_is_in_the_order_of_the_alphabet() -> None:
    assert list(read_words()) == sorted(read_words())


ARROWS = {"→": "ArrowRight", "←": "ArrowLeft", "↓": "ArrowDown", "↑": "ArrowUp"}


@pytest.mark.parametrize(("script", "keys"), [("keys.js", KEYS), ("review.js", REVIEW_KEYS)])
def test_the_lists_of_keys_name_next_and_previous_in_the_order_of_their_keys(
    script: str, keys: tuple[tuple[str, str], ...]
) -> None:
    text = (FOLDER / "assets" / script).read_text("utf-8")
    steps = dict(re.findall(r"^  (\w+): \(\) => step\w*\((-?1)\)", text, re.MULTILINE))
    words = {shown: read_words()[name] for shown, name in keys}
    walks = [shown for shown in words if ARROWS.get(shown[0], shown[0]) in steps and " " in shown]
    assert walks
    for shown in walks:
        directions = [steps[ARROWS.get(key, key)] for key in shown.split()]
        order = ["1", "-1"] if words[shown]["en"].startswith("next") else ["-1", "1"]
        assert directions == order * (len(directions) // 2), shown
        assert words[shown]["zh"].startswith("下" if order[0] == "1" else "上"), shown


def test_every_file_that_a_page_names_is_an_asset() -> None:
    page = render_app(index_as_json(made_preview()), title="")
    named = set(re.findall(r'"assets/([^"]+)"', page))
    assert named <= read_assets().keys()
    assert set(SCRIPTS) <= named


@pytest.mark.parametrize("template", sorted(FOLDER.glob("templates/*.html")), ids=lambda path: path.stem)
def test_no_template_has_an_inline_script_or_an_address_elsewhere(template: object) -> None:
    text = template.read_text("utf-8")  # type: ignore[attr-defined]
    assert re.findall(r"\son\w+=|javascript:|https?://|<script>|\sstyle=", text) == []
