"""Sanitises fields: removes code and remote content, and escapes what Anki or MathJax would interpret."""

import re
from functools import cache
from html import escape

import nh3

from deckgen.render import marks
from deckgen.syntax.html_formatting import ANKI_TEXT
from deckgen.syntax.html_tags import ALLOWED_TAGS
from deckgen.values.text import Html

_OWN_TAGS = {
    "div": {"class", "data-lang", "role", "tabindex"},
    "input": {"type", "checked", "disabled", "aria-label"},
    "li": {"class"},
    "p": {"class"},
    "span": {"class"},
    "pre": {"tabindex"},
    "sup": {"class"},
    "ul": {"class"},
}
_TAG = r'<[^>"]*(?:"[^"]*"[^>"]*)*>'
_FORMULA = "|".join(f"{start}[^{end}]*{end}" for start, end in marks.FORMULAS.values())
_PICTURE = re.compile(r'<img (?:[^>"]*"[^"]*")*?[^>"]*src="(?![a-z0-9._-]+")[^"]*"(?:[^>"]*"[^"]*")*[^>"]*>')
_ANY_MARK = re.compile(f"[{''.join(marks.ANKI)}]")
_BRACES = str.maketrans({"{": "&#123;", "}": "&#125;"})
_COLONS = re.compile(
    rf"::+|:(?=[{marks.CLOZE_HINT}{marks.CLOZE_END}])|(?<=[{marks.CLOZE_TEXT}{marks.CLOZE_HINT}]):"
)
_UNTOUCHED = rf"<pre[ >].*?</pre>|<code[ >].*?</code>|{_TAG}|{_FORMULA}"
_MATHJAX_STARTS = re.compile(rf"({_UNTOUCHED})|\\(?=(?:<wbr>)*[(\[])", re.DOTALL)


def sanitise(html: str, *, is_cloze: bool) -> Html:
    """A field of a note from rendered HTML."""
    if not html:
        return Html("")
    clean = _cleaner().clean(html)
    if "<img" in clean:
        clean = _PICTURE.sub("", clean)
    return _without_commands(clean, is_cloze=is_cloze)


def plain(text: str) -> Html:
    """A field of a note that shows this text literally."""
    return _without_commands(escape(text, quote=False), is_cloze=False)


def _without_commands(clean: str, *, is_cloze: bool) -> Html:
    """HTML in which Anki and MathJax interpret only what our marks stand for."""
    if is_cloze:
        clean = clean.translate(_BRACES)
        if ":" in clean:
            clean = _COLONS.sub(lambda match: "&#58;" * len(match[0]), clean)
    else:
        clean = clean.replace("{{", "&#123;&#123;").replace("}}", "&#125;&#125;")
    if "[" in clean:
        clean = ANKI_TEXT.sub("&#91;", clean)
    if "\\(" in clean or "\\[" in clean or "\\<wbr>" in clean:
        clean = _MATHJAX_STARTS.sub(lambda match: match[1] or r"<span>\</span>", clean)
    return Html(_ANY_MARK.sub(_write_mark, clean))


def _write_mark(match: re.Match[str]) -> str:
    return marks.ANKI[match[0]]


@cache
def _cleaner() -> nh3.Cleaner:
    attributes = {tag: set(allowed) for tag, allowed in ALLOWED_TAGS.items()}
    for tag, own in _OWN_TAGS.items():
        attributes[tag] = attributes.get(tag, set()) | own
    attributes["input"].discard("type")
    return nh3.Cleaner(
        tags=set(attributes),
        attributes=attributes,
        clean_content_tags=set(),
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}},
    )
