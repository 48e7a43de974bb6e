"""Checks that a question has the parts that its kind needs."""

import re
from collections.abc import Iterator

from deckgen.sources.visible import has_content
from deckgen.syntax.clozes import has_cloze
from deckgen.syntax.marked_text import find_marked
from deckgen.syntax.places import line_at
from deckgen.values.codes import Code
from deckgen.values.document import Kind, Question
from deckgen.values.problem import Location, Problem
from deckgen.values.settings import TITLE

_BLANK = re.compile(r"_{3,}|(?:\\_){3,}|（ +）|\( {2,}\)|\[\.{3}\]|【 *】")
"""What stands for a missing word on paper."""

_PARTED = re.compile(r"(?<=[\s?？])(?P<mark>::{1,2}|：：|;;|>>|:->|=>|→|\|\|?)\s*(?=\S)")
_GOES_ON = re.compile(r"[?？][*_)\]]*\s+[^\W_]")


def check_parts(question: Question, mark: str) -> Iterator[Problem]:
    """A question without a text, a cloze or an answer, and what its kind cannot have."""
    here = question.location
    if not question.heading.text:
        message = f"the question is empty; write it after `{'#' if mark == TITLE else mark}`"
        yield Problem(here, Code.EMPTY_QUESTION, message)
    if question.kind is Kind.CLOZE:
        if not (has_cloze(question.heading) or has_cloze(question.prompt)):
            yield _say_no_cloze(question)
    elif not has_content(question.answer):
        yield Problem(here, Code.EMPTY_ANSWER, _say_no_answer(question))
    if question.kind in (Kind.REVERSED, Kind.TYPED) and (
        has_cloze(question.prompt) or has_cloze(question.answer)
    ):
        message = f"a question of kind `{question.kind}` cannot have a cloze; delete `kind=` or the braces"
        yield Problem(here, Code.CLOZE_IN_OTHER_KIND, message)
    if question.kind is Kind.TYPED and question.answer.text:
        first = next((token for token in question.answer.tokens if token.type != "html_block"), None)
        if first is None or first.type != "paragraph_open":
            message = "a typed answer must begin with a paragraph; write the text to type there"
            yield Problem(Location(here.path, question.answer.line), Code.TYPED_ANSWER, message)


def _say_no_answer(question: Question) -> str:
    """What to do about a question without an answer, which its heading or its prompt may hold."""
    heading = question.heading.text
    if question.prompt.text:
        return (
            "nothing is below the `---`, so what is above it belongs to the question; "
            "delete the `---` if that is the answer, or write the answer below it"
        )
    if parted := _PARTED.search(heading):
        return f"the heading holds the answer too, behind `{parted['mark']}`; write it below the heading"
    if _GOES_ON.search(heading):
        return (
            "the heading goes on behind its question mark; if that is the answer, write it below the heading"
        )
    return "the question has no answer; write it below the heading"


def _say_no_cloze(question: Question) -> Problem:
    """The problem of a cloze question without a cloze, at a marked text or a blank that stands for one."""
    here, text = question.location, question.prompt.text
    advice = "write `{{c1::…}}` around what is to be recalled"
    marked, blank = find_marked(text), _BLANK.search(text)
    if has_cloze(question.answer):
        advice = "move it above the `---`"
    elif found := marked or blank:
        here = Location(here.path, question.prompt.line + line_at(text, found.start()))
        new = (
            f"`{{{{c1::{marked[1]}}}}}`"
            if marked
            else "`{{c1::…}}`, with the missing words in place of the `…`,"
        )
        advice = f"write {new} in place of `{found[0]}`"
    return Problem(here, Code.CLOZE_MISSING, f"the cloze question has no cloze in its text; {advice}")
