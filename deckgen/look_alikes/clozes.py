"""Lists what looks like a cloze and is not one, so that a card would show its braces.

Sources: Anki's manual ("Cloze Deletion"), Logseq's page "Flashcards" (`{{cloze x}}`), the documentation of
Mochi (`{{1::x}}`), and Unicode's list of confusable letters.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from deckgen.look_alikes.look_alike import LookAlike, Match
from deckgen.look_alikes.mask import HIDDEN
from deckgen.look_alikes.notes import NOTES
from deckgen.syntax.bare_clozes import as_cloze
from deckgen.syntax.cloze_marks import MOST_CLOZES
from deckgen.values.codes import Code

_LIKE_C = "сСϲϹⅽⅭ"
"""Letters of Greek and Cyrillic and Roman numerals that look like the Latin c."""

_NUMBER = re.compile(r"\d+")
_NUMBERED = re.compile(r"\{\{c(\d{1,3})::")
_COUNTED = re.compile(r"\{\{c(?P<number>\d{1,3})::|(?P<cloze>\{\{[cC]loze\s)|^##?[ \t]", re.MULTILINE)
_MENDABLE = re.compile(rf"\{{\{{\s?(?:[cC{_LIKE_C}]\s?\d+\s?[:：]+|\d+::)")
"""A beginning whose end is certainly `}}`."""

# Jinja, Vue and Handlebars put spaces or a sign after `{{`.
_HUGO = r"< [^{}\n]*+ (?<= > ) \}\}"
_NO_CLOZE = rf"c[\d,\s]*:: | [\s{{}}%\#!/>&^*{HIDDEN}] | {_HUGO}"


_NAMESPACE = re.compile(r"std|boost|crate|Self|tokio|serde|torch|c10|Eigen|absl|folly|thrust|cutlass|llvm")
_MEMBER = re.compile(
    r"[a-z]{2,}[A-Z]\w*|[A-Za-z]\w*_\w+|~?[A-Za-z]\w*(?:\(.*|<.*|\x02.*)"
    r"|(?:new|from|default|iter|push|pop|unwrap|clone|lock|borrow|Some|None|Ok|Err)"
)
_IS_HINT = re.compile(r"namespace|library|module|crate|prefix|package|framework|keyword|name")
_NAME = re.compile(r"[A-Za-z_]\w*")
_IPV6 = re.compile(r"(?:f[c-f][0-9a-f]{2}|200[0-9a-f]|[0-9a-f]{1,4}:[0-9a-f:]+)::[0-9a-f:]*(?:/\d+)?")


def _is_hidden_too(match: Match) -> bool:
    """Whether the hint goes on with the hidden text: a name of C++ or Rust, a slice, an address."""
    owner, name = match["owner"], match.found["name"]
    if owner.count("[") > owner.count("]") or owner.count("(") > owner.count(")"):
        return True
    if not _NAME.fullmatch(owner):
        return _IPV6.fullmatch(f"{owner}::{name}") is not None
    if _MEMBER.fullmatch(name) or _IPV6.fullmatch(f"{owner}::{name}"):
        return True
    return bool(_NAMESPACE.fullmatch(owner) and _NAME.fullmatch(name) and not _IS_HINT.fullmatch(name))


def _begin(match: Match) -> str:
    """The beginning of a cloze with the number that the author wrote."""
    number = _NUMBER.search(match.found[0])
    return f"{{{{c{int(number[0]) if number else 1}::"


def _rewrite(match: Match) -> str | None:
    return _begin(match) if _MENDABLE.fullmatch(match.found[0]) else None


def _advise_letter(match: Match) -> str:
    letter = next(sign for sign in match.found[0] if sign in _LIKE_C)
    return f"type `{_begin(match)}` again, in place of the {unicodedata.name(letter).lower()}"


def _ascii_cloze(match: Match) -> str:
    return f"{_begin(match)}{match['text'].replace('：：', '::')}}}}}"


def _logseq_cloze(match: Match) -> str:
    words, _, hint = match["text"].partition(r"\\")
    return as_cloze(_numbers(match.source).get(match.start, 1), words, hint)


def _is_nothing_else(match: Match) -> bool:
    """Whether no other construct with braces begins here, whose advice is better."""
    return not any(other.pattern.match(match.found.string, match.start) for other in (*NUMBERED, *NOTES))


def _advise_hint(match: Match) -> str:
    owner, name = match["owner"], match["name"]
    if "`" in owner + name:
        return ""
    start = match.found[0][: match.found[0].index("::") + 2]
    whole = rf"{start}{owner}\::{name}}}}}"
    return f"if all of it is to be hidden, write `{whole}`, or put the hidden text in backticks"


@lru_cache(maxsize=8)
def _numbers(source: str) -> Mapping[int, int]:
    """For the place of each cloze of Logseq its number: the next one of its question."""
    numbers = {}
    last = 0
    for found in _COUNTED.finditer(source):
        if found["number"]:
            last = max(last, int(found["number"]))
        elif found["cloze"]:
            last += 1
            numbers[found.start()] = last
        else:
            last = 0
    return numbers


@lru_cache(maxsize=8)
def _free_number(source: str) -> int:
    """The number after the last cloze of a text."""
    return max((int(number) for number in _NUMBERED.findall(source)), default=0) % MOST_CLOZES + 1


NUMBERED = (
    LookAlike(
        name="misspelt-cloze",
        owner="Chinese keyboards, Mochi",
        code=Code.CLOZE_MISSPELT,
        example="{{c1:two}}",
        what="does not begin a cloze",
        advice="write `{{c1::` with ASCII braces and colons and a small c",
        signs=("{", "｛"),
        # Each line says what it finds.
        pattern=re.compile(
            r"""
            (?! \{\{c\d*:: )
            (?:
              [{｛]{2} \s? [cCｃＣ] \s? \d+ \s? [:：]+   # {{C1::, {{c1:, {{c1：：, ｛｛c1::
            | (?<! [{｛$] ) [{｛] \s? [cCｃＣ] \s? \d+ \s? [:：]{2}  # {c1::
            | [{｛]{2} \d+ \s? [:：]{2}  # {{1:: of Mochi
            )
            """,
            re.VERBOSE,
        ),
        rewrite=_rewrite,
        advise=lambda match: f"write `{_begin(match)}` with ASCII braces and colons and a small c",
    ),
    LookAlike(
        name="wide-cloze",
        owner="Chinese keyboards",
        code=Code.CLOZE_MISSPELT,
        example="｛｛c1：：two｝｝",
        what="has full-width signs, so it is not a cloze",
        advice="write it with ASCII signs, `{{c1::…}}`",
        signs=("｛", "｝", "{"),
        pattern=re.compile(
            r"(?!\{\{c\d*::)[{｛]{2}\s?[cCｃＣ]\s?\d+\s?[:：]{1,2}(?P<text>[^{}｛｝\n\0]+)(?:[}｝]{2})"
        ),
        holds=lambda match: "｛" in match.found[0] or "｝" in match.found[0],
        rewrite=_ascii_cloze,
        advise=lambda match: f"write `{_ascii_cloze(match)}`",
    ),
    LookAlike(
        name="logseq-cloze",
        owner="Logseq",
        code=Code.CLOZE_MISSPELT,
        example="{{cloze two}}",
        what="is a cloze of Logseq, and here it is text",
        advice="write `{{c1::…}}`",
        signs=("{{cloze", "{{Cloze"),
        pattern=re.compile(r"\{\{[cC]loze[ \t]+(?P<text>[^{}\n\0]+)\}\}"),
        rewrite=_logseq_cloze,
        advise=lambda match: f"write `{_logseq_cloze(match)}`",
    ),
    LookAlike(
        name="cloze-with-other-letter",
        owner="Cyrillic and Greek keyboards",
        code=Code.CLOZE_MISSPELT,
        example="{{с1::two}}",
        what="has a letter that only looks like a c, so it does not begin a cloze",
        advice="type `{{c1::` again",
        signs=tuple(_LIKE_C),
        pattern=re.compile(
            rf"[{{｛]{{2}}\s?[{_LIKE_C}]\s?\d+\s?[:：]+|(?<![{{｛$])[{{｛]\s?[{_LIKE_C}]\s?\d+\s?[:：]{{2}}"
        ),
        rewrite=_rewrite,
        advise=_advise_letter,
    ),
    LookAlike(
        name="cloze-with-several-numbers",
        owner="Anki",
        code=Code.CLOZE_SEVERAL_NUMBERS,
        example="{{c1,2::two}}",
        what="has several numbers, which Anki up to 25.09 does not know",
        advice="write one number, and ask for the other card in a question of its own",
        signs=("{{c",),
        pattern=re.compile(r"\{\{c\s?\d+(?:\s?,\s?\d+)+\s?::"),
    ),
)
"""What has a number, and is looked for in formulas too."""

CLOZES = (
    *NUMBERED,
    LookAlike(
        name="image-occlusion",
        owner="Anki",
        code=Code.FOREIGN_CARD,
        example="{{c1::image-occlusion:rect:left=.2:top=.1:width=.2:height=.1}}",
        what="covers a part of a picture in another note type of Anki, and here it hides only these numbers",
        advice="delete this line and `kind=cloze`, and show a copy of the picture with the part covered "
        "above `---` and the whole picture below it (or delete this question and make the note in Anki)",
        signs=("image-occlusion:",),
        pattern=re.compile(r"\{\{c\d+::image-occlusion:[^{}\n]*\}\}"),
    ),
    LookAlike(
        name="code-as-hint",
        owner="C++, Rust, Python, IPv6",
        code=Code.CLOZE_HINT_LIKE_CODE,
        example="{{c1::std::unique_ptr}}",
        what="hides only what stands before the second `::`, and what follows is shown as a hint",
        advice=r"write `\::` for a `::` that is text, or put the hidden text in backticks",
        signs=("{{c",),
        pattern=re.compile(
            r"\{\{c\d+::(?P<owner>[^{}:\n\0][^{}\n\0]{0,80}?)::(?P<name>[^{}:\n\0][^{}\n\0]{0,80})\}\}"
        ),
        holds=_is_hidden_too,
        advise=_advise_hint,
    ),
    LookAlike(
        name="double-braces",
        owner="various programs",
        code=Code.CLOZE_UNNUMBERED,
        example="{{two}}",
        what="is shown with its braces",
        advice="write `{{c1::…}}` for a cloze, or put it in backticks",
        signs=("{{",),
        pattern=re.compile(
            rf"(?<! [{{$] ) \{{\{{ (?! {_NO_CLOZE} ) [^{{}}&\n\0]*+ (?<! \s ) \}}\}} (?! \}} )", re.VERBOSE
        ),
        holds=_is_nothing_else,
        advise=lambda match: (
            f"write `{{{{c{_free_number(match.source)}::…}}}}` for a cloze, or put it in backticks"
        ),
    ),
)
"""What looks like a cloze."""
