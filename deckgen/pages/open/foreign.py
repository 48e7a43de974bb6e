"""Recognises markup that deckgen does not read but another program converts, and names that program."""

import re
from dataclasses import dataclass

from deckgen.pages.open.decode import PageError

_FEWEST = 3
_MARKDOWN = re.compile(r"^#{2,6} \S|^ {0,3}```", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Foreign:
    """A markup: its name, the command that converts it, what only it has, and what other texts may have."""

    name: str
    command: str
    own: re.Pattern[str]
    shared: re.Pattern[str]


_FOREIGN = (
    _Foreign(
        "reStructuredText",
        "pandoc -f rst -t gfm page.rst -o page.md",
        re.compile(
            r"^ *\.\. (?:[\w-]+::|_[^:\n]+:|\[[#\d]+\] )|:(?:ref|doc|func|class|mod|meth|term):`",
            re.MULTILINE,
        ),
        re.compile(r"^([=~^\"*+-])\1{2,}$|``[^`\n]+``|`[^`<>\n]+ <[^<>\n]+>`_|\S::$", re.MULTILINE),
    ),
    _Foreign(
        "AsciiDoc",
        "asciidoctor page.adoc -o page.html",
        re.compile(
            r"^\[(?:source|qanda|quote|NOTE|TIP|IMPORTANT|WARNING)\b[^\]\n]*\]$"
            r"|^(?:include|image|ifdef)::\S*\[|^:[a-z][\w-]*:(?: |$)|\A\s*= \S",
            re.MULTILINE,
        ),
        re.compile(r"^={1,6} \S|^[^\n:]+::$|^(?:-{4,}|={4,}|\*{4,})$", re.MULTILINE),
    ),
    _Foreign(
        "Org",
        "pandoc -f org -t gfm page.org -o page.md",
        re.compile(
            r"^ *#\+(?:title|author|options|startup|filetags|begin_(?:src|quote|example)):?(?: |$)"
            r"|^ *:PROPERTIES:$",
            re.MULTILINE | re.IGNORECASE,
        ),
        re.compile(r"^\*{1,6} \S|^ *#\+end_\w+|\[\[[^\]\n]+\]\[[^\]\n]+\]\]", re.MULTILINE | re.IGNORECASE),
    ),
)


def refuse_foreign(text: str) -> None:
    """Refuse a page in a markup that deckgen does not read.

    Raises:
        PageError: the page is in such a markup; the message goes on after the name of the page.
    """
    if _MARKDOWN.search(text):
        return
    for foreign in _FOREIGN:
        own = len(foreign.own.findall(text))
        if own and own + len(foreign.shared.findall(text)) >= _FEWEST:
            advice = f"convert it with `{foreign.command}`, or read it as plain text with `--kind text`"
            raise PageError(f"is {foreign.name}, which deckgen does not read; {advice}")
