"""The address of a link is lost if its words were kept without it."""

import time

import pytest

from deckgen.pages.keep.addresses import find_lost_addresses
from deckgen.pages.page import Dropped, PageKind

SITE = "https://example.com"


def _lost(page: str, kind: PageKind, markdown: str, *left_out: str) -> list[tuple[int, str]]:
    dropped = [Dropped(1, text, "noise") for text in left_out]
    return [(lost.line, lost.text) for lost in find_lost_addresses(page, kind, markdown, dropped)]


# github.com/Snailclimb/JavaGuide, docs/database/mysql/mysql-backup-and-restore.md at 140f92afa39f: what is
# taken for questions are links.
@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (f"\n<p><a class=x href='{SITE}/a'>什么是<b>梯度</b>裁剪？</a>", PageKind.HTML),
        (f"\n1. [什么是梯度裁剪？]({SITE}/a)", PageKind.MARKDOWN),
        (f'\n<a target="_blank" href="{SITE}/a">什么是梯度裁剪？</a>', PageKind.MARKDOWN),
    ],
)
def test_the_address_of_a_question_is_missed(page: str, kind: PageKind) -> None:
    assert _lost(page, kind, "## 什么是梯度裁剪？ {#a .unanswered}\n") == [(2, f"{SITE}/a")]
    assert not _lost(page, kind, f"## 什么是梯度裁剪？ {{#a}}\n\n<{SITE}/a>\n")
    assert not _lost(page, kind, "## 别的 {#a}\n"), "a link of the site, which was left out as a whole"
    assert not _lost(page, kind, "## 什么是梯度裁剪？ {#a}\n", "什么是梯度裁剪？"), "it may be the other one"


@pytest.mark.parametrize(
    ("on_page", "written"),
    [
        (f"{SITE}/a?b=1&amp;c=%E4%B8%AD", f"[words here]({SITE}/a?b=1&c=中)和"),
        (f"{SITE}/a_(b)", f"[words here]({SITE}/a_%28b%29)"),
        (f"{SITE}/a_b", f"words here {SITE}/a\\_b。"),
        (f"{SITE}/", f"[words here]({SITE})"),
    ],
)
def test_an_address_that_is_escaped_in_another_way_is_not_lost(on_page: str, written: str) -> None:
    assert not _lost(f'<a href="{on_page}">words here</a>', PageKind.HTML, written)


def test_addresses_within_the_site_and_short_words_do_not_count() -> None:
    page = f"<a href='#a'>words here</a><a href=/b>words here</a><a href={SITE}>one</a>"
    assert not _lost(page, PageKind.HTML, "words here, one")


@pytest.mark.parametrize(
    "part",
    ["<a href=", f"<a href={SITE}/> ", "<a ", "[", "[a", "[a](", f"[abcde]({SITE}/ ", f"]({SITE}(", "<a\n"],
)
def test_hostile_links_take_no_time(part: str) -> None:
    begun = time.process_time()
    assert _lost(part * 30_000, PageKind.MARKDOWN, part * 30_000) is not None
    assert time.process_time() - begun < 3
