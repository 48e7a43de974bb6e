"""The files of a static site: their names, their links, and what is in them."""

import json
import ntpath
import re
from html import unescape
from pathlib import PureWindowsPath
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from deckgen.preview.site import make_site, name_pages
from tests.preview.made import made_note, made_preview

DEVICES = ["CON", "prn", "Aux", "NUL", "COM1", "com9", "lpt1", "LPT9", "COM²", "::COM1", "nul.txt", "CONIN$"]
"""What Windows reserves, by its page `Naming Files, Paths, and Namespaces`, and names that become such."""


def is_device(name: str) -> bool:
    """Whether Python says that Windows takes the name of a file for a device."""
    reserved = getattr(ntpath, "isreserved", None)  # since Python 3.13
    return bool(reserved(name) if reserved else PureWindowsPath(name).is_reserved())


NAMES = st.lists(
    st.one_of(
        st.text(max_size=80), st.sampled_from(["A", "a", "index", "..", "a.print", "a-print", *DEVICES])
    ),
    unique=True,
)


@given(NAMES)
def test_each_deck_has_pages_whose_names_every_file_system_allows(decks: list[str]) -> None:
    names = name_pages(("pets", deck) for deck in decks)
    assert list(names) == [("pets", deck) for deck in decks]
    pages = [f"{name}{ending}".casefold() for name in names.values() for ending in (".html", ".print.html")]
    assert len(set(pages)) == len(pages)
    assert all(re.fullmatch(r"[\w.-]+", name) for name in names.values())
    for page in pages:
        assert len(page.encode("utf-8", "surrogatepass")) < 256
        assert not page.startswith("index.")
        assert not is_device(page)


def test_no_page_is_named_like_a_device_of_windows() -> None:
    assert is_device("con.html")
    names = name_pages(("pets", device) for device in DEVICES)
    assert [name for name in names.values() if is_device(f"{name}.html")] == []
    assert names["pets", "COM1"] == "COM1-2"


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
