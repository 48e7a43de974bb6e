"""Finds Markdown that is not read, because it is in a block of HTML.

Source: the specification of GitHub Flavored Markdown ("HTML blocks": such a block ends at a blank line).
"""

import re
from collections.abc import Iterator

from deckgen.checks.unit import Unit
from deckgen.look_alikes.mask import mask_html
from deckgen.syntax.html_tags import ALLOWED_TAGS, Tag, TagKind, split_html
from deckgen.syntax.places import line_at
from deckgen.values.codes import Code
from deckgen.values.problem import Location, Problem
from deckgen.values.wording import quoted

_MARKDOWN = re.compile(
    r"""
    ^[ ]{0,3} (?: `{3,}[\w]*[ \t]*$ | \#{1,6}[ ]\S.*$ | [-*+][ ]\S.*$ | \|[ ]?:?--.*$ )
    | (?<![\w*\\]) \*\* (?=[^\s*]) [^*\n]+ \*\* (?!\*)
    | !?(?<!\\)\[ [^\[\]\n]+ \] \( [^()\s]+ \)
    | (?<![`\\]) ` [^`\n]+ ` (?!`)
    """,
    re.MULTILINE | re.VERBOSE,
)


def check_hidden_markdown(unit: Unit) -> Iterator[Problem]:
    """The first Markdown in each block of HTML, which a card shows with its signs."""
    for token in unit.tokens:
        if token.type != "html_block" or not token.map:
            continue
        tag = next(split_html(token.content.lstrip()), "")
        if isinstance(tag, Tag) and tag.name not in ALLOWED_TAGS and tag.kind is TagKind.OPEN:
            continue  # the tag is an error, whose remedy is another
        if found := _MARKDOWN.search(mask_html(token.content)):
            line = token.map[0] + 1
            where = line + line_at(token.content, found.start())
            message = (
                f"{quoted(found[0])} is shown as it is written, because it is in the HTML of "
                f"line {line}; leave a blank line below that tag and one above its end, or delete both"
            )
            yield Problem(Location(unit.document.path, where), Code.MARKDOWN_IN_HTML, message)
