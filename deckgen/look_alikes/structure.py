"""Lists headings, quotes and callouts that are written a little wrong, so that GitHub reads something else.

Sources: GitHub's specification of its Markdown ("ATX headings"), and Obsidian's help ("Tags").
"""

import re

from deckgen.look_alikes.look_alike import LookAlike, Match
from deckgen.syntax.attributes import parse_attributes
from deckgen.values.codes import Code

_HEADING = re.compile(r" {0,3}##[ \t]")
_NO_TAG = re.compile(
    r"#(?:include|define|ifn?def|endif|elif|else|if|pragma|undef|error|line|region|endregion|import|selector|id)$"
)
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}")
_WIDE_QUOTE = re.compile(r"^[＞》][ \u3000]*", re.MULTILINE)


def _is_heading(match: Match) -> bool:
    return bool(_HEADING.match(match.before))


def _is_tag(match: Match) -> bool:
    return _is_heading(match) and not _NO_TAG.match(match["it"].split()[0])


def _is_word(text: str) -> bool:
    """Whether this is a word of a program or a colour in brackets, and probably no key."""
    return text[0] in "(（" and bool(_NO_TAG.match(text[1:-1]) or _COLOUR.fullmatch(text[1:-1]))


def _in_braces(match: Match) -> str | None:
    new = f"{{{match['inside'].strip()}}}"
    return None if parse_attributes(f"Q {new}")[2] else new


def _advise_braces(match: Match) -> str:
    new = _in_braces(match)
    return f"write `{new}`, with braces; if it is text, write `\\#`" if new else ""


def _ascii_quote(match: Match) -> str | None:
    return None if match.before else _WIDE_QUOTE.sub("> ", match["it"])


def _without_plus(match: Match) -> str | None:
    goes_on = match.source.startswith("\n+", match.found.end())
    return None if goes_on else "\n".join(line[1:] for line in match["it"].split("\n"))


STRUCTURE = (
    LookAlike(
        name="unclosed-list",
        owner="Markdown",
        code=Code.BAD_ATTRIBUTES,
        example="## What is one and one? {.maths #sum",
        what="begins an attribute list that is not closed, so it is text of the question",
        advice="close it with `}`",
        signs=("{",),
        pattern=re.compile(r"(?P<it>(?<![{\\])\{[ \t]*[.#][\w][^\n{}\0]*)$", re.MULTILINE),
        holds=_is_heading,
        rewrite=lambda match: match["it"].rstrip() + "}",
    ),
    LookAlike(
        name="closing-hashes",
        owner="Markdown",
        code=Code.BAD_ATTRIBUTES,
        example="## What is one and one? ## {#sum}",
        what="before the attribute list is text of the question",
        advice="delete it, or write it after the list",
        signs=(" #",),
        pattern=re.compile(r"(?P<it>(?<=\S)[ \t]+#{1,6})(?=[ \t\0]*\0$)", re.MULTILINE),
        holds=_is_heading,
        rewrite=lambda match: "",
    ),
    LookAlike(
        name="added-line",
        owner="git",
        code=Code.QUESTION_NOT_HEADING,
        example="+## What is one and one?\n+Two.",
        what="has the `+` of a diff before it, so it is not a heading",
        advice="delete the `+` at the beginning of each line",
        signs=("+#",),
        pattern=re.compile(r"^(?P<it>\+#{1,6}[ \t][^\n]*(?:\n\+[^\n]*)*)$", re.MULTILINE),
        rewrite=_without_plus,
    ),
    LookAlike(
        name="key-in-brackets",
        owner="Markdown",
        code=Code.BAD_ATTRIBUTES,
        example="## What is one and one? [#sum]",
        what="is text of the question",
        advice="write a key as `{#key}`, with braces; if it is text, write `\\#`",
        signs=("[#", "(#", "（#", "【#"),
        pattern=re.compile(
            r"(?P<it>(?<=[\s?？。.!！])[\[(（【](?P<inside>#[^\W\d_][^][(){}（）【】\n\0]*)[])）】])[ \t]*$",
            re.MULTILINE,
        ),
        holds=lambda match: _is_heading(match) and not _is_word(match["it"]),
        rewrite=_in_braces,
        advise=lambda match: (
            f"write `{_in_braces(match)}`, with braces; if it is text, write `\\#`"
            if _in_braces(match)
            else ""
        ),
    ),
    LookAlike(
        name="heading-tag",
        owner="Obsidian",
        code=Code.FOREIGN_TAG,
        example="## What is one and one? #maths",
        what="is a tag in Obsidian, and here it is text of the question",
        advice="write a tag as `{.tag}`, or a key as `{#key}`, at the end; if it is the sign, write `\\#`",
        signs=(" #",),
        pattern=re.compile(r"(?P<it>(?<=[ \t])#[^\W\d_][\w/-]*)[ \t\0]*$", re.MULTILINE),
        holds=_is_tag,
    ),
    LookAlike(
        name="wide-quote",
        owner="Chinese keyboards",
        code=Code.FOREIGN_MARKUP,
        example="＞ [!NOTE]\n＞ Two.",
        what="begins with a full-width sign, which makes no quote and no callout",
        advice="write an ASCII `>` at the beginning of each line",
        signs=("＞", "》"),
        pattern=re.compile(
            r"^[ ]{0,3}(?P<it>(?P<sign>[＞》])(?:[ \u3000]*\[![^\n]*|[ \u3000]*[^\s\d=＝$\x02＞》][^\n]*)"
            r"(?:\n(?P=sign)[^\n]*)*+)",
            re.MULTILINE,
        ),
        holds=lambda match: not match.line_above.strip() or match.line_above.startswith("#"),
        rewrite=_ascii_quote,
    ),
    LookAlike(
        name="callout-without-quote",
        owner="GitHub, Obsidian",
        code=Code.FOREIGN_MARKUP,
        example="[!NOTE]\nTwo.",
        what="makes no callout without a `>` before it, and a card shows it as text",
        advice="write `> ` before this line and the lines of the callout below it",
        signs=("[!",),
        pattern=re.compile(
            r"^[ ]{0,3}(?P<it>\[!(?i:note|tip|hint|important|warning|caution|info|danger|success|question"
            r"|example|abstract|quote|bug|todo)\][+-]?(?:[ \t][^\n]*)?(?:\n(?![ \t]*\n|\0)[^\n]+)*)$",
            re.MULTILINE,
        ),
        holds=lambda match: not match.line_above.strip() or match.line_above.lstrip().startswith("#"),
        rewrite=lambda match: "> " + match["it"].replace("\n", "\n> "),
    ),
)
"""Headings, quotes and callouts."""
