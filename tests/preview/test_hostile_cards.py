"""No script of a card runs, and no request leaves it: fields and templates of somebody who means harm."""

from collections.abc import Iterator

import pytest

from deckgen.apkg.packed import PackedNoteType
from deckgen.preview.faces import render_cards
from deckgen.preview.frame import frame
from deckgen.values.note import Field, Template
from deckgen.values.text import NO_TIME
from tests.support.preview_page import PreviewPage, open_preview_page

RUN = "parent.attacks=(parent.attacks||[]).concat(1);fetch('/leak/script')"
ELSEWHERE = "http://localhost:{port}/leak"
"""The same server under another name, which is another origin."""

VECTORS = {
    "script": f"<script>{RUN}</script><script src='{ELSEWHERE}/s.js'></script>",
    "script in svg": f"<svg><script>{RUN}</script><script href='{ELSEWHERE}/s.js'/></svg>",
    "onerror": f'<img src="x" onerror="{RUN}">',
    "onload": f'<svg onload="{RUN}"></svg><body onload="{RUN}"><style onload="{RUN}"></style>',
    "ontoggle": f'<details open ontoggle="{RUN}"><summary>a</summary></details>',
    "onfocus": f'<input autofocus onfocus="{RUN}"><video src=x onerror="{RUN}"></video>',
    "onclick": f'<div onclick="{RUN}">click</div><button onclick="{RUN}">b</button>',
    "animation": f'<svg><animate onbegin="{RUN}" attributeName=x dur=1s></svg>',
    "javascript link": f'<a href="javascript:{RUN}">a</a><a href=" java&#10;script:{RUN}" target=_top>b</a>',
    "javascript link in svg": f'<svg><a xlink:href="javascript:{RUN}"><text y=20>a</text></a></svg>',
    "link to elsewhere": f'<a href="{ELSEWHERE}/link">a</a><a href="{ELSEWHERE}/link" target=_self>b</a>',
    "link in the top": f'<a href="{ELSEWHERE}" target=_top>a</a><a href="{ELSEWHERE}" target=_parent>b</a>',
    "link with a ping": f'<a href="#x" ping="{ELSEWHERE}/ping">a</a>',
    "data link": '<a href="data:text/html,<script>parent.attacks=[1]</script>" target=_self>a</a>',
    "iframe": f"<iframe src='{ELSEWHERE}/frame'></iframe><iframe src='/leak/same'></iframe>",
    "srcdoc": f"<iframe srcdoc='<script>{RUN.replace(chr(39), '&quot;')}</script>'></iframe>",
    "javascript frame": f'<iframe src="javascript:{RUN}"></iframe>',
    "object": f"<object data='{ELSEWHERE}/o.swf'></object><embed src='{ELSEWHERE}/e.swf'>",
    "refresh": f"<meta http-equiv=refresh content='0; url={ELSEWHERE}/refresh'>",
    "policy": "<meta http-equiv=Content-Security-Policy content='default-src *'>",
    "base": f"<base href='{ELSEWHERE}/base/'><img src='picture.png'><a href='x' target=_self>a</a>",
    "form": f"<form action='{ELSEWHERE}/form'><button>go</button><input type=submit></form>",
    "formaction": f"<form><button formaction='javascript:{RUN}'>go</button></form>",
    "style sheet": f"<link rel=stylesheet href='{ELSEWHERE}/l'><style>@import '{ELSEWHERE}/i';</style>",
    "picture in a style": f"<p style='background: url({ELSEWHERE}/b)'>a</p>"
    f"<style>p {{ content: url({ELSEWHERE}/c) }}</style>",
    "font": f"<style>@font-face{{font-family:f;src:url({ELSEWHERE}/f)}} p{{font-family:f}}</style><p>a</p>",
    "prefetch": f"<link rel=prefetch href='{ELSEWHERE}/pre'><link rel=preload as=image href='{ELSEWHERE}/l'>"
    f"<link rel=dns-prefetch href='//example.org'><link rel=preconnect href='{ELSEWHERE}'>",
    "manifest": f"<link rel=manifest href='{ELSEWHERE}/m'><link rel=icon href='{ELSEWHERE}/icon'>",
    "picture": f"<img src='{ELSEWHERE}'><img srcset='{ELSEWHERE}/s 2x'><input type=image src='{ELSEWHERE}'>",
    "picture in svg": f"<svg><image href='{ELSEWHERE}/i.png'/><use href='{ELSEWHERE}/u.svg#a'/></svg>",
    "sound": f"<audio src='{ELSEWHERE}/a.mp3' autoplay></audio><video poster='{ELSEWHERE}/p.png'></video>"
    f"<video><source src='{ELSEWHERE}/v'><track default src='{ELSEWHERE}/t'></video>[sound:{ELSEWHERE}/s]",
    "map": f"<map name=m><area href='javascript:{RUN}' shape=default></map><img usemap=#m src=x>",
    "out of the page": f"</style></div></body></html><script>{RUN}</script>--><script>{RUN}</script>",
    "out of a quote": f"\"'><script>{RUN}</script>",
    "template": f"<template><script>{RUN}</script></template><noscript><script>{RUN}</script></noscript>",
    "mathml": f"<math><maction actiontype=statusline href='javascript:{RUN}'><mi>x</mi></maction></math>",
    "formula": rf"\(\href{{javascript:{RUN}}}{{x}} \text{{<img src=x onerror={RUN}>}}\)",
    "hidden in a hint": f"{{{{c1::<img src=x onerror={RUN}>::<script>{RUN}</script>}}}}",
}

