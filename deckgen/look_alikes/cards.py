"""Lists how other programs write a card or its tags, where deckgen has a `##` heading.

Sources: the README of hashcards (`Q:`, `A:`, `C:`), the documentation of Obsidian Spaced Repetition (`::`,
`:::`, a line `?`, `#flashcards`), the wiki of flashcards-obsidian (`#card`), Logseq's page "Flashcards", and
RemNote's forum (`;;`, `>>`).
"""

import re
from functools import lru_cache

from deckgen.look_alikes.look_alike import LookAlike, Match
from deckgen.syntax.front_matter import front_matter_end
from deckgen.values.characters import CJK
from deckgen.values.codes import Code
from deckgen.values.wording import shortened

_HEADING = re.compile(r"^##[ \t]", re.MULTILINE)
_RULE = re.compile(r" {0,3}---+[ \t]*$")
_TYPE = re.compile(r"[a-z_]['\w]*(?:, [a-z_]['\w]*)*[ \t]+::[ \t]+(?:[A-Z(\[]|[a-z]\w*$)|.*(?:->|=>)")
_NEXT_LINE = re.compile(r"\n*([^\n]*)")
_WORD = re.compile(r"[\w.-]+::")
_FIELD = re.compile(r"[\[(][\w -]*$")
_IN_BRACES = re.compile(r"[{｛][\w ]{0,8}$")
_GAP = re.compile(r"\[([^\[\]]+)\](?!\()")
_ARROW = re.compile(r"(:<?->|;;|<->|<>|>>>?)(?=[ \t]|$)")
_LIST_MARK = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+")

_Q = r"(?:\*\*)?(?:Q|Question|Frage|问|問|问题|問題)[ ]?\d{0,3}(?:\*\*)?[ ]?[:：](?:\*\*)?"
_A = r"(?:\*\*)?(?:A|Answer|Antwort|答|答案)[ ]?\d{0,3}(?:\*\*)?[ ]?[:：](?:\*\*)?"

ADVICE = "write the question as a heading `## …`, and the answer below it"


def _may_become_heading(match: Match) -> bool:
    """Whether a heading here would not cut the answer of a question above, and have no rule in its body."""
    return match.start <= _first_heading(match.source) and not _has_rule(match.source)


@lru_cache(maxsize=8)
def _first_heading(source: str) -> int:
    heading = _HEADING.search(source)
    return heading.start() if heading else len(source)


@lru_cache(maxsize=8)
def _has_rule(source: str) -> bool:
    lines = source.split("\n")
    return any(map(_RULE.match, lines[front_matter_end(lines) or 0 :]))


def _question(match: Match) -> str | None:
    question = match["question"].strip().removesuffix("<br>").strip()
    if match["q"].startswith("**") and not match["q"].endswith("**"):  # the whole question is bold
        question = question.removesuffix("**").strip()
    half_bold = match["a"].startswith("**") and not match["a"].endswith("**")
    if half_bold or "\n" in question or not question or match.before or not _may_become_heading(match):
        return None
    return f"## {question}\n\n"


def _line(match: Match) -> str | None:
    front = _LIST_MARK.sub("", match["front"].strip(), count=1)
    if match["quote"].strip() not in ("", "-", "*", "+") or not _may_become_heading(match):
        return None
    next_line = _NEXT_LINE.match(match.source, match.found.end())
    following = next_line[1] if next_line else ""
    if following and "::" not in following and not following.startswith("#"):
        return None
    kind = " {kind=reversed}" if match["mark"] == ":::" else ""
    return f"## {front}{kind}\n\n{match['back'].strip()}\n"


def _is_card_line(match: Match) -> bool:
    line = _LIST_MARK.sub("", match.line.strip(), count=1)
    front = line.partition("::")[0]
    is_field = _WORD.match(line) or _FIELD.search(front) or _IN_BRACES.search(front)
    is_code = (
        _TYPE.match(line) or front.count('"') % 2 or line.startswith(("#", "|", ".. ")) or " : " in front
    )
    return not is_code and not is_field


def _cloze(match: Match) -> str | None:
    if match.before or not _may_become_heading(match):
        return None
    numbers = iter(range(1, 1000))
    text = _GAP.sub(lambda gap: f"{{{{c{next(numbers)}::{gap[1]}}}}}", match["text"].strip())
    return f"## {text}"


def _advise_tag(match: Match) -> str:
    """Advice for a tag after the question of a card; one that stands alone, or in a heading, is deleted."""
    if match.line.lstrip().startswith("#"):
        return ""
    question = _LIST_MARK.sub("", match.before.lstrip(" \t>"), count=1).strip(" \t#")
    if _is_point(match):
        return question and _in_place_of_point(question)
    return question and f"write `## {_named(question)}` without the tag, and the answer below it"


def _advise_arrow(match: Match) -> str:
    """Advice with both sides of a card; of one whose answer is a list below it only with the question."""
    front, _, back = _ARROW.split(match["it"], maxsplit=1)
    if back.strip():
        line = "the point" if _is_point(match) else "the line"
        return f"write `## {_named(front)}` in place of {line}, and `{_named(back)}` below it"
    if _is_point(match):
        return _in_place_of_point(front)
    return f"write `## {_named(front)}`, and the answer below it"


def _is_point(match: Match) -> bool:
    return _LIST_MARK.match(match.line.lstrip(" \t>")) is not None


def _in_place_of_point(question: str) -> str:
    new = f"write `## {_named(question)}` in place of the point"
    return f"{new}, and its answer below it without the spaces before it"


