"""Lists signs of a text that Markdown reads as formatting: names of code, products, ranges, patterns.

Sources: Python's "Data model", the list of predefined macros of GCC, CUDA's "C++ language extensions", and
the specification of GitHub Flavored Markdown ("Emphasis", "Strikethrough", "Backslash escapes").
"""

import re
from functools import lru_cache

from deckgen.look_alikes.look_alike import LookAlike, Match
from deckgen.look_alikes.mask import HIDDEN
from deckgen.values.codes import Code
from deckgen.values.wording import shortened

_NO_WORDS = re.compile(
    r"init|repr|str|dict|doc|eq|ne|lt|le|gt|ge|len|iter|getitem|setitem|delitem|getattr|setattr|delattr"
    r"|getattribute|slots|mro|qualname|mul|matmul|truediv|floordiv|radd|rmul|iadd"
    r"|init_subclass|class_getitem|post_init|aenter|aexit|aiter|anext|dir|subclasshook|subclasses"
    r"|kwdefaults|pycache|func|cplusplus|VA_ARGS|syncthreads|proto|dirname"
    r"|declspec"
)
"""Names between double underscores that no text has in bold."""

_WORDS = re.compile(
    r"name|main|file|call|class|new|all|next|enter|exit|hash|bool|int|float|add|sub|pow|and|or|xor|not"
    r"|neg|abs|del|get|set|delete|index|format|module|path|bases|code|version|author|import|global"
    r"|shared|device|host|contains|attribute|filename|annotations|FUNCTION|DATE|TIME|LINE|FILE"
)
"""Names that are words as well."""

_TEX_QUOTES = re.compile(r"``(?=[^\s`])([^`\n]{1,200}?)(?<!\s)''")
_DUNDER = re.compile(r"(?<!\w)__(\w+?)__(?!\w)")
_AFTER_NAME = re.compile(r"\(| ==| void\b|\.py\b")

_ESCAPE = re.compile(r"\\[^\w\s]")
_OPERAND = r"(?:\d[\d.]*|[A-Za-z]{1,2}(?![\w])|\([^()*\n]{1,20}\))"
_PRODUCT = rf"(?<![\w*.]){_OPERAND}\*{_OPERAND}"


@lru_cache(maxsize=8)
def _has_name(text: str) -> bool:
    return any(map(_NO_WORDS.fullmatch, _DUNDER.findall(text)))


def _is_name(match: Match) -> bool:
    """Whether the text in bold is a name of code; a word is one only beside other signs of code."""
    name = match["name"]
    beside = match.before.endswith((".", '"', "'")) or _AFTER_NAME.match(match.after)
    is_word = _WORDS.fullmatch(name) is not None
    return bool(_NO_WORDS.fullmatch(name)) or (is_word and bool(beside or _has_name(match.source)))


def _as_code(match: Match) -> str | None:
    return None if match.before.endswith(".") else f"`{match['it']}`"


def _is_turned(match: Match) -> bool:
    """Whether code ends with a space, a word touches it, and code touching that begins with a space."""
    end, begin = match.found.span("word")
    return match.source[end - 2 : end] == " `" and match.source[begin : begin + 2] == "` "


def _advise_two_backticks(match: Match) -> str:
    """Advice for code with backticks inside, which begins with a letter; else a backtick is missing."""
    mark, begin = match["it"][0], match.source[match.start + 1 : match.found.end("word") + 1]
    if mark != "`" or not begin[0].isalnum():
        return ""
    return (
        "the backticks within the code end it; begin and end the code with two backticks: "
        f"`` {shortened(begin, 60)} … ``, or put it in a fence"
    )


def _plain_quotes(match: Match) -> str:
    return _TEX_QUOTES.sub(r'"\1"', match["it"])