PARTS = 4
"""How many pages show all vectors, when each has many of them."""


def documents(vector: str) -> list[str]:
    """The vector in a field, in a template and in the style of a note type."""
    fields = (Field("Text", None),)
    made = []
    for field, template in ((vector, "{{Text}}{{hint:Text}}{{text:Text}}"), ("a", f"{{{{Text}}}}{vector}")):
        templates = (Template("Card", None, template.replace("{{c1::", "{"), template),)
        note_type = PackedNoteType(1, vector[:20], False, fields, templates, "", NO_TIME)
        (card,) = render_cards(note_type, (field,), (), {0: "Deck"})
        made += [frame(card.front, ""), frame(card.back, f"{vector}</style>{vector}", title=vector)]
    return made


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_runs_and_nothing_leaves_a_page_of_many_cards(page: PreviewPage, part: int) -> None:
    attack(page, list(VECTORS.values())[part::PARTS], tamed=True)


@pytest.mark.thorough
@pytest.mark.parametrize("tamed", [True, False], ids=["tamed", "alone"])
@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_nothing_runs_and_nothing_leaves(page: PreviewPage, vector: str, tamed: bool) -> None:
    attack(page, [vector], tamed=tamed)


def attack(page: PreviewPage, vectors: list[str], *, tamed: bool) -> None:
    """Click on all that these vectors show; the test fails if one of them does anything."""
    made = [one for vector in vectors for one in documents(vector.replace("{port}", str(page.port)))]
    page.requests.clear()
    found = page.ask("attacked", {"documents": made, "tamed": tamed})
    assert isinstance(found, dict)
    assert (found["scripts"], found["same"]) == ([], True)
    assert [path for path in page.requests if "leak" in path] == []
    if tamed:
        assert found["faces"] == len(made)


@pytest.fixture(scope="module")
def open_house() -> Iterator[PreviewPage]:
    """A page whose policy forbids nothing."""
    with open_preview_page("default-src * 'unsafe-inline'") as page:
        yield page


@pytest.mark.parametrize("name", ["script", "onerror", "link to elsewhere", "picture", "base", "style sheet"])
def test_without_the_walls_an_attack_is_noticed(open_house: PreviewPage, name: str) -> None:
    page = open_house
    vector = VECTORS[name].replace("{port}", str(page.port))
    given = {"documents": [f"<div id=qa></div>{vector}"], "sandbox": "allow-scripts allow-same-origin"}
    before = page.ask("attacked", {"documents": []})
    page.requests.clear()
    found = page.ask("attacked", given)
    assert isinstance(before, dict)
    assert isinstance(found, dict)
    leaks = [path for path in page.requests if "leak" in path]
    assert len(found["scripts"]) > len(before["scripts"]) or leaks


def test_a_picture_of_the_card_is_asked_for(page: PreviewPage) -> None:
    page.requests.clear()
    page.ask("attacked", {"documents": [frame("<img src='leak.png'>", "")], "tamed": True})
    assert page.requests == ["/media/leak.png"]


def test_links_are_handed_to_the_page(page: PreviewPage) -> None:
    face = '<a href="https://example.org/a">a</a> <a href="javascript:b()">b</a> <a href="#c">c</a>'
    found = page.ask("attacked", {"documents": [frame(face, "")], "tamed": True})
    assert isinstance(found, dict)
    assert found["opened"] == ["https://example.org/a"]


def test_a_hint_opens(page: PreviewPage) -> None:
    templates = (Template("Card", None, "{{Text}} {{hint:Text}}", ""),)
    note_type = PackedNoteType(1, "x", False, (Field("Text", None),), templates, "", NO_TIME)
    (card,) = render_cards(note_type, ("secret",), (), {0: "Deck"})
    assert page.ask("hint", frame(card.front, "")) == ["secret Text", "secret\nsecret"]
