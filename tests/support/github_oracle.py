"""GitHub's own parser as an oracle: both renderings as trees that can be compared."""

import re
from urllib.parse import unquote

import cmarkgfm
from bs4 import BeautifulSoup, NavigableString, Tag
from cmarkgfm.cmark import Options

from deckgen.render.context import Context
from deckgen.render.github import GithubMarkdown
from deckgen.render.sanitise import sanitise
from deckgen.syntax.reading import read_blocks
from deckgen.values.note import Media, MediaReference
from deckgen.values.passage import Passage
from deckgen.values.text import Markdown

Tree = tuple[object, ...]

_OPTIONS = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
_KEPT_ATTRIBUTES = {"href", "src", "alt", "title", "align", "start", "checked", "open"}
_BLOCKS = frozenset(
    [
        *("blockquote", "details", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre"),
        *("section", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul", "br"),
    ]
)
_MARKDOWN = GithubMarkdown()


class _AnyMedia(dict[MediaReference, Media]):
    """Every picture that a text shows, under its own name."""

    def get(self, reference: MediaReference, default: object = None) -> Media:  # type: ignore[override]
        return Media(_picture_name(reference.target), b"")


def github_tree(markdown: str) -> Tree:
    """What GitHub makes of a text, without what it adds for its own page."""
    soup = BeautifulSoup(cmarkgfm.github_flavored_markdown_to_html(markdown, _OPTIONS), "html.parser")
    for back in soup.select("a.footnote-backref"):
        before = back.previous_sibling
        if isinstance(before, NavigableString):
            before.replace_with(before.rstrip())
        back.decompose()
    for code in soup.select("pre > code"):
        code.string = code.get_text().removesuffix("\n")
        if not code.string:
            code.clear()
    for mark in soup.select("sup.footnote-ref"):
        mark.string = mark.get_text()
    for notes in soup.select("section.footnotes"):
        notes.name = "div"
    for link in soup.select("a[href]"):
        if not str(link["href"]).lower().startswith(("http:", "https:", "mailto:")):
            link.unwrap()  # a card cannot open it, and a check says so
    for picture in soup.select("img"):
        picture["src"] = _picture_name(unquote(str(picture.get("src", ""))))
    return _tree(soup)


def deckgen_tree(markdown: str) -> Tree:
    """What deckgen makes of a text, without the elements it adds for the style sheet."""
    tokens, definitions = read_blocks(markdown)
    context = Context("", _AnyMedia(), definitions=definitions)
    passage = Passage(Markdown(markdown), 1, tuple(tokens))
    html = sanitise(_MARKDOWN.convert(passage, context), is_cloze=False)
    soup = BeautifulSoup(html, "html.parser")
    for wrapper in soup.select("div.table, div.highlight, div.highlight span, span:not([class])"):
        wrapper.unwrap()
    for separator in soup.select("wbr"):
        separator.decompose()
    soup.smooth()
    return _tree(soup)


def _picture_name(target: str) -> str:
    return re.sub(r"[^a-z0-9._-]", "", target.lower()) or "nameless"


def _tree(node: Tag) -> Tree:
    in_pre = node.name == "pre" or node.find_parent("pre") is not None
    children: list[object] = []
    for child in node.children:
        if isinstance(child, Tag):
            kept = ((name, str(value)) for name, value in child.attrs.items() if name in _KEPT_ATTRIBUTES)
            children.append((child.name, tuple(sorted(kept)), *_tree(child)))
        elif type(child) is NavigableString:
            before = children.pop() if children and isinstance(children[-1], str) else ""
            children.append(f"{before}{child}")
    return tuple(children if in_pre else _trimmed(children))


def _trimmed(children: list[object]) -> list[object]:
    """Without the white space that no reader sees: more than one, and at the edges of blocks."""
    kept: list[object] = []
    for number, child in enumerate(children):
        if not isinstance(child, str):
            kept.append(child)
            continue
        text = re.sub(r"[ \t\n]+", " ", child)
        if number == 0 or _is_block(children[number - 1]):
            text = text.lstrip(" ")
        if number == len(children) - 1 or _is_block(children[number + 1]):
            text = text.rstrip(" ")
        if text:
            kept.append(text)
    return kept


def _is_block(child: object) -> bool:
    return isinstance(child, tuple) and child[0] in _BLOCKS
