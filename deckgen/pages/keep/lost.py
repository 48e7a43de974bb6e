"""Compares what a reader can see of a page with what ingest wrote, and names what is in neither."""

import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from functools import lru_cache
from html.entities import html5
from itertools import accumulate, pairwise
from unicodedata import normalize

from deckgen.pages.keep.addresses import find_lost_addresses
from deckgen.pages.keep.seen import plain, seen_pieces, seen_text
from deckgen.pages.open.characters import unescape_again
from deckgen.pages.page import Dropped, Lost, PageKind
from deckgen.pages.write.write_source import MARK
from deckgen.values.characters import HAN

_WORD = re.compile(rf"[^\W_](?:(?<=[{HAN}])|[^\W_{HAN}]*+)")
"""A word: letters and digits, or one Chinese character. All begin alike, so that a search is quick."""
_HEAD = re.compile(r"\A---\n(?s:.*?)\n---\n(?:\n# .*\n)?")
_ATTRIBUTES = re.compile(r" \{#[^{}\n]*\}$", re.MULTILINE)
"""What ingest adds to a source: the front matter and the title, and the attributes of a question."""
_NUMBER = re.compile(r"^[ >\t]*+\d{1,9}[.)](?=\s)", re.MULTILINE)
"""The number of an item of Markdown, which ingest may count anew."""
_ESCAPED = re.compile(r"\\\[([^\[\]\n]*+)\]")
"""Brackets that the page shows: what follows them is not an address."""
_MOST_JOINED = 100_000
"""If more words differ, none is looked at for words within it: it takes long, and explains little."""
_LONGEST = 50
"""Letters of a word within a word."""
_BLANK = re.compile(r"\s")
_PART = 1_000_000
_NEAR = 12
"""Words of one lost text may be counted elsewhere: lost words that are so near are named together."""


def find_lost(text: str, kind: PageKind, markdown: str, dropped: Sequence[Dropped]) -> tuple[Lost, ...]:
    """The text of a page that is neither in the source nor among what was left out, in the order of lines."""
    addresses = find_lost_addresses(text, kind, markdown, dropped)
    return tuple(
        sorted((*_find_words(text, kind, markdown, dropped), *addresses), key=lambda lost: lost.line)
    )


def _find_words(text: str, kind: PageKind, markdown: str, dropped: Sequence[Dropped]) -> Iterator[Lost]:
    """The lost words.

    Words are counted, whatever their order, because ingest may move text. A reader may join words or part
    them, so of the words that remain on both sides, those that make up one another are not lost.
    """
    if kind is PageKind.MARKDOWN:
        text = _NUMBER.sub(" ", text)
    page, written = seen_text(text, kind), _from_the_page(kind, markdown, dropped)
    if _holds_all(written, page):
        return
    seen, shown = _count(page, _WORD.findall), _count(written, _WORD.findall)
    missing, extra = _spell(seen - shown), _spell(shown - seen)
    extra.update(_normal(html5[f"{word};"]) for word in [*extra] if f"{word};" in html5)
    missing, extra = missing - extra, extra - missing
    _take_made_of(extra, missing, seen)
    _take_made_of(missing, extra, shown)
    if +missing:
        yield from _name(text, kind, +missing, written)


def _from_the_page(kind: PageKind, markdown: str, dropped: Iterable[Dropped]) -> str:
    """The source and the report without what ingest adds to the words of the page."""
    source = _HEAD.sub("\n", _ESCAPED.sub(r" \1 ", markdown.partition(MARK)[0]))
    source = _ATTRIBUTES.sub(" ", source)
    left_out = "\n".join(each.text for each in dropped)
    if kind is PageKind.MARKDOWN:
        left_out = plain(left_out)
    else:
        # The references of the page were replaced; one that is still there is a text about it.
        source = source.replace("&", "&amp;")
    return f"{seen_text(source, PageKind.MARKDOWN)}\n{unescape_again(left_out)}"


