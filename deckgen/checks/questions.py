"""Finds questions that are hard to study: too like another, two in one, without an answer of their own."""

import re
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from deckgen.checks.findings import warn
from deckgen.syntax.html_text import fold, read_html, read_prose
from deckgen.values.characters import CJK
from deckgen.values.codes import Code
from deckgen.values.document import Question
from deckgen.values.outline import NoteBody, PackageOutline, QuestionOutline
from deckgen.values.problem import Location, Problem

LONGEST_ANSWER = 700
"""Columns without code and formulas, where a Chinese character takes two; the shipped deck has up to 400."""

LIKE = 90
"""Of 100: how like two questions must be."""

_CHINESE = re.compile(rf"[{CJK}]")
_WORDS = re.compile(r"[a-z0-9][a-z0-9_.+#-]*")
_ASKS = re.compile(r"怎么|怎样|如何|为什么|为何|是什么|多少")
_MARK = re.compile(r"\?(?=[^)\"'”’」』]|$)")
_LEAST_SUBJECT = 4
_POINTING = re.compile(r"参考|参见|详见|见|链接|来源|see|also|here|link|source|and|和|与|及")


def check_key_written(question: Question) -> Iterator[Problem]:
    """A question without a written key: a new wording may make a new note of it."""
    if not question.key_is_written and question.heading.text:
        message = "the question has no key; `deckgen keys` writes one, and then it may be reworded freely"
        yield warn(question, "", Code.KEY_MISSING, message)


def check_near_duplicates(package: PackageOutline) -> Iterator[Problem]:
    """Questions that say the same in almost the same words."""
    by_terms: dict[tuple[str, ...], list[tuple[Location, str]]] = {}
    for question, location in package.questions():
        text = _words_of(question)
        # Where only a term or a number differs, the question is another one.
        words = _WORDS.findall(text) if _CHINESE.search(text) else re.findall(r"\d+", text)
        by_terms.setdefault(tuple(sorted(words)), []).append((location, text))
    for group in by_terms.values():
        texts = [text for _, text in group]
        for number, (location, text) in enumerate(group):
            found = process.extractOne(text, texts[:number], scorer=fuzz.token_sort_ratio, score_cutoff=LIKE)
            if found and found[0] != text:
                first, _ = group[found[2]]
                message = f"the question is almost that at {first}; delete one, or say how they differ"
                yield Problem(location, Code.NEAR_DUPLICATE_QUESTION, message)


def check_one_question(question: Question) -> Iterator[Problem]:
    """A question that asks two things: half an answer can be neither right nor wrong."""
    text = fold(re.sub(r"`[^`]*`|\$[^$]*\$", "x", question.heading.text))
    clauses = [_ASKS.search(clause) for clause in re.split(r"[,;。]", text)]
    asking = [match for match in clauses if match and match.start() >= _LEAST_SUBJECT]
    if len(_MARK.findall(text)) > 1 or len(asking) > 1:
        message = "the question asks two things; make two questions of it, so that each can be known"
        yield warn(question, "", Code.TWO_QUESTIONS, message)


def check_answer(question: Question, note: NoteBody) -> Iterator[Problem]:
    """An answer that only points elsewhere, or that nobody recalls at once."""
    answer = "\n".join(
        note.fields[:3] if question.prompt.text and not question.answer.text else note.fields[1:3]
    )
    if "<a " in answer and not _says_anything(answer):
        message = "the answer only points elsewhere; say here what is to be known, and keep the link"
        yield warn(question, "](", Code.ANSWER_ONLY_LINKS, message)
    size = _size(read_prose(answer)) if 2 * len(answer) > LONGEST_ANSWER else 0
    if size > LONGEST_ANSWER:
        message = (
            f"the answer has {size} columns of text, and {LONGEST_ANSWER} is what a card should have; "
            "make several questions of it"
        )
        yield warn(question, "", Code.ANSWER_TOO_LONG, message)


def _words_of(question: QuestionOutline) -> str:
    return re.sub(r"[^\w\s]+", " ", fold(f"{question.heading} {question.prompt}").casefold())


def _says_anything(answer: str) -> bool:
    if re.search(r"<(?:pre|img|code|table)\b", answer):
        return True
    own = _POINTING.sub("", fold(read_html(answer, without=("a",))).casefold())
    return len(re.sub(r"[\W_]+", "", own)) > 2


def _size(text: str) -> int:
    kept = " ".join(text.split())
    return len(kept) + len(_CHINESE.findall(kept))
