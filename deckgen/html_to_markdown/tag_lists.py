"""Lists the tags of HTML by what becomes of them: a block, emphasis, or only the text inside."""

from deckgen.syntax.html_tags import ALLOWED_TAGS

BLOCK_TAGS = frozenset(
    (
        *("html", "body", "header", "main", "footer", "section", "article", "aside", "nav", "div", "center"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "hgroup", "p", "blockquote", "pre", "address", "hr", "iframe"),
        *("ul", "ol", "li", "dl", "dt", "dd", "menu", "dir", "details", "summary", "figure", "figcaption"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "form", "fieldset", "legend"),
    )
)
"""Tags that begin a new block."""

EMPHASIS_TAGS = {"b": "**", "strong": "**", "em": "*", "i": "*", "del": "~~", "s": "~~", "strike": "~~"}
"""Tags that Markdown has a mark for."""

KEPT_TAGS = frozenset(("sub", "sup", "kbd"))
"""Tags that Markdown has no mark for, and that a source keeps."""

_NAMED_IN_TEXT = frozenset(("html", "body", "form", "fieldset", "legend"))
_WITHOUT_MEANING = frozenset(("font", "input", "label", "style", "svg", "path", "video"))

REMOVED_TAGS = (BLOCK_TAGS - _NAMED_IN_TEXT) | (ALLOWED_TAGS.keys() - {"code"}) | _WITHOUT_MEANING
"""Tags within a line of Markdown of which only the text inside is kept; any other is a word about HTML."""
