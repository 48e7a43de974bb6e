"""What ingest lost of a page is named with its line and its words, and nothing else is."""

import json
import re
import time
from pathlib import Path

import pytest

from deckgen.pages.ingest import ingest
from deckgen.pages.keep.lost import find_lost
from deckgen.pages.keep.seen import seen_pieces, seen_text
from deckgen.pages.open.characters import mend_characters
from deckgen.pages.open.decode import decode_page
from deckgen.pages.page import Dropped, PageKind
from tests.support import case_folders, deckgen

LOSING = "<h2>1. 什么是栈？</h2><p>后进先出。</p>\n<h2>2. 什么是队列？</h2><p>先进先出。</p>\n"


def _words(page: str, kind: PageKind = PageKind.HTML) -> str:
    pieces = " ".join(piece for _, piece in seen_pieces(page, kind))
    assert sorted(pieces.split()) == sorted(seen_text(page, kind).split())
    return " ".join(pieces.split())


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<p>a</p></html><p>after</p>", "a after"),
        ("<html><body>1</html><!doctype html><html><title>T</title><body>2</html>", "1 T 2"),
        ("<template><p>in<template>nested</template></template>", "in nested"),
        ("<noscript><p>without</p></noscript><frameset><noframes>old", "without old"),
        ('<iframe title=x srcdoc="<p>in &amp;lt;side</p>" width=3>else</iframe>b', "in <side else b"),
        ("<iframe srcdoc='a &quot; b'></iframe>", 'a " b'),
        ("<select><option>o<textarea>t <!-- kept --> <b></textarea>x", "o t <!-- kept --> <b> x"),
        ("<svg><style>s</style><text>t</text><![CDATA[c]]></svg>", "t c]]>"),
        ("<plaintext>a <b>c", "a c"),
        ("a<!-- b > c -->d<!-->e<!--->f<!-- g --!>h<!-- i", "a d e f h"),
        ("a<?php b ?>c</ d>e<!x f>g</>h", "a c e g h"),
        ("<p title='a > b' x=\"c > d\" e'f>g<p it's>h", "g h"),
        ('<p>a<a href="b>c<p>d', "a"),
        ("<script>'</p>' a</script >b<STYLE>c</style>d<scripts>e", "b d e"),
        ("<script type='math/tex'>x+y</script>", "x+y"),
        ("a &lt;b&gt; &amp;lt; &nbsp;&eacute;&#x4e2d; 3 < 4 <5", "a <b> < é中 3 < 4 <5"),
    ],
)
def test_what_a_browser_shows_of_html_is_seen(page: str, words: str) -> None:
    assert _words(page) == words


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("a <b>c</b> <https://d.e> 1 <2", "a c <https://d.e> 1 <2"),
        ("`<b>` ``<i>``", "<b> `` ``"),
        ("```html x\n<b>\n```\n<b>c", "<b> c"),
        ("~~~\n[a](b)\n```\n~~~\n[c](d)", "[a](b) ``` [c]"),
        ("> ```\n> <b>", "> <b>"),
        ('[a](b (c)) [d](e_(f) "g") ![h|20](i =3x4) [j][k]', "[a](b (c)) [d] ![h ] [j]"),
        ('[a]: https://b "c"\nd <!-- e -->', "d e"),
        (
            "1. ```vue\n   <template>a</template>\n   ```\n\n> - ~~~\n>   <b>\n>   ~~~\n",
            "<template>a</template> > <b>",
        ),
    ],
)
def test_what_a_reader_of_markdown_sees_is_seen(page: str, words: str) -> None:
    assert _words(page, PageKind.MARKDOWN) == words


def test_what_is_lost_has_its_line_and_its_words() -> None:
    page = f"{LOSING}<p>Kept, too.</p>\n<p>This was\nlost, by <b>a</b> reader.\n\n<p>And this.</p>"
    dropped = [Dropped(3, "Kept, too. 1. 2.", "noise")]
    markdown = "## 什么是栈？ {#a}\n\n后进先出。\n\n## 什么是队列？\n\n先进先出。\n"
    (lost,) = find_lost(page, PageKind.HTML, markdown, dropped)
    assert (lost.line, lost.letters, lost.text) == (4, 27, "This was lost, by a reader. And this")


def test_words_of_ingest_hide_no_loss() -> None:
    markdown = "---\ndeck: lost\ntags: [lost]\n---\n\n# lost\n\n## a {#lost .lost}\n\n[a](https://lost)\n"
    assert [lost.text for lost in find_lost("<p>a a lost", PageKind.HTML, markdown, ())] == ["lost"]