def _named(text: str) -> str:
    return "…" if "`" in text else shortened(text.strip(), 60)


CARDS = (
    LookAlike(
        name="question-and-answer",
        owner="hashcards, chatbots",
        code=Code.FOREIGN_CARD,
        example="Q: What is one and one?\nA: Two.",
        what="begins a question in hashcards, and makes no card here",
        advice=ADVICE,
        signs=(":", "："),
        pattern=re.compile(
            rf"""
            ^\0* (?P<it> (?P<q> {_Q} ) [ \t]* (?P<question> [^\n]*
                (?: \n (?! \0*{_Q} | \0*{_A} | \#{{1,6}}[ ] ) [^\n]* )*+ )
            \n \0* (?P<a> {_A} ) [ \t]* )
            """,
            re.MULTILINE | re.VERBOSE,
        ),
        holds=lambda match: ">" not in match.before,
        rewrite=_question,
    ),
    LookAlike(
        name="cloze-line",
        owner="hashcards",
        code=Code.FOREIGN_CARD,
        example="C: The [mitochondrion] makes ATP.",
        what="is a cloze in hashcards, and makes no card here",
        advice="write it below a heading `## …`, and `{{c1::…}}` for `[…]`",
        signs=("C:",),
        pattern=re.compile(
            r"^\0*(?P<it>C:[ \t]+(?P<text>[^\n\[]*\[[^\[\]\n]+\](?!\()[^\n]*))$", re.MULTILINE
        ),
        rewrite=_cloze,
    ),
    LookAlike(
        name="card-line",
        owner="Obsidian Spaced Repetition, RemNote",
        code=Code.FOREIGN_CARD,
        example="What is one and one? :: Two",
        what="is a card in Obsidian or RemNote, and makes none here",
        advice=ADVICE,
        signs=("::",),
        pattern=re.compile(
            rf"""
            ^ (?P<it> (?P<quote> \0*) (?P<front> [^\n:\#|\0] (?: [^\n:] | :(?!:) )*+ )
            (?: (?<=[ \t]) (?P<mark> ::: | ::) [ \t]+
              | (?<=[^\s:]) (?: ::: | ::) [ \t]+
              | (?<=[?？！。）{CJK}]) (?: ::: | ::) (?=\S) )
            (?P<back> [^\s:] [^\n]*) ) $
            """,
            re.MULTILINE | re.VERBOSE,
        ),
        holds=_is_card_line,
        rewrite=_line,
    ),
    LookAlike(
        name="card-arrow",
        owner="Logseq, RemNote",
        code=Code.FOREIGN_CARD,
        example="capital of France :-> Paris",
        what="is a card in other programs, and makes none here",
        advice=ADVICE,
        advise=_advise_arrow,
        signs=("->", "<>", ";;", ">>"),
        pattern=re.compile(
            r"^\0*(?P<it>[^\n#|:(\0][^\n\0]*?"
            r"(?:[ \t](?::<?->|;;|<->|<>)[ \t]|[?？][ \t]*>>[ \t]|[ \t]>>>(?=[ \t]*\n\0))[^\n]*)$",
            re.MULTILINE,
        ),
    ),
    LookAlike(
        name="card-semicolons",
        owner="RemNote",
        code=Code.FOREIGN_CARD,
        example="ribosome - function;; builds proteins",
        what="is a card in RemNote, and makes none here",
        advice=ADVICE,
        signs=(";;",),
        pattern=re.compile(
            rf"^\0*(?P<it>[^\W\d_][^\n;=\0\x02]*[\w)?？{CJK}];;[ \t]*[^\W_][^\n;=\0]*)$", re.MULTILINE
        ),
    ),
    LookAlike(
        name="tab-lines",
        owner="Quizlet, Excel",
        code=Code.FOREIGN_CARD,
        example="la manzana\tapple\nel queso\tcheese",
        what="has a tab between its parts, as in Quizlet or Excel, and all lines are shown as one paragraph",
        advice="write the first part of each line as a heading `## …` and the second below it, or a table",
        signs=("\t",),
        pattern=re.compile(
            r"^\0*(?P<it>[^\s|\0][^\n\t|]*\t+[^\n\t]+(?:\n\0*[^\s|\0][^\n\t|]*\t+[^\n\t]+)+)$", re.MULTILINE
        ),
    ),
    LookAlike(
        name="card-fence",
        owner="Obsidian Simple Flashcards",
        code=Code.FOREIGN_CARD,
        example="```flashcard\nQ: What is one and one?\nA: Two.\n```",
        what="holds cards of another program, and makes none here",
        advice=ADVICE,
        signs=("flashcard", "deck", "anki"),
        pattern=re.compile(
            r"^\0*(?:`{3,}|~{3,})[ \t]*(?P<it>flashcards?|deck|anki|ankicards?)\b", re.MULTILINE
        ),
    ),
    LookAlike(
        name="card-tag",
        owner="Obsidian, Logseq",
        code=Code.FOREIGN_TAG,
        example="#flashcards/maths",
        what="marks a card in Obsidian or Logseq, and a card shows it as text",
        advice="delete it, as each heading `## …` makes a card; write a tag as `{.tag}` after the heading",
        signs=("#",),
        advise=_advise_tag,
        pattern=re.compile(r"#(?<![\w/#&=.]#)(?i:(?:flash)?cards?)(?:[-/][\w/-]+)?(?![\w(.-])"),
    ),
)
"""Cards and their tags."""
