"""What no page should be: each is refused in a sentence, or read in bounded time, and never a traceback."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.pages.ingest import ingest
from deckgen.pages.open.decode import PageError
from deckgen.pages.page import PageKind
from tests.support import deckgen

QUESTIONS = (
    "<h2>什么是栈？</h2><p>后进先出的结构，常用来做函数的调用。</p>"
    "<h2>什么是队列？</h2><p>先进先出的结构，常用来排队。</p>"
)


def _containers(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    names = st.sampled_from(["cells", "source", "data", "text/plain", "image/png", "output_type", "language"])
    return st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3)


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_page_is_refused(content: bytes) -> None:
    with pytest.raises(PageError, match="is empty"):
        ingest(content, "page.html")


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 x", b"\x89PNG\r\n\x1a\n", bytes(range(256)) * 50, b"\x00" * 999]
)
def test_a_binary_page_is_refused(content: bytes) -> None:
    with pytest.raises(PageError, match="no text"):
        ingest(content, "page.html")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"cells": [{"cell_type": "markdown",', "page.ipynb is a damaged notebook: .* in line 1"),
        (b'{"cells": ' + b"[" * 100_000 + b"}", "page.ipynb is a damaged notebook"),
        (b'{"metadata": {}, "worksheets": []}', "page.ipynb is a notebook of an old format; .*nbconvert"),
        (b'{"metadata": {"a": 1}, "data": []}', "page.ipynb is JSON, but not a notebook"),
        (b'{"cells": 5, "nbformat": 4}', "page.ipynb is JSON, but not a notebook"),
    ],
)
def test_what_only_looks_like_a_notebook_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(PageError, match=message):
        ingest(content, "page.ipynb")


@given(st.recursive(st.none() | st.integers() | st.text(max_size=8), _containers, max_leaves=12))
def test_any_cells_of_a_notebook_are_read(value: object) -> None:
    asked = {"cell_type": "markdown", "source": ["## What is a stack?\n", "\n", "Last in, first out."]}
    odd = {"cell_type": "code", "source": value, "outputs": value, "attachments": value}
    notebook = {"metadata": value, "cells": [asked, value, odd], "nbformat": 4}
    assert len(ingest(json.dumps(notebook).encode(), "page.ipynb").report.taken) == 1


@given(st.text(st.sampled_from('#:"\\tab c{}1\n'), max_size=80))
def test_any_rows_of_cards_are_read(text: str) -> None:
    page = f"#separator:tab\nWhat is a stack?\tLast in, first out.\n{text}\n".encode()
    assert not ingest(page, "page.txt").report.lost


def test_a_page_of_40_mb_is_refused_at_once() -> None:
    begun = time.perf_counter()
    with pytest.raises(PageError, match="MiB"):
        ingest(b"<p>x</p>" * (5 * 1024 * 1024), "page.html")
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize("name", ["page.html", "page.txt"])
def test_many_comments_at_the_start_take_no_time(name: str) -> None:
    page = f"{'<!-- made by a site -->' * 500}\n<html><article>{QUESTIONS}</article></html>"
    begun = time.perf_counter()
    assert len(ingest(page.encode(), name).report.taken) == 2
    assert time.perf_counter() - begun < 2


def test_thousands_of_labels_in_a_row_are_read() -> None:
    labels = "Answer:\n\n" * 3000
    page = f"## 1. What is a stack?\n\n{labels}It is last in, first out.\n\n## 2. Why?\n\nSo.\n"
    ingested = ingest(page.encode(), "page.md")
    assert len(ingested.report.taken) == 2
    assert not ingested.report.lost


def test_100_000_nested_tags_lose_no_text_silently() -> None:
    deep = "<div>" * 100_000 + "deep" + "</div>" * 100_000
    page = f"<html><body><article>{QUESTIONS}{deep}</article></body></html>".encode()
    ingested = ingest(page, "page.html")
    assert len(ingested.report.taken) == 2
    assert "deep" in ingested.markdown or [lost.text for lost in ingested.report.lost] == ["deep"]


@pytest.mark.parametrize(
    "tag", ["ul><li", "blockquote", "b", "span", "table><tr><td", "details", "em", "a href=x"]
)
def test_deep_nests_of_any_tag_are_read(tag: str) -> None:
    page = f"<article>{QUESTIONS}{f'<{tag}>' * 3000}deep</article>".encode()
    assert len(ingest(page, "page.html").report.taken) == 2


@pytest.mark.parametrize(
    "line", ["> " * 5000 + "x", "- " * 5000 + "x", "[" * 20000, "**" * 20000, "`" * 30000, "$" * 30000]
)
def test_hostile_markdown_takes_no_time(line: str) -> None:
    begun = time.perf_counter()
    ingest(f"## 什么是栈？\n\n{line}\n\n## 什么是队列？\n\n先进先出。\n".encode(), "page.md")
    assert time.perf_counter() - begun < 10


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=400))
def test_any_text_is_read_and_none_of_it_lost(text: str) -> None:
    page = f"问题1：什么是栈？\n\n{text}\n\n问题2：什么是队列？\n\n先进先出。\n".encode("utf-8", "replace")
    ingested = ingest(page, "page.txt")
    assert not ingested.report.lost


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<b>",
                "<ul>",
                "<li>",
                "<pre>",
                "<h2>",
                "</h2>",
                "<table>",
                "<td>",
                "x?",
                "$a$",
                "<",
            ]
        )
    )
)
def test_any_soup_of_tags_is_read(parts: list[str]) -> None:
    ingest(f"<article>{QUESTIONS}{''.join(parts)}</article>".encode(), "page.html")


def test_the_command_refuses_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "news.txt").write_text("今天天气很好。\n我们去爬山。\n", encoding="utf-8")
    for name, message in (("empty.html", "is empty"), ("news.txt", "not a page of questions")):
        ran = deckgen("ingest", name, "-o", "out.md", cwd=tmp_path)
        assert ran.returncode == 1
        assert message in ran.stderr
        assert not (tmp_path / "out.md").exists()
    missing = deckgen("ingest", "nowhere.html", cwd=tmp_path)
    assert missing.returncode == 2
    assert "cannot be read" in missing.stderr


RST = """
.. _faq:

