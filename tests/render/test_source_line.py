"""The source line of a card: host and end of an address, whatever an address may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.render.render import render_question
from deckgen.render.source_line import short_address
from tests.support.questions import document, question

ADDRESSES = {
    "https://arxiv.org/abs/1706.02677": "arxiv.org/abs/1706.02677",
    "https://www.example.org/": "example.org",
    "https://docs.python.org/3/library/stdtypes.html#sequence-types-list-tuple-range": (
        "docs.python.org/…/stdtypes.html#sequence-ty…"
    ),
    "https://zh.wikipedia.org/wiki/%E6%B3%A8%E6%84%8F%E5%8A%9B": "zh.wikipedia.org/wiki/注意力",
    "https://pytorch.org/docs/stable/generated/torch.nn.GELU.html": "pytorch.org/…/torch.nn.GELU.html",
    "https://youtu.be/watch?v=abc": "youtu.be/watch?v=abc",
    "https://a.example/%E2%80%AEcod": "a.example/%E2%80%AEcod",
    "https://a.example/%FF": "a.example/%FF",
    "https://[a.example/": "https://[a.example/",
    "https://": "https://",
}


@pytest.mark.parametrize(("address", "short"), ADDRESSES.items())
def test_an_address_becomes_its_host_and_end(address: str, short: str) -> None:
    assert short_address(address) == short


@given(st.text())
def test_no_address_makes_it_fail(text: str) -> None:
    assert len(short_address(f"https://a.example/{text}")) <= 44


def _source(text: str) -> str:
    asked = question("a", source=text)
    return render_question(asked, document(asked), {}).fields[4]


def test_only_a_link_that_shows_its_address_is_shortened() -> None:
    assert ">Kaiming (2015)</a>" in _source("[Kaiming (2015)](https://arxiv.org/abs/1502.01852)")
    shown = _source("see https://a.example/b/c/a-rather-long-end-of-an-address-of-many-words")
    assert 'href="https://a.example/b/c/a-rather-long-end-of-an-address-of-many-words"' in shown
    assert ">a.example/…/a-rather-long-end-of-an-address…</a>" in shown


def test_what_is_decoded_is_only_text() -> None:
    shown = _source("https://a.example/%3Cscript%3E%5Bsound:x.mp3%5D%7B%7Bx%7D%7D%5C%28y%5C%29")
    assert "&lt;script&gt;" in shown
    assert "[sound:" not in shown
    assert "{{" not in shown
    assert r"\(" not in shown
