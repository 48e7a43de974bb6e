"""Reads the words that say where the rest of a question stands: code below its title, or the parts of a task.

Each row is one language; the comment above it names public pages that need it.
"""

import re

_POINTS_AT_CODE = (
    # learning-zone/python-interview-questions@059ebb4, h5bp/Front-end-Developer-Interview-Questions@c8023cd
    r"\b(?:following|below|this|these|given)(?: \w+){0,2} "
    r"(?:code|program|snippet|function|script|query|class|definition|declaration|expression)s?\b"
    r"|\b(?:code|program|snippet|function|statement|query)s?(?: \w+){0,2} (?:below|above)\b"
    r"|\b(?:output|result)s? of the following\b"
    r"|\bwhat(?:'s| is| are| will| does| do| would)\b[^`]{0,40}"
    r"\b(?:outputs?|prints?|printed|logs?|logged)\W*$",
    # Snailclimb/JavaGuide@fd4c37a (sql-questions-01.md), gaomingshan/js@399d8d0
    r"(?:下面|以下|下列|如下|下方|这段|该段)[^`]{0,8}?(?:代码|程序|脚本|语句|函数|SQL)|(?:代码|程序)如下"
    r"|(?:输出|打印|运行|执行)(?:的?(?:结果|内容))?(?:分别)?(?:是|为)?(?:什么|多少|啥|哪些)\W*$",
)
_ASKS_FOR_OUTPUT = (
    r"\b(?:outputs?|prints?|printed|logs?|logged|results?|returns?)\b",
    r"输出|打印|结果|返回",
)
_EXERCISES = (
    # Mooophy/Cpp-Primer@09bbce2: `Exercise 2.1`; walkccc/CLRS@b29f8d0: `1.1-1`
    r"(?:exercise|problem|question|example)?",
    r"(?:第|习题|练习|练习题|例题?)",
)
_TASKS = (
    # azl397985856/leetcode@4183cba: `## Problem`, `## Problem Description`
    r"(?:the )?(?:problem|task)(?: (?:statement|description))?|statement",
    # doocs/advanced-java@efb95dd: `#### 题目描述`; ccc013/Python_Notes@b86069a: `> **题目**：`
    r"题目(?:描述|要求|大意|内容)?|题干|问题描述|任务描述",
)
_PARTS = (
    # azl397985856/leetcode@4183cba: `Constraints`, `示例 1:`
    r"examples?|constraints?|requirements?|(?:sample )?(?:input|output)s?(?: format)?|follow[- ]up",
    r"示例|样例|例子|要求|(?:输入|输出)(?:格式|描述|样例|示例)?|限制|约束(?:条件)?|数据范围|进阶",
)


def _whole(*tables: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(row for table in tables for row in table)
    return re.compile(rf"\W{{0,4}}(?:{words})\s*\d{{0,2}}\s*(?:[】\]]\s*[:：]?|[:：]|$)\s*", re.IGNORECASE)


_CODE_BELOW = re.compile("|".join(_POINTS_AT_CODE), re.IGNORECASE)
_FOR_OUTPUT = re.compile("|".join(_ASKS_FOR_OUTPUT), re.IGNORECASE)
_EXERCISE = re.compile(rf"\W*(?:{'|'.join(_EXERCISES)})\s*[\d.-]+\s*题?\W*", re.IGNORECASE)
_TASK = _whole(_TASKS)
_PART = _whole(_TASKS, _PARTS)


def points_at_code(text: str) -> bool:
    """Whether a question is about code that stands below it."""
    return bool(_CODE_BELOW.search(text))


def asks_for_output(text: str) -> bool:
    """Whether a question asks what code prints, so that the code alone cannot be the answer."""
    return bool(_FOR_OUTPUT.search(text))


def is_exercise(title: str) -> bool:
    """Whether a title only counts: `Exercise 2.1`, `第 3 题`."""
    return bool(_EXERCISE.fullmatch(title))


def task_label(text: str) -> int:
    """The length of a label such as `题目：` or `Problem` at the start of a text; 0 if there is none."""
    match = _TASK.match(text)
    return match.end() if match else 0


def part_label(text: str) -> int:
    """The length of the label of any part of a task, examples and constraints included."""
    match = _PART.match(text)
    return match.end() if match else 0