ACCIDENTS = (
    LookAlike(
        name="backticks-in-code",
        owner="MySQL, Markdown",
        code=Code.READ_AS_MARKUP,
        example="Run `ALTER TABLE `user` ADD INDEX `email`;` first.",
        what="has code and text swapped",
        advice="a backtick before it is missing or misplaced; put one at each end of each piece of code",
        signs=(f"{HIDDEN}",),
        pattern=re.compile(rf"(?<!{HIDDEN})(?P<it>{HIDDEN}++(?P<word>[\w.$-]+){HIDDEN}[^\n\0]*)"),
        holds=_is_turned,
        advise=_advise_two_backticks,
    ),
    LookAlike(
        name="tex-quotes",
        owner="LaTeX",
        code=Code.READ_AS_MARKUP,
        example="He said ``yes'' and ``no''.",
        what="has the quotation marks of LaTeX, which begin code",
        advice='write `"…"`',
        signs=("''",),
        pattern=re.compile(
            rf"(?P<it>(?:``|(?<!{HIDDEN}){HIDDEN})[^\n\0`]{{0,300}}?''(?:[^\n\0]{{0,300}}'')?)"
        ),
        holds=lambda match: _TEX_QUOTES.match(match["it"]) is not None and "`" not in _plain_quotes(match),
        rewrite=_plain_quotes,
        advise=lambda match: f"write `{shortened(_plain_quotes(match), 60)}`",
    ),
    LookAlike(
        name="name-in-underscores",
        owner="Python, C, CUDA",
        code=Code.READ_AS_MARKUP,
        example="It calls __init__ first.",
        what="is shown in bold and without its underscores",
        advice="put it in backticks",
        signs=("__",),
        pattern=re.compile(r"(?<!\w)(?P<it>__(?P<name>[A-Za-z]+(?:_[A-Za-z]+)*)__)(?!\w)"),
        holds=_is_name,
        rewrite=_as_code,
        advise=lambda match: f"put it in backticks: `` `{match['it']}` ``",
    ),
    LookAlike(
        name="product-with-stars",
        owner="mathematics",
        code=Code.READ_AS_MARKUP,
        example="It has 3*224*224 values.",
        what="has stars that are read as italics, and a card does not show them",
        advice=r"write `×`, `\*` for each star, or a formula `$…$`",
        signs=("*",),
        pattern=re.compile(
            rf"(?P<it>{_PRODUCT}(?:(?:[^*\n\0]{{0,80}}?(?<![\w*.]){_OPERAND})?\*{_OPERAND})+)(?![*])"
        ),
        rewrite=lambda match: match["it"].replace("*", r"\*"),
    ),
    LookAlike(
        name="ranges-with-tildes",
        owner="Chinese keyboards",
        code=Code.READ_AS_MARKUP,
        example="周一~周五早上，周六~周日晚上",
        what="is struck out, as a `~` stands before and after it",
        advice=r"write `\~` or `–` between the ends of a range",
        signs=("~",),
        pattern=re.compile(
            r"(?<=[^\W~])(?P<it>~(?![\d~])"
            r"(?P<struck>[^\s~][^~\n\0]{0,200}?[，、；。,; ][^~\n\0]{0,200}?[^\s~])~)(?=[^\W\d])"
        ),
        rewrite=lambda match: rf"\~{match['struck']}\~",
    ),
    LookAlike(
        name="lost-backslashes",
        owner="regular expressions, Windows",
        code=Code.READ_AS_MARKUP,
        example=r"It matches \d+\.\d+ only.",
        what="loses a backslash, which Markdown takes for its own",
        advice="put it in backticks",
        signs=(HIDDEN,),
        pattern=re.compile(
            rf"(?<![^\s\0])(?P<it>[^\s\0{HIDDEN}]{{0,80}}(?:\\[dwsDWS][+*?]?|(?<![A-Za-z])[A-Za-z]:\\[\w\\]{{0,80}})"
            rf"{HIDDEN}[^\s\0]*)"
        ),
        holds=lambda match: "`" not in match["it"] and bool(_ESCAPE.search(match["it"])),
    ),
)
"""What is read as formatting by accident."""
