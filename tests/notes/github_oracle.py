"""GitHub's own parser as an oracle: both renderings as trees that can be compared."""

import re

import cmarkgfm
from bs4 import BeautifulSoup, NavigableString, Tag
from cmarkgfm.cmark import Options

from deckgen.notes.context import Context
from deckgen.notes.github import GithubMarkdown
from deckgen.notes.sanitise import sanitise
from deckgen.values.note import Media, MediaReference

Tree = tuple[object, ...]

_OPTIONS = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
_KEPT_ATTRIBUTES = {"href", "src", "alt", "title", "align", "start", "checked", "open"}
_BLOCKS = set(
    "address article aside blockquote details dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section"
    " summary table tbody td tfoot th thead tr ul br".split()
)
_MARKDOWN = GithubMarkdown()


class _AnyMedia(dict[MediaReference, Media]):
    """Every picture that a text shows, under its own name."""

    def get(self, reference: MediaReference, default: object = None) -> Media:  # type: ignore[override]
        return Media(reference.target, b"")


def github_tree(markdown: str) -> Tree:
    """What GitHub makes of a text, without what it adds for its own page."""
    soup = BeautifulSoup(cmarkgfm.github_flavored_markdown_to_html(markdown, _OPTIONS), "html.parser")
    for back in soup.select("a.footnote-backref"):
        before = back.previous_sibling
        if isinstance(before, NavigableString):
            before.replace_with(before.rstrip())
        back.decompose()
    for mark in soup.select("sup.footnote-ref"):
        mark.string = mark.get_text()
    for notes in soup.select("section.footnotes"):
        notes.name = "div"
    for link in soup.select("a[href]"):
        if not str(link["href"]).lower().startswith(("http:", "https:", "mailto:")):
            link.unwrap()  # a card cannot open it, and a check says so
    return _tree(soup)


def deckgen_tree(markdown: str) -> Tree:
    """What deckgen makes of a text, without the elements it adds for the style sheet."""
    html = sanitise(_MARKDOWN.convert(markdown, Context("", _AnyMedia())), is_cloze=False)
    soup = BeautifulSoup(html, "html.parser")
    for wrapper in soup.select("div.table, div.highlight, div.highlight span"):
        wrapper.unwrap()
    return _tree(soup)


def _tree(node: Tag) -> Tree:
    children: list[object] = []
    for child in node.children:
        if isinstance(child, Tag):
            attributes = tuple(sorted((k, str(v)) for k, v in child.attrs.items() if k in _KEPT_ATTRIBUTES))
            children.append((child.name, attributes, *_tree(child)))
        elif type(child) is NavigableString:
            if children and isinstance(children[-1], str):
                children[-1] += str(child)
            else:
                children.append(str(child))
    in_pre = node.name == "pre" or node.find_parent("pre") is not None
    if not in_pre:
        children = [re.sub(r"[ \t\n]+", " ", child) if isinstance(child, str) else child for child in children]
    return tuple(_trimmed(children, in_pre=in_pre))


def _trimmed(children: list[object], *, in_pre: bool) -> list[object]:
    """Without the white space at the edges of blocks, which no reader sees."""
    if in_pre:
        last = children[-1] if children else None
        return [*children[:-1], last.removesuffix("\n")] if isinstance(last, str) else children
    kept: list[object] = []
    for number, child in enumerate(children):
        if isinstance(child, str):
            if number == 0 or _is_block(children[number - 1]):
                child = child.lstrip(" ")
            if number == len(children) - 1 or _is_block(children[number + 1]):
                child = child.rstrip(" ")
            if not child:
                continue
        kept.append(child)
    return kept


def _is_block(child: object) -> bool:
    return isinstance(child, tuple) and child[0] in _BLOCKS
