"""Reads the marks of questions (numbers, `问题一:`, `Q1.`, bold lines) and the words that ask."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from deckgen.values.characters import HAN

_DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_NUMERALS = "零〇一二两三四五六七八九十百"
REMEMBERED_LINES = 1 << 18
"""Several stages look up the same line; a page of 1 MiB can have this many lines that are not empty."""
_NUMBER = rf"(?:\d{{1,3}}|[{_NUMERALS}]{{1,5}})"


class Style(StrEnum):
    """A way to mark a question."""

    WORD = "word"
    SPEAKER = "speaker"
    NUMBER = "number"
    BRACKET = "bracket"
    DOTTED = "dotted"
    HAN = "han"
    EMOJI = "emoji"


@dataclass(frozen=True, slots=True)
class Marker:
    """The mark at the start of a line: its style, its number and its length in characters."""

    style: Style
    number: int | None
    length: int


_PATTERNS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    (
        Style.WORD,
        re.compile(
            rf"""(?:
              (?:面试|高频|经典|常见)?(?:[问問][题題]|问|[题題]目|面[试試][题題]|[试試][题題]|考[题題]|考点题)
              [ ]*[\#№]?[ ]*
              (?P<a>{_NUMBER})[ ]*(?:[:：.、．,，)）|】\]-]|[ ]+|(?=[^\W\d]))
            | 第[ ]*(?P<b>{_NUMBER})[ ]*(?:题|題|问|个问题|道题)[ ]*[:：.、．,，]?
            | (?:Question|Interview[ ]Question|Problem)[ ]*[\#№]?(?P<c>\d{{1,3}})[ ]*(?:[:：.)|-]|(?=[ ])|$)
            | Q(?:ue|ues)?[ ]*[\#.-]?[ ]*(?P<d>\d{{1,3}})[ ]*(?:[:：.、．)）|·-]+|(?=[ ])|$)
            | \[Q(?P<e>\d{{1,3}})\][ ]*[:：]?
            )[ ]*""",
            re.VERBOSE | re.IGNORECASE,
        ),
    ),
    (
        Style.SPEAKER,
        re.compile(
            r"(?:面试官(?:问)?|考官|Interviewer|面试[题題]|[题題]目|问题?|提问|Question|Q"
            r"|Вопрос|Pregunta|Pergunta|Frage|質問|질문)[ ]*[:：][ ]*|Q[ ]?[.)）][ ]+"
            r"|(?:【(?:面试官|问题|问|面试题)】)[ ]*[:：]?[ ]*",
            re.IGNORECASE,
        ),
    ),
    (Style.DOTTED, re.compile(r"(?P<a>\d{1,3})(?:[.．]\d{1,3})+(?!\d)[.、．:：]?(?:[ ]+|(?=[^\W\d_a-z]))")),
    (
        Style.DOTTED,
        re.compile(rf"(?P<a>\d{{1,3}})-(?P<b>\d{{1,3}})(?![\d-])(?:[.、．:：][ ]*|[ ]+|(?=[{HAN}]))"),
    ),
    (Style.EMOJI, re.compile(r"(?P<k>(?:[0-9]\ufe0f?\u20e3)+|\U0001f51f)[ ]*[.、:：]?[ ]*")),
    (Style.EMOJI, re.compile(r"(?P<k>[①-⑳])[ ]*[.、:：]?[ ]*")),
    (
        Style.NUMBER,
        re.compile(
            r"(?:No\.?[ ]?|\#)?(?P<a>\d{1,3})"
            r"(?:[ ]*(?:[.．，,][)）]?[ ]*(?!\d)|、[)）]?[ ]*(?!\d+[ ]*、))"
            r"|[ ]*[)）|:：][ ]*(?!\d)|[ ]*\t\s*)",
            re.IGNORECASE,
        ),
    ),
    (Style.BRACKET, re.compile(r"[(（【\[](?P<a>\d{1,3})[)）】\]][ ]*[.、:：]?[ ]*")),
    (
        Style.HAN,
        re.compile(
            rf"(?:第(?P<a>[{_NUMERALS}]{{1,4}})[章节部分]+"
            rf"|(?P<b>[{_NUMERALS}]{{1,4}})[ ]*[、.．:：。]|[(（](?P<c>[{_NUMERALS}]{{1,4}})[)）])[ ]*"
        ),
    ),
)


def _scoped(pattern: re.Pattern[str]) -> str:
    flags = "".join(sign for sign, flag in (("i", re.IGNORECASE), ("x", re.VERBOSE)) if pattern.flags & flag)
    return f"(?{flags}:{re.sub(r'[(][?]P<[a-z]+>', '(?:', pattern.pattern)})"


_ANY_MARK = re.compile("|".join(_scoped(pattern) for _, pattern in _PATTERNS))
"""All patterns in one, because nearly every line has no mark."""
_ORNAMENT = re.compile(
    "(?:[\\s#>*★☆▶►◆■●◇□○▲△▼▪•"
    "\U0001f000-\U0001f51e\U0001f520-\U0001faff\u2600-\u2775\u2794-\u27bf\u2b00-\u2bff\u200d]"
    "|\\[[A-Zx↑⬆ ]\\](?=\\s)|\ufe0f(?!\u20e3))++"
)
"""Signs and pictures, but not those that are numbers, such as ❶ and 🔟."""
_TAIL = re.compile("[\\s★☆\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u200d\ufe0f]+$")
"""Signs at the end of a line."""
_WHOLE_BOLD = re.compile(r"(\*\*|__)(?=\S)((?:\\.|(?!\1)[^\\\n])+?)\1\s*[:：?？。]?")
_BOLD_HEAD = re.compile(r"\*\*\s*(?P<mark>[^*]{1,12}?)\s*\*\*")
_ASKS_ZH = re.compile(
    r"什[么麼]|[有是干]啥|如何|為何|嗎|區別|差別|解釋|說明|介紹|怎么|怎样|咋|为何|为啥|吗|呢|哪些|哪个|哪种|哪里|哪儿|哪几|多少|几种|几个|区别|差异|是否|能否|可否|谈谈|谈一谈|谈一下|说说|说一说"
    r"|说一下|说下|说明|介绍|解释|简述|描述|阐述|讲讲|讲一讲|讲一下|讲述|聊聊|聊一聊|手写|手撕|比较|对比|优缺点"
    r"|写出|举例|列举|有没有|会不会|能不能|是不是|异同"
)
_NAMES_PART = re.compile(
    r"(?:题目|问题|补充|详细|代码|示例|输入|输出)(?:描述|说明|介绍|解释|比较|对比)[:：]?"
)
"""The name of a part of a task or an answer."""
_HINTS_ZH = re.compile(r"实现|原理|作用|优势|了解|理解|推导|给出|分析|概述|流程|机制|场景|关系|计算|设计")
"""Words that are frequent in questions but may stand in any heading."""
_ASKS_OTHERS = re.compile(
    r"[¿¡]?\s*(?:"
    r"что|как\w*|почему|зачем|когда|где|кто|чем|в чём|в чем|для чего|объясни\w*|опиши\w*|расскажи\w*"
    r"|назови\w*|перечисли\w*|сравни\w*|приведи\w*|напиши\w*|реализуй\w*|может\w* ли"
    r"|qué|cómo|por qué|cuál\w*|cuándo|dónde|explica|menciona|escribe|diseña|implementa|diferencias? entre"
    r"|o que|qual|quais|como|por que|explique|descreva|cite|diferenças? entre"
    r"|qu'est-ce|quel\w*|comment|pourquoi|expliquez|décrivez|citez"
    r"|was|wie|warum|wann|welche\w*|erkläre\w*|beschreibe\w*|nenne\w*"
    r")\b|.*(?:とは|なぜ|ですか|説明|違い|述べ|무엇|왜\b|어떻게|차이|설명|인가|까요|나요)",
    re.IGNORECASE,
)
_ASKS_EN = re.compile(
    r"(?:what|how|why|when|where|which|who|whose|explain|describe|define|compare|is|are|was|were|can|could|does|do"
    r"|did|should|would|will|have|has|list|name|write|implement|tell|given|difference|discuss|design|differentiate"
    r"|mention|state|find|suppose|contrast|derive|prove|outline|illustrate|elaborate|distinguish"
    r"|you (?:are|have)|if|in what|to what|for which)\b|.*\b(?:vs\.?|versus|difference between)\b",
    re.IGNORECASE,
)
_LONGEST_TASK = 120
_LONGEST_END = 40
_ENDS_ASKING = re.compile(
    r"[?？][\s\"'”’」』*_`]*(?:[:：] ?\w{1,12}[\s*_]*|[(（【\[][^()（）?？]{0,30}[)）】\]])?$"
)
_ASKS_AT_END = re.compile(
    r"[?？]\s*[(（【\[].{0,12}[)）】\]]$|(?<![A-Za-z0-9_])[(（]\s*[)）]\s*[。.:：]?$|[是为][:：]$"
)
"""A remark after the question mark, a blank for the choice (not `main()`), or words before the choices."""
_BEGINS_TASK = re.compile(
    r"(?:请|你|您|如何|怎[么样]|为[何什啥]|什么|哪|谈|说|讲|聊|简|介绍|描述|阐述|解释|说明|分析|比较|对比|列举|举例|写|实现|设计|给|手|试|假设|假如|已知|求|[A-Za-z(（《“\"'`])|.*(?:区别|[吗呢?？])"
)
"""How a task begins that ends in a full stop; any other such sentence is a statement."""
_BARE_NUMBER = re.compile(r"(\d{1,3})[ \u3000]+(?=\S)")
_NO_WORDS = re.compile(r"[\W_]+")
INTERVIEW = re.compile(
    r"面[试試]|面[经經]|八股|[题題][库庫]|笔试|考题|问答|真题|编程题|手撕|每日一[题问]"
    r"|(?:常[见見]|高[频頻]|经典|經典|热门|\d个?)[问問][题題]|[问問][题題](?:汇总|彙總|总结|整理|集锦|大全|列表|[及与和]?[解回]?答)"
    r"|\bQ ?& ?A\b|\bFAQs?\b|interview|questions?\b|一面|二面|三面|quiz"
    r"|собеседован|вопрос|entrevista|preguntas|perguntas|entretien|\bFragen\b|面接|質問|면접|질문",
    re.IGNORECASE,
)
MENTIONS_INTERVIEW = re.compile(r"面[试試]|面经|面經|八股|题库|笔试|真题|interview questions?", re.IGNORECASE)
"""Mentions of an interview in the text of a page, where the word `question` alone may mean anything."""


def strip_ornament(text: str) -> str:
    """The text without the stars and signs before it."""
    match = _ORNAMENT.match(text)
    return text[match.end() :] if match else text


@lru_cache(maxsize=REMEMBERED_LINES)
def read_marker(text: str) -> Marker | None:
    """The mark at the start of the plain text of a line, including signs before it."""
    ornament = _ORNAMENT.match(text)
    start = ornament.end() if ornament else 0
    if not _ANY_MARK.match(text, start):
        return None
    for style, pattern in _PATTERNS:
        match = pattern.match(text, start)
        if match and match.end() > start:
            return Marker(style, _number(match), match.end())
    return None


def read_markers(lines: Sequence[str]) -> list[Marker | None]:
    """The marks of lines that are alike; `4 slices` has one, too, if a line beside it has number 3 or 5."""
    marks = [read_marker(line) for line in lines]
    bare = [None if mark else _BARE_NUMBER.match(line) for mark, line in zip(marks, lines, strict=True)]
    numbers = [
        int(found[1]) if found else mark.number if mark else None
        for mark, found in zip(marks, bare, strict=True)
    ]
    for at, (number, found) in enumerate(zip(numbers, bare, strict=True)):
        beside = (*numbers[max(0, at - 1) : at], None, *numbers[at + 1 : at + 2])
        if found and number is not None and (beside[0] == number - 1 or beside[-1] == number + 1):
            marks[at] = Marker(Style.NUMBER, number, found.end())
    return marks


def is_worded(marker: Marker | None) -> bool:
    """Whether a mark says in words that a question follows: `Q:`, `问题一：`."""
    return marker is not None and marker.style in (Style.WORD, Style.SPEAKER)


def ends_asking(text: str) -> bool:
    """Whether a line ends in a question mark, which may be quoted, or in the name of who answered."""
    return bool(_ENDS_ASKING.search(text[-_LONGEST_END:]))


@lru_cache(maxsize=REMEMBERED_LINES)
def is_asking(text: str) -> bool:
    """Whether a line reads as a question or a task."""
    text = _TAIL.sub("", text.strip())
    if ends_asking(text) or _ASKS_AT_END.search(text[-_LONGEST_END:]):
        return True
    if len(text) >= _LONGEST_TASK or (text[-1:] in "。；：" and not _BEGINS_TASK.match(text)):
        return False
    return _is_task(text) or bool(_HINTS_ZH.search(text))


def _is_task(text: str) -> bool:
    return not _NAMES_PART.fullmatch(text) and bool(
        _ASKS_ZH.search(text) or _ASKS_EN.match(text) or _ASKS_OTHERS.match(text)
    )


def asks(text: str) -> bool:
    """Whether a line reads as a question or a task after its mark."""
    return is_asking(strip_ornament(_without_mark(text)))


def _without_mark(text: str) -> str:
    marker = read_marker(text)
    return text[marker.length :] if marker else text


@lru_cache(maxsize=REMEMBERED_LINES)
def asking_weight(text: str) -> float:
    """How surely a line asks something after its mark: 1; 0.25 if only a word hints at it; else 0."""
    text = strip_ornament(_without_mark(text)).strip()
    if not is_asking(text):
        return 0.0
    if len(text) < 120 and not ends_asking(text) and _HINTS_ZH.search(text):
        return 1.0 if _is_task(text) else 0.25
    return 1.0


@lru_cache(maxsize=REMEMBERED_LINES)
def bare_words(text: str) -> str:
    """The letters and digits after the mark, which stay the same if a line is repeated."""
    return _NO_WORDS.sub("", _without_mark(text).lower())


def is_whole_bold(markdown: str) -> bool:
    """Whether a whole line is bold."""
    return bool(_WHOLE_BOLD.fullmatch(markdown.strip().removeprefix("\\")))


def _number(match: re.Match[str]) -> int | None:
    found = match.groupdict()
    emoji = found.get("k")
    if emoji:
        if emoji[0] == "\U0001f51f":
            return 10
        if "①" <= emoji[0] <= "⑳":
            return ord(emoji[0]) - ord("①") + 1
        return int(re.sub(r"[^0-9]", "", emoji))
    if found.get("b") and found.get("a") and (found["a"] or "").isdigit():
        return int(found["a"]) * 1000 + int(found["b"])
    text = next((value for value in found.values() if value), None)
    if text is None:
        return None
    return int(text) if text.isdigit() else _read_han(text)


def _read_han(text: str) -> int:
    total, digit = 0, 0
    for character in text:
        if character == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif character == "百":
            total, digit = total + (digit or 1) * 100, 0
        else:
            digit = _DIGITS[character]
    return total + digit
