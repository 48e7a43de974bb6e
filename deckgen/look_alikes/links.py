"""Lists links in the forms of Obsidian and Logseq, and those that Markdown does not read.

Sources: Obsidian's help ("Internal links"), Logseq's documentation ("Block reference").
"""

import re
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice

from deckgen.look_alikes.look_alike import LookAlike, Match
from deckgen.values.codes import Code

_NOT_A_NOTE = re.compile(
    r"[\s:\"'$!^*]|.*[\s\"',;({]$|[\W\d_]*$|(?:nodiscard|noreturn|deprecated|maybe_unused|fallthrough"
    r"|likely|unlikely|bin|bench|no_unique_address|carries_dependency|assume|optimize_for_synchronized)\b|_?toc_?$",
    re.IGNORECASE,
)
"""What `[[…]]` holds in Bash, C++, JSON, a regular expression or a matrix, and the tables of contents."""


_DEFINED = re.compile(r"^ {0,3}\[([^\[\]\n^][^\[\]\n]*)\]:[ \t]*\S", re.MULTILINE)
_SIGNS = re.compile(r"[\W_]+")

_TOML = re.compile(r"\s*(?:[\w.-]+ *=|\[[\w.-]+\]\s*$)", re.MULTILINE)
"""What follows a table of TOML."""


def _is_note(match: Match) -> bool:
    is_toml = match.line.strip() == match.found[0] and _TOML.match(match.source, match.found.end())
    return not is_toml and not _NOT_A_NOTE.match(match["to"])


def _words(match: Match) -> str | None:
    """The words that Obsidian shows for a link; a place in a note has none that read well."""
    return match["words"].strip() or (None if "#" in match["to"] else match["to"].strip())


def _link(match: Match) -> str | None:
    to = match["to"].strip()
    return (
        f"[{match['label']}](<{to}>)" if re.search(r"[./#]", to) and not re.search(r"[“”\"']", to) else None
    )


def _is_reference(match: Match) -> bool:
    """Whether the words are several, or a number follows; `[batch][heads]` is a shape."""
    return match["to"].isdecimal() or len(match["words"].split()) > 1


def _defined(match: Match) -> str:
    """The name of a line `[name]: …` that differs from the one of a reference in its signs, or a little."""
    names = _names(match.source)
    same = [name for name in names if _bare(name) == _bare(match["to"])]
    return next(iter(same or get_close_matches(match["to"], names, n=1, cutoff=0.75)), "")


@lru_cache(maxsize=8)
def _names(source: str) -> tuple[str, ...]:
    """The names of the first lines `[name]: …` of a text."""
    return tuple(found[1] for found in islice(_DEFINED.finditer(source), 20))


def _bare(name: str) -> str:
    return _SIGNS.sub("", name).casefold()


def _advise_reference(match: Match) -> str:
    name = _defined(match)
    return name and f"did you mean `[{match['words']}][{name}]`, as in the line `[{name}]: …`?"


def _reference(match: Match) -> str | None:
    name = _defined(match)
    return f"[{match['words']}][{name}]" if name and _bare(name) == _bare(match["to"]) else None


LINKS = (
    LookAlike(
        name="wiki-link",
        owner="Obsidian, Logseq, Roam",
        code=Code.FOREIGN_LINK,
        example="[[Gradient descent]]",
        what="is a link to a note in Obsidian, and a card shows the brackets",
        advice="write the words alone, or `[words](https://…)`",
        signs=("[[",),
        pattern=re.compile(
            r"(?<![A-Za-z0-9_)\]!\[])\[\[(?P<to>[^\[\]\n|\0\x02]+)(?:\x02?\|(?P<words>[^\[\]\n]+))?\]\](?![(\]])"
        ),
        holds=_is_note,
        rewrite=_words,
    ),
    LookAlike(
        name="block-reference",
        owner="Logseq, Roam",
        code=Code.FOREIGN_LINK,
        example="((5f713e91-8a3c-4b04-a33a-c39482428e2d))",
        what="refers to a block in Logseq, and a card shows it as text",
        advice="write the text of that block",
        signs=("((",),
        pattern=re.compile(r"\(\([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\)\)"),
    ),
    LookAlike(
        name="link-with-space",
        owner="Obsidian, Typora, VS Code",
        code=Code.LINK_NOT_UNDERSTOOD,
        example="[the manual](the manual.md)",
        what="is not a link, because of the space in the address",
        advice="put the address in `<…>`",
        signs=("](",),
        pattern=re.compile(r"(?<!!)\[(?P<label>[^\[\]\n]*)\]\((?P<to>(?!\[\[)[^()\n<]*\s[^()\n<]*)\)"),
        rewrite=_link,
    ),
    LookAlike(
        name="link-with-wide-brackets",
        owner="Chinese keyboards",
        code=Code.LINK_NOT_UNDERSTOOD,
        example="[the manual]（https://a.example）",
        what="is not a link, because of the full-width brackets",
        advice="write ASCII brackets, `[…](…)`",
        signs=("]（",),
        pattern=re.compile(r"(?<![!！])\[(?P<label>[^\[\]\n]+)\]（(?P<to>\x02+)）"),
        rewrite=lambda match: f"[{match['label']}]({match['to']})",
    ),
    LookAlike(
        name="link-without-end",
        owner="Markdown",
        code=Code.LINK_NOT_UNDERSTOOD,
        example="[the manual](https://a.example",
        what="is not a link, because its `)` is missing",
        advice="write `)` after the address",
        signs=("](",),
        pattern=re.compile(
            r"(?P<it>!?\[(?P<label>[^\[\]\n]+)\]\((?P<to>\x02++|(?>(?:[\w-]|\.(?=\w)|/)+\.[A-Za-z]\w{1,3})))(?=[^\n)\[\x02]*$)",
            re.MULTILINE,
        ),
        holds=lambda match: "http" in match["to"] or "www." in match["to"] or not match.after.strip(),
        rewrite=lambda match: None if match.after.strip() else f"{match['it']})",
    ),
    LookAlike(
        name="footnote-without-text",
        owner="GitHub",
        code=Code.LINK_NOT_UNDERSTOOD,
        example="Two.[^1]",
        what="is shown as text, because no footnote has this name",
        advice="write its text on a line of its own, as `[^name]: …` with an ASCII colon, or delete it",
        signs=("[^",),
        pattern=re.compile(r"(?<![\[\\`^])\[\^(?:\d{1,3}|[A-Za-z][\w-]{3,})\](?![(:\[\]*+?{$|\\])"),
    ),
    LookAlike(
        name="reference-without-address",
        owner="GitHub",
        code=Code.LINK_NOT_UNDERSTOOD,
        example="[the manual][1]",
        what="is not a link, because no line gives the address of its name",
        advice="write the address, `[words](https://…)`, or a line `[name]: https://…`",
        signs=("][",),
        pattern=re.compile(
            r"(?<![\w)\]\[\\'\"!])\[(?=[^\[\]\n]*[^\W\d_]{2})(?P<words>[^\[\]\n=:,\0]{2,})\]"
            r"\[(?P<to>[^\[\]\n\0\x02,:]+)\](?![(\[:])"
        ),
        holds=_is_reference,
        rewrite=_reference,
        advise=_advise_reference,
    ),
)
"""Links."""