Questions
=========

What is a pod?
--------------

A ``unit`` that :ref:`the scheduler <scheduler>` places.

.. code-block:: yaml

   kind: Pod
"""
"""As docs/community/faq.rst of github.com/psf/requests at 1f6589ec3a1ee910f9a65cc3ceac60b26677bc0e."""
ADOC = """
= Questions

== What is a pod?

A unit.

== Why is it useful?

It is placed whole.
"""
"""As FAQ.adoc of github.com/antoyo/titanium at 992b90ec3f48723180eca284ede52a5d97d263f4."""
ORG = """
#+TITLE: 面试

* 什么是栈？
  后进先出。
* 什么是队列？
#+BEGIN_SRC c
int n;
#+END_SRC
"""
"""As interview.org of github.com/byrChen/offer at 2b9fb1555271e16e0f454d11185dee5595466b65."""


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (RST, "reStructuredText, .*`pandoc -f rst -t gfm page.rst"),
        (ADOC, "AsciiDoc, .*`asciidoctor page.adoc"),
        (ORG, "Org, .*`pandoc -f org -t gfm page.org"),
    ],
)
@pytest.mark.parametrize("name", ["page.md", "page"])
def test_another_markup_is_refused_with_a_command(name: str, page: str, message: str) -> None:
    with pytest.raises(PageError, match=f"{name} is {message}"):
        ingest(page.encode(), name)
    assert ingest(page.encode(), name, PageKind.TEXT).report.kind is PageKind.TEXT


@pytest.mark.parametrize(
    "page",
    [
        "What is a pod?\n--------------\n\nA unit.\n\nWhat is a node?\n---------------\n\nA machine.\n",
        "# Q\n\n## What is `:toc:` in AsciiDoc?\n\n```\n:toc:\n[source,c]\n== A\n```\n\n## Why?\n\nSo.\n",
        "Q: What is == in C?\nA: It compares.\n\nQ: What is :: in C++?\nA: It names a scope.\n",
    ],
)
def test_text_that_only_looks_like_another_markup_is_read(page: str) -> None:
    assert len(ingest(page.encode(), "page.rst").report.taken) == 2


@pytest.mark.parametrize(
    "page",
    [
        '<link rel="canonical" href="http://[x"><h2>1. What is it?</h2><p>A <a href="/y">link</a>.</p>',
        '<link rel="canonical" href="https://x.example"><h2>1. What is it?</h2><p>A <a href="http://[x">link</a>.</p>',
        "## 1. What is it?\n\nA ![formula](http://[x/equation?tex=a) and a [link](http://[y).\n",
    ],
)
def test_an_address_that_is_none_stays_as_it_is(page: str) -> None:
    markdown = ingest(page.encode(), "page", anyway=True).markdown
    assert "http://[x" in markdown or "[y" in markdown
