"""Turns the bytes of a page into the Markdown of a source; every kind of page takes this way."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace

from deckgen.pages.cut.cut import cut
from deckgen.pages.keep.lost import find_lost
from deckgen.pages.open.decode import PageError
from deckgen.pages.open.open_page import open_page
from deckgen.pages.page import PageKind
from deckgen.pages.plan.label import make_plan
from deckgen.pages.plan.rows import Plan, with_drafts, without_questions
from deckgen.pages.questions import Found
from deckgen.pages.read.read_page import read_page
from deckgen.pages.write.lost_pictures import PictureNamer
from deckgen.pages.write.report import Report
from deckgen.pages.write.write import write
from deckgen.pages.write.write_source import MARK


@dataclass(frozen=True, slots=True)
class Ingested:
    """What a page became: the Markdown of a source, the report, and the plan that they follow.

    The Markdown is empty if the page has no questions, or if `plan.doubt` says why it may have none.
    """

    markdown: str
    report: Report
    found: tuple[Found, ...] = field(default=(), repr=False)
    plan: Plan = field(default=Plan((), ()), repr=False)


def ingest(
    content: bytes,
    name: str,
    kind: PageKind | None = None,
    *,
    charset: str = "",
    address: str = "",
    place_picture: PictureNamer = lambda address, content: "",
    taken_keys: Collection[str] = (),
    deck: str = "",
    relabel: Callable[[Plan], Plan] = lambda plan: plan,
    anyway: bool = False,
) -> Ingested:
    """Read a page and write its questions as a source.

    `name` is the name of the page in reports; `charset` and `address` are those of the HTTP response;
    `taken_keys` are the keys of other questions of the package. `deck` is the deck of a page whose title is
    its only question; other pages name their deck themselves. `relabel` may change the labels of the plan;
    with `anyway` a page is written that does not look like questions.

    Raises:
        PageError: the content is empty, too large or not text.
        PlanError: `relabel` gave no plan that fits the page.
    """
    opened = open_page(content, name, charset=charset, address=address, kind=kind)
    if MARK in opened.text:
        return Ingested(opened.text, Report(name, PageKind.MARKDOWN, (), (), (), is_own=True))
    try:
        page = read_page(opened)
    except PageError as error:
        raise PageError(f"{name} {error}") from None
    plan = relabel(make_plan(page))
    is_taken = anyway or not plan.doubt
    parts = cut(plan if is_taken else without_questions(plan))
    written = write(
        page,
        parts,
        name,
        files=opened.pictures,
        place_picture=place_picture,
        taken_keys=taken_keys,
        deck=deck,
    )
    lost = find_lost(opened.text, page.kind, written.markdown, written.report.dropped)
    plan = with_drafts(plan, written.are_drafts) if is_taken else plan
    return Ingested(written.markdown, replace(written.report, lost=lost), written.found, plan)
