"""Any notes that the earlier stages may hand over, for Hypothesis."""

from hypothesis import strategies as st

from deckgen.values.document import Kind
from deckgen.values.note import Media, Note
from tests.support.making import MONDAY, note

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\x1f"), max_size=60)
_WORDS = st.text(st.characters(categories=["L", "N", "S", "Pd"]), min_size=1, max_size=8)
DECKS = st.lists(_WORDS, min_size=1, max_size=3).map("::".join)
_TIMES = st.integers(MONDAY - 10**6, MONDAY + 10**6)
_NAMES = st.text("abcdef0123456789._-", min_size=1, max_size=12)


@st.composite
def packages(draw: st.DrawFn) -> list[Note]:
    """Draw the notes of one package."""
    library = draw(st.dictionaries(_NAMES, st.binary(max_size=80), max_size=4))
    decks = draw(st.lists(DECKS, min_size=1, max_size=3))
    media = [Media(name, content) for name, content in library.items()]
    notes = []
    for place in range(draw(st.integers(0, 6))):
        kind = draw(st.sampled_from(Kind))
        numbers = st.sets(st.integers(0, 40), min_size=1, max_size=4).map(sorted).map(tuple)
        either = st.sampled_from([(0,), (1,), (0, 1)])
        ordinals = {Kind.CLOZE: numbers, Kind.REVERSED: either}.get(kind, st.just((0,)))
        notes.append(
            note(
                f"{draw(_WORDS)}-{place}",
                draw(TEXT),
                draw(TEXT),
                kind=kind,
                deck=draw(st.sampled_from(decks)),
                tags=tuple(draw(st.lists(DECKS, max_size=3))),
                ordinals=draw(ordinals),
                media=tuple(draw(st.lists(st.sampled_from(media), unique=True))) if media else (),
                modified=draw(_TIMES),
            )
        )
    return notes
