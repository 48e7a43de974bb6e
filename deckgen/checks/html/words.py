"""Lists the names that HTML gives a meaning, and what to write for those that no card holds."""

from deckgen.look_alikes.advice import CALLOUT

ELEMENTS = frozenset(
    (
        *("a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base"),
        *("basefont", "bdi", "bdo", "bgsound", "big", "blink", "blockquote", "body", "br", "button"),
        *("canvas", "caption", "center", "cite", "code", "col", "colgroup", "data", "datalist", "dd"),
        *("del", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em", "embed", "fieldset"),
        *("figcaption", "figure", "font", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe", "img", "input", "ins"),
        *("kbd", "label", "legend", "li", "link", "main", "map", "mark", "marquee", "math", "menu", "meta"),
        *("meter", "nav", "nobr", "noframes", "noscript", "object", "ol", "optgroup", "option", "output"),
        *("p", "param", "picture", "plaintext", "pre", "progress", "q", "rb", "rp", "rt", "rtc", "ruby"),
        *("s", "samp", "script", "search", "section", "select", "slot", "small", "source", "span"),
        *("strike", "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template"),
        *("textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u", "ul", "var"),
        *("video", "wbr", "xmp"),
    )
)
"""The elements of HTML, also the obsolete ones (https://html.spec.whatwg.org/multipage/indices.html)."""

REASONING = frozenset(("think", "thinking", "reasoning"))
"""The tags around what a chat model thinks before it answers."""

_PLAYED = "write `![what it is](FILE)` with a file beside the text"

INSTEAD = {
    "aside": f"{CALLOUT}, and delete `</aside>`",
    "audio": _PLAYED,
    "font": "delete it, and write `**…**` for what matters",
    "iframe": "write a link, `[what it is](https://…)`",
    "svg": "save the picture as a file beside the text, and write `![what it shows](FILE.svg)`",
    "video": _PLAYED,
}
"""What to do about a tag that has a counterpart in Markdown, as the end of a sentence."""
