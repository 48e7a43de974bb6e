"""Finds what a person should look at: questions without an answer, lost formulas, glued words."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from deckgen.pages.page import Block, Dropped, PageKind, Shape, Warned
from deckgen.pages.questions import Found
from deckgen.pages.words.labels import answer_label
from deckgen.pages.write.write_source import render_blocks
from deckgen.values.characters import has_han

_ADDRESS = re.compile(r"https?://[^\s)>\]]+|\[[^\[\]]*\]\((?:[^()]|\([^()]*\))*\)|www\.\S+")
_REFERENCE = re.compile(
    r"(?:参考(?:链接|资料|文章|答案|文献)?|详见|见|链接|参见|原文(?:链接)?|答案|来源|link|see(?: also)?"
    r"|refer(?: to)?|reference|source|answer|read|here|this|article|解析)",
    re.IGNORECASE,
)
_ABOUT_QUESTION = re.compile(
    r"(?:公司|分类|类别|难度|标签|来源|出处|company|category|difficulty|level|tags?|topics?)\s*[:：].{0,60}",
    re.IGNORECASE,
)
"""A line that says something about the question and is not an answer."""
_LOST_BELOW = re.compile(
    r"(?:如下(?:图|所示|公式|代码)?|公式为|表示为|定义为|计算(?:公式|方式)为"
    r"|as follows|the following(?: formula| code| figure| picture| table)?"
    r"|(?:shown|given) (?:below|by)|is defined as)[^\w。.]{0,3}$",
    re.IGNORECASE,
)
_SHAPE = re.compile(r"(?<![A-Za-z0-9])\d+\s*[xX×]\s*\d+(?![A-Za-z0-9])")
_SHAPE_WORDS = re.compile(r"维|形状|张量|矩阵|shape|tensor|matrix|dim", re.IGNORECASE)
_RESULT = re.compile(
    r"(?:最终)?(?:答案|结论|结果|the answer|answer|result)(?:是|为|is)?\s*[:：]\s*(.{1,80})", re.IGNORECASE
)
_WORD = re.compile(r"\w")
_FEW_WORDS = 6
_LATIN = re.compile(r"[A-Za-z]+")
_LONGEST_WORD = 17
_LONG_WORDS = re.compile(
    r"(?:counter|hyper|over|under|multi|inter|trans|electro|de|re|un|non|in|dis|mis|pre|micro|pseudo|auto)?[a-z]*(?:ization|isation|ational|ability|ibility|ically|alization|ification|ifications|izations|edness|fulness|ological|ographically|arization|iously|ities|ments|responsibilities|dimensional|dimensionality)$"
)


def check_found(
    found: Sequence[Found], kind: PageKind, dropped: Sequence[Dropped]
) -> tuple[tuple[Found, ...], tuple[Warned, ...]]:
    """Mark the questions without an answer; also return the warnings."""
    words = _latin_words(found) if kind is PageKind.TEXT else set()
    kept: list[Found] = []
    warned: list[Warned] = []
    pictures = sorted(d.line for d in dropped if d.reason == "where a picture was")
    for question, following in zip_longest(found, found[1:]):
        answer = _parts(question.answer)
        state = () if question.is_cloze else _answer_state(question, answer)
        kept.append(replace(question, is_answered=question.is_answered and not state))
        warned += (Warned(question.line, code, message) for code, message in state)
        warned += _check_one(question, answer)
        if kind is PageKind.TEXT:
            warned += _glued_words(question, words)
        if not any("![" in part.markdown for part in _with_text([*_parts(question.prompt), *answer])):
            end = bisect_left(pictures, following.line) if following else None
            gone = pictures[bisect_left(pictures, question.line) : end]
            message = "a picture is missing here, and the page does not say which one"
            warned += (Warned(line, "picture-lost", message) for line in gone)
    return tuple(kept), tuple(warned)


def _parts(blocks: Iterable[Block]) -> list[Block]:
    """What these blocks show, part by part."""
    return [part for block in blocks for part in block.walk() if part.text or part.markdown.strip()]


def answered_drafts(found: Sequence[Found], pictures: Mapping[str, str]) -> Iterator[Warned]:
    """The drafts of a plan that have an answer all the same, which a build leaves out with them."""
    for question in found:
        if question.is_answered or not any(map(str.strip, render_blocks(question.answer, pictures))):
            continue
        if question.is_cloze or not _answer_state(question, _parts(question.answer)):
            message = f"a draft has an answer: {question.text[:60]}; label it `q` in the plan to build it"
            yield Warned(question.line, "answered-draft", message)


def _answer_state(question: Found, parts: Sequence[Block]) -> tuple[tuple[str, str], ...]:
    """The code and the message for an answer that says nothing, or shows links with hardly a word."""
    shown = question.text[:60]
    if not parts:
        return (("unanswered", f"no answer to: {shown}"),)
    links = words = 0
    for part in parts:
        if part.shape is Shape.CODE or "![" in part.markdown:
            return ()
        if _ABOUT_QUESTION.fullmatch(part.text.strip()):
            continue
        rest, here = _ADDRESS.subn("", part.markdown)
        said = _REFERENCE.sub("", rest)
        if not here and _WORD.search(said):
            return ()
        links, words = links + here, words + len(_WORD.findall(said))
    return (("link-only", f"the answer is only links: {shown}"),) if links and words <= _FEW_WORDS else ()


def _check_one(question: Found, answer: Sequence[Block]) -> Iterator[Warned]:
    if _SHAPE.search(question.text) and _SHAPE_WORDS.search(question.text):
        message = f"a shape may have lost its `*`: {question.text[:80]}"
        yield Warned(question.line, "damaged-shape", message)
    for part, following in zip_longest(answer, answer[1:]):
        if (
            part.shape is Shape.PARAGRAPH
            and _ends_there(part, following)
            and _LOST_BELOW.search(part.text[-60:])
        ):
            is_picture = "图" in part.text[-6:]
            code, what = (
                ("picture-lost", "a picture") if is_picture else ("formula-lost", "a formula or a picture")
            )
            yield Warned(part.line, code, f"{what} seems to be missing after: {part.text[-40:]}")
    yield from _contradictions(question)


def _ends_there(part: Block, following: Block | None) -> bool:
    return following is None or (following.shape is Shape.HEADING) or part.line > following.line


def _with_text(parts: Iterable[Block]) -> Iterator[Block]:
    return (part for part in parts if part.text and part.shape is not Shape.CODE)


def _blocks(question: Found) -> Iterator[Block]:
    return _with_text(_parts((*question.prompt, *question.answer)))


def _glued_words(question: Found, words: set[str]) -> Iterator[Warned]:
    for block in _blocks(question):
        for word in _glued(block, words):
            yield Warned(block.line, "glued-words", f"`{word}` may be two words that were joined")


def _latin_words(found: Sequence[Found]) -> set[str]:
    return {
        word.lower()
        for question in found
        for block in _blocks(question)
        for word in _LATIN.findall(block.text)
        if len(word) > 3
    }


def _glued(block: Block, words: set[str]) -> Iterator[str]:
    if not has_han(block.text) or "http" in block.text:
        return
    for word in filter(str.islower, _LATIN.findall(block.text)):
        is_long = len(word) > _LONGEST_WORD and not _LONG_WORDS.match(word)
        cuts = range(4, len(word) - 3) if 9 < len(word) < 60 else ()
        if is_long or any(word[:cut] in words and word[cut:] in words for cut in cuts):
            yield word


def _contradictions(question: Found) -> Iterator[Warned]:
    results: dict[str, int] = {}
    for before, block in pairwise((None, *question.answer)):
        # Below code, an answer is what this code prints.
        if block is None or block.shape is not Shape.PARAGRAPH or (before and before.shape is Shape.CODE):
            continue
        match = _RESULT.match(block.text)
        value = match[1] if match else block.text[answer_label(block.text) or len(block.text) :]
        if value := re.sub(r"[\s`*。.]", "", value):
            results.setdefault(value, block.line)
    if len(results) > 1:
        _, line, *_ = results.values()
        shown = " / ".join(list(results)[:3])
        yield Warned(line, "contradicting-answers", f"two answers contradict each other: {shown}")
