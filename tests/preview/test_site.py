"""The files of a static site: their names, their links, and what is in them."""

import json
import re
from html import unescape
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from deckgen.preview.site import make_site, name_pages
from tests.preview.made import made_note, made_preview

NAMES = st.lists(
    st.one_of(st.text(max_size=80), st.sampled_from(["A", "a", "index", "CON", "..", "a.print", "a-print"])),
    unique=True,
)


@given(NAMES)
def test_each_deck_has_pages_whose_names_every_file_system_allows(decks: list[str]) -> None:
    names = name_pages(("pets", deck) for deck in decks)
    assert list(names) == [("pets", deck) for deck in decks]
    pages = [f"{name}{ending}".casefold() for name in names.values() for ending in (".html", ".print.html")]
    assert len(set(pages)) == len(pages)
    for page in pages:
        assert re.fullmatch(r"[\w.-]+\.html", page)
        assert len(page.encode("utf-8", "surrogatepass")) < 256
        assert page.partition(".")[0] not in {"index", "con", "nul"}


def test_every_address_in_a_page_is_a_file_of_the_site() -> None:
    notes = [
        made_note("a", deck="A::狗 & 猫"),
        made_note("b", deck="a::狗 & 猫"),
        made_note("c", deck="index"),
    ]
    files = dict(make_site(made_preview(*notes), [("dot.svg", b"<svg/>")]))
    for path, content in files.items():
        if path.endswith(".html"):
            page = content.decode().partition('<script type="application/json"')[0]
            for address in re.findall(r'(?:href|src)="([^"#]+)"', page):
                assert unquote(unescape(address)) in files, (path, address)
    assert "media/dot.svg" in files


def test_a_back_leaves_out_the_front_that_it_repeats_and_no_text_is_there_twice() -> None:
    files = dict(make_site(made_preview(made_note(title="Why do cats purr?")), []))
    data = re.search(r'id="data">(.*?)</script>', files["Pets-Cats.html"].decode(), re.DOTALL)
    assert data
    index = json.loads(data[1])
    card = index["faces"]["pets/cat-food"]["cards"][0]
    assert card["around_front"] == ["", "<section>Fish.</section>"]
    assert "text" not in index["packages"][0]["notes"][0]
