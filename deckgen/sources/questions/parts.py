"""Checks that a question has the parts that its kind needs."""

import re
from collections.abc import Iterator, Sequence

from deckgen.sources.questions.visible import has_content
from deckgen.syntax.bare_clozes import BARE, as_cloze
from deckgen.syntax.clozes import has_cloze
from deckgen.syntax.marked_text import MARKED
from deckgen.syntax.places import line_at
from deckgen.syntax.reading import inlines
from deckgen.values.codes import Code
from deckgen.values.document import Kind, Question
from deckgen.values.passage import Token
from deckgen.values.problem import Location, Problem
from deckgen.values.settings import TITLE
from deckgen.values.wording import quoted

_BLANK = re.compile(r"_{3,}|(?:\\_){3,}|（ +）|\( {2,}\)|\[\.{3}\]|【 *】")
"""What stands for a missing word on paper."""

_MISSPELT = re.compile(
    r"[{｛]{2}\s?(?:[cCｃＣ]\s?\d+\s?[:：]|\d+\s?[:：]{2}|[cC]loze\s)|(?<![{｛$])[{｛]\s?[cCｃＣ]\s?\d+\s?[:：]{2}"
)
"""What begins a cloze for its author; the look-alikes name it on its line."""

_PARTED = re.compile(r"(?<=[\s?？])(?P<mark>::{1,2}|：：|;;|>>|:->|=>|→|\|\|?|\\n(?:\\n)+)\s*(?=\S)")
_DEFINED = re.compile(r"\[\d+\]:")
"""The number of a cell, which Jupyter writes before its output."""

_GOES_ON = re.compile(r"[?？][*_)\]]*\s+[^\W_]")


def check_parts(question: Question, mark: str, rule: int | None) -> Iterator[Problem]:
    """A question without a text, a cloze or an answer, and what its kind cannot have.

    `rule` is the line of the `---` that parts question and answer, if it has one.
    """
    here = question.location
    if not question.heading.text:
        message = f"the question is empty; write it after `{'#' if mark == TITLE else mark}`"
        yield Problem(here, Code.EMPTY_QUESTION, message)
    if question.kind is Kind.CLOZE:
        if not (has_cloze(question.heading) or has_cloze(question.prompt) or _has_misspelt(question)):
            yield _say_no_cloze(question)
    elif not has_content(question.answer):
        line, message = _say_no_answer(question, rule)
        yield Problem(Location(here.path, line), Code.EMPTY_ANSWER, message)
    if question.kind in (Kind.REVERSED, Kind.TYPED) and (
        has_cloze(question.prompt) or has_cloze(question.answer)
    ):
        message = f"a question of kind `{question.kind}` cannot have a cloze; delete `kind=` or the braces"
        yield Problem(here, Code.CLOZE_IN_OTHER_KIND, message)
    if question.kind is Kind.TYPED and question.answer.text:
        first = next((token for token in question.answer.tokens if token.type != "html_block"), None)
        if first is None or first.type != "paragraph_open":
            message = (
                f"`kind=typed` in line {here.line} lets a learner type the answer, and this is not a line of "
                "text; delete `kind=typed` there, or write the text to type in one line"
            )
            yield Problem(Location(here.path, question.answer.line), Code.TYPED_ANSWER, message)
        elif tex := _find_typed_formula(question.answer.tokens):
            plain = tex.replace("\\", "")
            instead = "what is to be typed" if "{" in plain else f"what is to be typed, such as `{plain}`"
            message = (
                f"a learner would have to type `{tex}`, the source of the formula; "
                f"write {instead}, or ask without `kind=typed`"
            )
            yield Problem(Location(here.path, question.answer.line), Code.TYPED_FORMULA, message)


def _find_typed_formula(answer: Sequence[Token]) -> str:
    """The formula with commands in the text to type; empty if there is none."""
    first = next((token for token in answer if token.type == "inline"), None)
    parts = inlines(first, clozes=False).tokens if first and "\\" in first.content else ()
    formulas = (part.content for part in parts if part.type == "formula")
    return next((tex for tex in formulas if "\\" in tex), "")


def _say_no_answer(question: Question, rule: int | None) -> tuple[int, str]:
    """The line of what takes the answer away, and what to do about it."""
    line, heading = question.location.line, question.heading.text
    for token in question.answer.tokens:
        if token.type == "definition" and token.map and _DEFINED.match(question.answer.text):
            text = question.answer.text.split("\n")[0]
            message = (
                f"{quoted(text)} is read as the address of a link, which a card does not show; "
                f"delete {quoted(text.partition(':')[0] + ':')}, or put the output between lines ```"
            )
            return token.map[0] + 1, message
    if question.prompt.text:
        message = (
            "the `---` parts question and answer, and nothing is below it; "
            "delete it if the answer is above it, or write the answer below it"
        )
        return rule or line, message
    if parted := _PARTED.search(heading):
        mark, advice = parted["mark"], "write it below the heading"
        if "n" in mark:
            advice = r"press Enter in place of each `\n`, which JSON writes for the end of a line"
        return line, f"the heading holds the answer too, after `{mark}`; {advice}"
    if _GOES_ON.search(heading):
        message = (
            "the heading goes on after its question mark; if that is the answer, write it below the heading"
        )
        return line, message
    return line, "the question has no answer; write it below the heading"


def _has_misspelt(question: Question) -> bool:
    """Whether the text of a question has what was meant as a cloze, with a number or the word `cloze`."""
    texts = (token for token in (*question.heading.tokens, *question.prompt.tokens) if token.type == "inline")
    return any(
        _MISSPELT.search(part.content)
        for token in texts
        if "{" in token.content or "｛" in token.content
        for part in inlines(token, clozes=True).tokens
        if part.type == "text"
    )


def _say_no_cloze(question: Question) -> Problem:
    """The problem of a cloze question without a cloze, at a marked text or a blank that stands for one."""
    here, text = question.location, question.prompt.text
    advice = "write `{{c1::…}}` around what is to be recalled"
    marked, bare, blank = MARKED.search(text), BARE.search(text), _BLANK.search(text)
    if has_cloze(question.answer):
        advice = "move it above the `---`"
    elif found := marked or bare or blank:
        here = Location(here.path, question.prompt.line + line_at(text, found.start()))
        new = "`{{c1::…}}`, with the missing words in place of the `…`,"
        if marked:
            new = f"`{as_cloze(1, marked[1])}`"
        elif bare:
            new = f"`{as_cloze(1, bare['words'], bare['hint'] or '')}`"
        advice = f"write {new} in place of `{found[0]}`"
        if found is bare and BARE.search(text, bare.end()):
            advice += ", and number the next ones `c2`, `c3`, …"
        if marked and (second := MARKED.search(text, marked.end())):
            advice += f", `{as_cloze(2, second[1])}` in place of `{second[0]}`, and so on with `c3`, …"
    return Problem(here, Code.CLOZE_MISSING, f"the cloze question has no cloze in its text; {advice}")
