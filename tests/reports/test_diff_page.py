import re
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from deckgen.apkg.read import decode_apkg
from deckgen.diff.compare import compare
from deckgen.diff.values import Diff, NoteDiff
from deckgen.reports.diff_page import render_page
from deckgen.values.text import Html
from tests.support.diff_scenarios import LATER, SCENARIOS
from tests.support.making import NOTE_TYPES, encode_apkg, note

_OURS = {
    *("html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "section", "article"),
    *("details", "summary", "dl", "dt", "dd", "ul", "li", "ins", "del", "span", "code"),
    *("div", "pre", "table", "tr", "td"),
}
_HOSTILE = st.lists(
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "&lt;script&gt;alert(1)&lt;/script&gt;",
            "&lt;img src=x onerror=alert(1)&gt;",
            '"><b onclick="x">',
            "</style>",
            "]]>",
            "&amp;lt;b&amp;gt;",
            "\x1b[2J",
            "$body ${style} $$",
            "word ",
            "张量",
        ]
    ),
    max_size=6,
).map("".join)


class _Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.opened: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.depth: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append((tag, dict(attrs)))
        if tag != "meta":
            self.depth.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.depth.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@given(_HOSTILE, _HOSTILE, _HOSTILE, _HOSTILE)
def test_no_text_of_a_package_becomes_html(question: str, answer: str, edited: str, name: str) -> None:
    old = [note("a", question, answer), note("gone", answer, question)]
    new = [
        note("a", question, edited, modified=LATER),
        note("new", edited, question),
        note("s", tags=("<b>",)),
    ]
    diff = compare(
        decode_apkg(encode_apkg(old, NOTE_TYPES, {"大模型面试": Html(answer)})),
        decode_apkg(encode_apkg(new, NOTE_TYPES, {"大模型面试": Html(edited)})),
    )
    tags = _Tags(render_page(_with_names(diff, name), name, "new"))
    assert {tag for tag, _ in tags.opened} <= _OURS
    allowed = {"class", "lang", "charset", "name", "content", "http-equiv"}
    assert {attribute for _, attributes in tags.opened for attribute in attributes} <= allowed
    assert tags.depth == []
    assert "\x1b" not in tags.text


def _with_names(diff: Diff, name: str) -> Diff:
    """The same of a package in which everything else is called so, too."""

    def renamed(n: NoteDiff) -> NoteDiff:
        return replace(n, key=name, title=name, deck=name, note_type=name, was_of=name)

    return replace(
        diff,
        notes=tuple(map(renamed, diff.notes)),
        note_types=tuple(replace(n, name=name, changes=(name,)) for n in diff.note_types),
        decks=tuple(replace(d, name=name) for d in diff.decks),
        media=tuple(replace(m, name=name) for m in diff.media),
    )


def test_a_change_is_marked_where_it_is() -> None:
    page = render_page(SCENARIOS["retagged"].diff, "old.apkg", "new.apkg")
    assert "<dt>Tags</dt><dd><del>old</del> <ins>数学</ins> </dd>" in page
    assert "<title>old.apkg → new.apkg</title>" in page


def test_the_page_loads_nothing_from_elsewhere() -> None:
    for scenario in SCENARIOS.values():
        page = render_page(scenario.diff, "old", "new")
        assert not re.search(r"https?:|url\(|@import|<link|<script", page)


def test_the_same_packages_make_a_page_that_says_so() -> None:
    assert "Nothing changes." in render_page(SCENARIOS["nothing"].diff, "old", "new")
