"""No word that a reader can see on a broken page is lost silently."""

from collections import Counter

import pytest

from deckgen.pages.ingest import ingest
from tests.support.broken_pages import make_page

SOME, MANY = 100, 1000


def _fates(number: int) -> Counter[str]:
    """What became of the words of so many pages; a word that vanished fails."""
    fates: Counter[str] = Counter()
    for seed in range(number):
        page = make_page(seed)
        ingested = ingest(page.content.encode(), page.name)
        dropped = " ".join(each.text for each in ingested.report.dropped)
        lost = " ".join(each.text for each in ingested.report.lost)
        for word in page.words:
            places = {"kept": ingested.markdown, "left out": dropped, "named as lost": lost}
            fate = next((fate for fate, text in places.items() if word in text), "vanished")
            assert fate != "vanished", (seed, word, page.content)
            fates[fate] += 1
    return fates


def test_nothing_of_a_broken_page_vanishes() -> None:
    assert _fates(SOME)["kept"] > 1000


@pytest.mark.thorough
def test_nothing_of_1000_broken_pages_vanishes() -> None:
    fates = _fates(MANY)
    print(", ".join(f"{count:,} {fate}" for fate, count in fates.items()))
    assert fates["kept"] > 10_000