def _holds_all(written: str, page: str) -> bool:
    """Whether all words of the page are written; only what differs between blanks is parted into words."""
    shown, seen = (_count(text, str.split) for text in (written, page))
    shown, seen = (_count(" ".join(more.elements()), _WORD.findall) for more in (shown - seen, seen - shown))
    return not seen - shown


def _count(text: str, part: Callable[[str], Iterable[str]]) -> Counter[str]:
    """The parts of a text, a piece at a time, because words take many times their letters in memory."""
    words: Counter[str] = Counter()
    at = 0
    while at < len(text):
        blank = _BLANK.search(text, at + _PART)
        end = blank.end() if blank else len(text)
        words.update(part(text[at:end]))
        at = end
    return words


def _spell(words: Counter[str]) -> Counter[str]:
    spelled: Counter[str] = Counter()
    for word, count in words.items():
        spelled[_normal(word)] += count
    return spelled


@lru_cache(maxsize=65536)
def _normal(word: str) -> str:
    return "".join(filter(str.isalnum, normalize("NFKC", word)))


def _take_made_of(words: Counter[str], parts: Counter[str], known: Container[str]) -> None:
    """Take from both what makes up a word of the first: `foobar`, and `foo` with `bar` if that is known."""
    for word in [*words.elements()] if parts and words.total() <= _MOST_JOINED else ():
        made_of = [part for part in _part(word, parts, known) if parts[part] > 0]
        if made_of:
            parts.subtract(made_of)
            words[word] -= 1


def _part(word: str, parts: Counter[str], known: Container[str]) -> list[str]:
    found, at = list[str](), 0
    while at < len(word):
        ends = range(min(len(word) - (not found), at + _LONGEST), at, -1)
        missing = next((end for end in ends if parts[word[at:end]] > 0), 0)
        end = missing or next((end for end in ends if word[at:end] in known), 0)
        if not end:
            return []
        found.append(word[at:end])
        at = end
    return found


def _name(text: str, kind: PageKind, missing: Counter[str], written: str) -> Iterator[Lost]:
    """The places of the missing words in the page."""
    pieces = list(seen_pieces(text, kind))
    whole = " ".join(piece for _, piece in pieces)
    starts = list(accumulate((len(piece) + 1 for _, piece in pieces), initial=0))
    places = array("L", (match.start() for match in _WORD.finditer(whole)))
    words = [_normal(match[0]) for match in _WORD.finditer(whole)]
    pairs = set(pairwise(_normal(match[0]) for match in _WORD.finditer(written)))
    for run in _runs(_choose(words, missing, pairs)):
        start, end = places[run[0]], _end(whole, places[run[-1]])
        piece = bisect_right(starts, start) - 1
        line = pieces[piece][0] + whole.count("\n", starts[piece], start)
        yield Lost(line, sum(len(words[at]) for at in run), " ".join(whole[start:end].split()))


def _end(text: str, start: int) -> int:
    word = _WORD.match(text, start)
    return word.end() if word else start


def _choose(words: Sequence[str], missing: Counter[str], pairs: Collection[tuple[str, str]]) -> list[int]:
    """The numbers of the words that are lost.

    A missing word may stand on the page several times. It is rather lost where the words before and after it
    follow each other nowhere in the output (`pairs`), then where one of them does.
    """
    new = [pair not in pairs for pair in pairwise(words)]
    strange = [before + after for before, after in zip([True, *new], [*new, True], strict=True)]
    chosen = []
    for signs in (2, 1, 0):
        for at, word in enumerate(words):
            if strange[at] == signs and missing[word] > 0:
                missing[word] -= 1
                chosen.append(at)
    return sorted(chosen)


def _runs(chosen: Sequence[int]) -> Iterator[list[int]]:
    """The numbers in groups that are near each other."""
    run: list[int] = []
    for at in chosen:
        if run and at - run[-1] > _NEAR:
            yield run
            run = []
        run.append(at)
    if run:
        yield run