@pytest.mark.parametrize(
    ("page", "markdown"),
    [
        ("<p>foo<b>bar</b>", "foo**bar**"),
        ("<p><i>foo</i><i>bar</i>", "foobar"),
        ("<p>x² ⼒ λ", "$x2力\\lambda$"),
        ("<p>a[0](x) [1]", "a\\[0](x) [1]"),
        ("<p>a &amp;lt; b_c", "a < b\\_c"),
    ],
)
def test_words_that_are_written_in_another_way_are_not_lost(page: str, markdown: str) -> None:
    assert not find_lost(page, PageKind.HTML, markdown, ())


@pytest.mark.parametrize("case", case_folders("ingest"))
def test_a_sentence_that_is_taken_out_is_lost(case: Path) -> None:
    page = next(path for path in sorted(case.iterdir()) if path.stem == "page")
    ingested = ingest(page.read_bytes(), page.name)
    if page.suffix == ".mhtml" or not ingested.markdown:
        return
    text = mend_characters(decode_page(page.name, page.read_bytes()))
    body, kind = ingested.markdown, ingested.report.kind
    dropped = ingested.report.dropped
    everything = " ".join((body, *(each.text for each in dropped)))
    for found in re.finditer(
        r"(?<=[\n。.])[^\n。.{}\[\]`<$/|-]{12,}[。.]?(?=\n)", body[body.index("\n## ") :]
    ):
        if not found[0].startswith("#") and everything.count(found[0].strip("- *.。")) == 1:
            cut = body.replace(found[0], " ")
            assert find_lost(text, kind, cut, dropped), found[0]


def test_the_command_names_what_is_lost_and_writes_the_source(tmp_path: Path) -> None:
    losing = f"<html><body>{LOSING}{'<div>' * 100_000}This is too deep for a reader.</body></html>"
    (tmp_path / "page.html").write_text(losing, encoding="utf-8")
    ran = deckgen("ingest", "page.html", "-o", "out.md", "--report", "report.txt", cwd=tmp_path)
    if "too deep" in (tmp_path / "out.md").read_text(encoding="utf-8"):
        pytest.skip("the reader of HTML can read this page")
    error = (
        "page.html:3: error: 23 characters of the page are neither in the source nor left out for a reason: "
        '"This is too deep for a reader"; copy what you need from the page [text-lost]'
    )
    assert ran.returncode == 1
    assert error in " ".join(ran.stderr.split())
    assert "23 characters lost" in ran.stderr
    assert error in (tmp_path / "report.txt").read_text(encoding="utf-8")
    (page,) = json.loads(deckgen("ingest", "page.html", "--json", cwd=tmp_path).stdout)["pages"]
    assert page["lost"] == [{"line": 3, "letters": 23, "text": "This is too deep for a reader"}]


@pytest.mark.parametrize(
    "part",
    [
        *(
            "<",
            "<!--",
            "<a href='",
            '<a b="',
            "<a =",
            "</",
            "<script>",
            "<textarea>",
            "<iframe srcdoc=",
            "x ",
        ),
        *("&", "]]>", "[", "](", "](a ", "`", "```\n", "~~~\n", "[a]: b\n", "a](b (", "<a ", "|9", "]: "),
    ],
)
@pytest.mark.parametrize("kind", [PageKind.HTML, PageKind.MARKDOWN])
def test_hostile_pages_take_no_time(part: str, kind: PageKind) -> None:
    begun = time.process_time()
    find_lost(part * 30_000, kind, "", ())
    assert time.process_time() - begun < 2


NOTEBOOK = """{"cells": [
 {"cell_type": "code", "outputs": [{"output_type": "stream", "text": ["printed\\n"]}],
  "source": ["call()"]},
 {"cell_type": "markdown", "source": "## What is\\u0020a stack?"}
]}"""


@pytest.mark.parametrize(
    ("text", "kind", "markdown", "lost"),
    [
        (NOTEBOOK, PageKind.NOTEBOOK, "## What is a stack?\n\n`call()`\n", [(2, "printed")]),
        (NOTEBOOK, PageKind.NOTEBOOK, "## What is a stack?\n\nprinted\n", [(3, "call")]),
        ("Why?\tIt is a <b>tree</b>.\nHow?\tFast.\n", PageKind.CARDS, "Why It is a tree How", [(2, "Fast")]),
        (
            "Q: Why?\nA: So.\n\nC: A [lamp] shines.\n",
            PageKind.HASHCARDS,
            "Q Why A So C A shines",
            [(4, "lamp")],
        ),
    ],
)
def test_lost_text_of_other_kinds_is_named(
    text: str, kind: PageKind, markdown: str, lost: list[tuple[int, str]]
) -> None:
    assert [(each.line, each.text) for each in find_lost(text, kind, markdown, ())] == lost
