"""Lists fences and lists that are written in a form that Markdown does not read as such.

Sources: the specification of GitHub Flavored Markdown ("Fenced code blocks", "Code spans", "List items").
"""

import re

from deckgen.look_alikes.look_alike import LookAlike, Match
from deckgen.look_alikes.mask import HIDDEN
from deckgen.values.characters import CJK
from deckgen.values.codes import Code

_LANGUAGES = (
    r"(?:sql|mysql|postgresql|json|ya?ml|toml|xml|html|css|js|javascript|jsx|ts|typescript|tsx|rust|c\+\+|cpp"
    r"|c#|csharp|kotlin|haskell|golang|matlab|latex|diff|dockerfile|py|python3?|pycon|java|go|php|ruby|scala|swift"
    r"|lua|perl|bash|shell|sh|zsh|console|powershell)"
)
_ON_ONE_LINE = re.compile(rf"(`{{3,}}){_LANGUAGES}[ \t]+(?![\w./-]+`)[^`\n]*", re.IGNORECASE)
_SHORTEST = len("```js ")
"""Characters of the shortest code that begins with the name of a language."""

_A_COMMAND = re.compile(
    r"`+(?:py|python3?|java|go|php|ruby|scala|swift|lua|perl|bash|sh|zsh|mysql|powershell|diff)[ \t]+"
    r"[^`(=;$|]*`"
)
"""What is a command as well as the name of a language, followed by what is not code."""

_WRAPPED = re.compile(r"(?:\\|  |<br ?/?>)$")


def _begins_with_language(match: Match) -> bool:
    text = match["it"]
    return bool(_ON_ONE_LINE.match(text)) and not _A_COMMAND.match(text)


def _fence(match: Match) -> str | None:
    if not match["close"] or match.before or match.after.strip():
        return None
    return f"```{match['language']}\n{match['code']}\n```"


def _runs_on(match: Match) -> bool:
    """Whether the second line is in the paragraph of the first, with no break between them."""
    is_row = match.before.lstrip(" \t>").startswith("|")
    return not is_row and not match["marks"].strip(" \t>") and not _WRAPPED.search(match["first"])


_VERSE = rf"(?:[{CJK}]{{2,11}}[，。；！？、]|[A-Z][^\n\0{CJK}]{{7,44}}[,;:.!?])"
"""A verse, in Chinese or English, which is short and ends with a mark."""

_ENDS = re.compile(r"[ \t]*(?:\n[ \t]*(?:\n|\Z)|\Z)")
_SENTENCE = re.compile(r"[.!?。！？]$", re.MULTILINE)


def _is_poem(match: Match) -> bool:
    """Whether these lines are a paragraph, and not a sentence each, as some authors break their lines."""
    lines = match["it"].split("\n")
    begins = not match.line_above.strip() or match.line_above.lstrip().startswith("#")
    is_whole = begins and _ENDS.match(match.source, match.found.end())
    return bool(is_whole) and (
        lines[0][-1] not in ".!?。！？" or len(_SENTENCE.findall(match["it"])) < len(lines)
    )


BLOCKS = (
    LookAlike(
        name="fence-of-other-signs",
        owner="Chinese keyboards, word processors",
        code=Code.FENCE_NOT_UNDERSTOOD,
        example="···sql\nSELECT 1;\n···",
        what="does not begin code, because its signs are not backticks",
        advice="write three backticks, here and below the code",
        signs=("···", "´´´", "'''", "‘‘‘", "’’’", "′′′", "｀｀｀", "ˋˋˋ", "＇＇＇"),
        pattern=re.compile(
            r"""
            ^\0* (?P<it> (?P<sign> [·´'‘’′｀ˋ＇] ) (?P=sign){2} [ \t]* (?P<language> [A-Za-z][\w+\#-]* )?
            [ \t]* \n (?P<code> (?! \0*(?P=sign){3} ) [^\n]+
                (?: \n (?! \0*(?P=sign){3} | \0*\#{1,6}[ ] ) [^\n]* )*+ )
            (?P<close> \n \0* (?P=sign){3} (?=[ \t]*$) )? )
            """,
            re.MULTILINE | re.VERBOSE,
        ),
        holds=lambda match: bool(match["close"]),
        rewrite=_fence,
    ),
    LookAlike(
        name="fence-on-one-line",
        owner="chatbots, Slack",
        code=Code.FENCE_NOT_UNDERSTOOD,
        example="```sql SELECT 1;```",
        what="is code within a line, and the name of the language is a part of it",
        advice="write three backticks and the name on one line, the code below, and three backticks below it",
        signs=(HIDDEN * _SHORTEST,),
        pattern=re.compile(rf"(?P<it>{HIDDEN}{{{_SHORTEST},}})"),
        holds=_begins_with_language,
    ),
    LookAlike(
        name="list-in-one-paragraph",
        owner="Word, Chinese keyboards",
        code=Code.LIST_NOT_UNDERSTOOD,
        example="1、one\n2、two",
        what="begins a list that GitHub and a card show as one paragraph",
        advice="begin each line with `1. `, `2. `, … or with `- `, and a space",
        signs=("1、", "1．", "1)", "1）", "1.", "①", "一)", "一）", "一、", "a)"),
        pattern=re.compile(
            r"""
            ^\0* (?P<it> (?:
              (?P<first>
                (?: 1 (?: [、．)）] | \.(?!\d) ) | [（(]1[)）] | ① | [（(]?一[)）、] | [(]?a\) ) [^\n]+ )
              \n (?P<marks>\0*)
                (?: 2 (?: [、．)）] | \.(?!\d) ) | [（(]2[)）] | ② | [（(]?二[)）、] | [(]?b\) ) [^\n]
            ) )
            """,
            re.MULTILINE | re.VERBOSE,
        ),
        holds=_runs_on,
    ),
    LookAlike(
        name="bullets-in-one-paragraph",
        owner="Word, chatbots",
        code=Code.LIST_NOT_UNDERSTOOD,
        example="• one\n• two",
        what="begins a list that GitHub and a card show as one paragraph",
        advice="begin each line with `- ` in place of the bullet",
        signs=("•", "●", "◦", "▪", "■", "◆", "‣", "∙", "○"),
        pattern=re.compile(
            r"^\0*(?P<it>(?P<first>(?P<sign>[•●◦▪■◆‣∙○])[^\n]+)\n(?P<marks>\0*)(?P=sign)[^\n]+(?:\n\0*(?P=sign)[^\n]+)*)$",
            re.MULTILINE,
        ),
        holds=_runs_on,
    ),
    LookAlike(
        name="verses",
        owner="Obsidian, Word",
        code=Code.LIST_NOT_UNDERSTOOD,
        example="床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。",
        what="and the lines below it are shown as one line",
        advice="end each line but the last with `\\` to keep the line ends",
        signs=("，\n", "。\n", ",\n", ";\n", ":\n", ".\n"),
        pattern=re.compile(rf"^[ ]{{0,3}}(?P<it>{_VERSE}(?:\n{_VERSE}){{2,}}+)", re.MULTILINE),
        holds=_is_poem,
    ),
)
"""Fences and lists."""
