"""Finds the language of a note, and has the words that a card shows in it."""

import re
from collections.abc import Iterable
from types import MappingProxyType

from deckgen.values.characters import HAN
from deckgen.values.passage import Passage
from deckgen.values.text import Html

ENGLISH, SIMPLIFIED, TRADITIONAL = "en", "zh-Hans", "zh-Hant"

_LEFT_OUT = re.compile(r"`[^`]*`|\$[^$]*\$|<[^<>]*+>|\]\([^()\[\]]*+\)|\bhttps?://\S+")
_HAN = re.compile(f"[{HAN}]")
_KANA = re.compile("[\u3041-\u309f\u30a1-\u30fa]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_COMMON = "the and what how why does which with are when this that from between if then not can has it by"
_ENGLISH = frozenset(_COMMON.split())
"""Words that are not also words of German, French, Spanish or Dutch, or hardly ever in a question there."""

_ONLY_TRADITIONAL = frozenset("們這來說對時會過還沒個為發經當問體長應樣從實現開動關邊讓話麼與將數學層習種點")
_ONLY_SIMPLIFIED = frozenset("们这来说对时会过还没个为发经当问体长应样从实现开动关边让话么与将数学层习种点")
_OF_TAIWAN = re.compile(r"zh-(?:Hant|TW|HK|MO)\b")

_BLOCK = re.compile(r"<(?:p|div|ul|ol|dl|pre|table|blockquote|details|hr|h[1-6])[ >]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)

_TITLES = MappingProxyType(
    {
        "NOTE": ("备注", "備註"),
        "TIP": ("技巧", "技巧"),
        "IMPORTANT": ("重要", "重要"),
        "WARNING": ("警告", "警告"),
        "CAUTION": ("注意", "注意"),
        "ABSTRACT": ("摘要", "摘要"),
        "SUMMARY": ("总结", "總結"),
        "TLDR": ("概要", "概要"),
        "INFO": ("信息", "資訊"),
        "TODO": ("待办", "待辦"),
        "EXAMPLE": ("例子", "例子"),
        "QUOTE": ("引用", "引用"),
        "CITE": ("引用", "引用"),
        "QUESTION": ("问题", "問題"),
        "HELP": ("帮助", "說明"),
        "FAQ": ("常见问题", "常見問題"),
        "SEEALSO": ("另见", "參見"),
        "SUCCESS": ("成功", "成功"),
        "CHECK": ("检查", "檢查"),
        "DONE": ("完成", "完成"),
        "ATTENTION": ("留意", "留意"),
        "DANGER": ("危险", "危險"),
        "ERROR": ("错误", "錯誤"),
        "BUG": ("缺陷", "錯誤"),
        "FAILURE": ("失败", "失敗"),
        "FAIL": ("失败", "失敗"),
        "MISSING": ("缺失", "缺少"),
    }
)
"""In simplified and in traditional characters; the five of GitHub as Microsoft's documentation has them."""


def in_language(field: Html, language: str) -> Html:
    """A field in an element that says its language, if that is known."""
    if not field or not language:
        return field
    name = "div" if _BLOCK.search(field) else "span"
    return Html(f'<{name} lang="{language}">{field}</{name}>')


def is_bidirectional(passages: Iterable[Passage]) -> bool:
    """Whether a text has a letter that is written from right to left."""
    return any(map(_RIGHT_TO_LEFT.search, (one.text for one in passages)))


def callout_title(name: str, language: str) -> str:
    """The title of a callout that has none of its own."""
    simplified, traditional = _TITLES.get(name, ("", ""))
    if not language.startswith("zh") or not simplified:
        return name.capitalize()
    return traditional if _OF_TAIWAN.match(language) else simplified


def task_name(language: str, *, is_done: bool) -> str:
    """What a screen reader says of the box of a task."""
    if not language.startswith("zh"):
        return "Completed task" if is_done else "Incomplete task"
    return "已完成" if is_done else "未完成"


def find_language(passages: Iterable[Passage]) -> str:
    """The language of a note's text; empty where the text does not tell.

    Code, formulas and addresses are not counted. It takes more Chinese characters than Latin words to be
    Chinese, and a tenth of its words must be common English ones to be English.
    """
    texts = (token.content for one in passages for token in one.tokens if token.type == "inline")
    text = _LEFT_OUT.sub(" ", "\n".join(texts))
    han, kana, hangul = (len(pattern.findall(text)) for pattern in (_HAN, _KANA, _HANGUL))
    latin = _LATIN.findall(text)
    if max(han + kana, hangul) < max(len(latin), 1):
        common = sum(word.lower() in _ENGLISH for word in latin)
        return ENGLISH if common * 10 >= len(_WORD.findall(text)) > 0 else ""
    if hangul > han + kana:
        return "ko"
    if kana * 10 >= han:
        return "ja"
    older, newer = (sum(sign in signs for sign in text) for signs in (_ONLY_TRADITIONAL, _ONLY_SIMPLIFIED))
    return TRADITIONAL if older > newer else SIMPLIFIED
