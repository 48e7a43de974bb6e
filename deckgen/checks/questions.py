"""Finds questions that are hard to study: too like another, two in one, without an answer of their own."""

import re
from collections.abc import Iterator, Mapping

from rapidfuzz import fuzz, process

from deckgen.checks.findings import warn
from deckgen.syntax.html_text import fold, read_html, read_prose
from deckgen.values.characters import CJK
from deckgen.values.codes import Code
from deckgen.values.document import Package, Question
from deckgen.values.note import Note
from deckgen.values.problem import Problem
from deckgen.values.text import QuestionKey

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


def check_keys_written(package: Package) -> Iterator[Problem]:
    """Questions without a written key: a new wording may make new notes of them."""
    for question in package.questions:
        if not question.key_is_written and question.heading.text:
            message = "the question has no key; `deckgen keys` writes one, and then it may be reworded freely"
            yield warn(question, "", Code.KEY_MISSING, message)


def check_near_duplicates(package: Package) -> Iterator[Problem]:
    """Questions that say the same in almost the same words."""
    asked = [(question, _words_of(question)) for question in package.questions]
    by_terms: dict[tuple[str, ...], list[tuple[Question, str]]] = {}
    for question, text in asked:
        # Where only a term or a number differs, the question is another one.
        words = _WORDS.findall(text) if _CHINESE.search(text) else re.findall(r"\d+", text)
        by_terms.setdefault(tuple(sorted(words)), []).append((question, text))
    for group in by_terms.values():
        texts = [text for _, text in group]
        for number, (question, text) in enumerate(group):
            found = process.extractOne(text, texts[:number], scorer=fuzz.token_sort_ratio, score_cutoff=LIKE)
            if found and found[0] != text:
                first = group[found[2]][0].location
                message = f"the question is almost that at {first}; delete one, or say how they differ"
                yield warn(question, "", Code.NEAR_DUPLICATE_QUESTION, message)


def check_one_question(package: Package) -> Iterator[Problem]:
    """Questions that ask two things: half an answer can be neither right nor wrong."""
    for question in package.questions:
        text = fold(re.sub(r"`[^`]*`|\$[^$]*\$", "x", question.heading.text))
        clauses = [_ASKS.search(clause) for clause in re.split(r"[,;。]", text)]
        asking = [match for match in clauses if match and match.start() >= _LEAST_SUBJECT]
        if len(_MARK.findall(text)) > 1 or len(asking) > 1:
            message = "the question asks two things; make two questions of it, so that each can be known"
            yield warn(question, "", Code.TWO_QUESTIONS, message)


def check_answers(package: Package, notes: Mapping[QuestionKey, Note]) -> Iterator[Problem]:
    """Answers that only point elsewhere, and those that nobody recalls at once."""
    for question in package.questions:
        note = notes.get(question.key)
        if note is None:
            continue
        answer = "\n".join(
            note.fields[:3] if question.prompt.text and not question.answer.text else note.fields[1:3]
        )
        if "<a " in answer and not _says_anything(answer):
            message = "the answer only points elsewhere; say here what is to be known, and keep the link"
            yield warn(question, "](", Code.ANSWER_ONLY_LINKS, message)
        size = _size(read_prose(answer))
        if size > LONGEST_ANSWER:
            message = (
                f"the answer has {size} columns of text, and {LONGEST_ANSWER} is what a card should have; "
                "make several questions of it"
            )
            yield warn(question, "", Code.ANSWER_TOO_LONG, message)


def _words_of(question: Question) -> str:
    return re.sub(r"[^\w\s]+", " ", fold(f"{question.heading.text} {question.prompt.text}").casefold())


def _says_anything(answer: str) -> bool:
    if re.search(r"<(?:pre|img|code|table)\b", answer):
        return True
    own = _POINTING.sub("", fold(read_html(answer, without=("a",))).casefold())
    return len(re.sub(r"[\W_]+", "", own)) > 2


def _size(text: str) -> int:
    kept = " ".join(text.split())
    return len(kept) + len(_CHINESE.findall(kept))
