"""Finds the words that turn a statement into its opposite, in folded Chinese and English text."""

import re

_NEGATION = re.compile(
    r"""
    (?: 并非 | 绝非 | 从不 | 从未 | 没有 | 不 | 没 | 未 | 无(?:法|需|须|关|效)? | 非 | 否 | 勿 | 莫 )
    | \b (?: not | never | no | none | nothing | neither | nor | without | cannot | \w+n['’]t
           | fails?\ to | unable\ to | wrong(?:ly)? | false | untrue | incorrect ) \b
    | 错误的? | 错的 | 误?以为 | 误解 | 误区 | 是错 | 谬误
    """,
    re.VERBOSE | re.IGNORECASE,
)

_NO_NEGATION = re.compile(
    r"""
    不(?: 仅 | 但 | 只是 | 光 | 过(?!去|来|滤) | 同 | 断 | 等式 | 等长 | 均衡 | 平衡 )
    | 不(?: 少 | 变性 | 变量 | 管 | 论 | 妨 | 得不 )
    | 线性无关 | 无(?: 论 | 穷 | 限 | 监督 | 偏 | 数 | 关紧要 )
    | 非(?: 线性 | 常 | 负 | 零 | 对称 | 凸 | 参数 | 平凡 | 方阵 )
    | 未(?: 来 | 知 | 归一化 ) | 否则 | [是能可]否
    | 要不要 | 会不会 | 能不能 | 是不是 | 有没有 | 需不需要 | 对不对
    | not\ only | no\ matter | not\ just | false\ positives? | false\ negatives?
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Words that hold a negation and deny nothing."""

_CLAUSE = re.compile(r"[,;:。!?\n…]|(?<!\d)\.(?!\d)|--|—")


def count_negations(text: str) -> int:
    """How many words in a text deny something; a double negation counts twice."""
    return len(find_negations(text))


def find_negations(text: str) -> tuple[tuple[int, int], ...]:
    """Where words in a text deny something: start and end of each."""
    without = _NO_NEGATION.sub(lambda match: "\ufffc" * len(match[0]), text)
    return tuple(match.span() for match in _NEGATION.finditer(without))


def is_negative(text: str) -> bool:
    """Whether a statement, such as a lead, says no: its first clause has an odd number of negations."""
    return count_negations(first_clause(text)) % 2 == 1


def first_clause(text: str) -> str:
    """The text up to the first punctuation."""
    return _CLAUSE.split(text.strip().lstrip(",;:。!?"), maxsplit=1)[0]


def clause_before(text: str, position: int) -> str:
    """The part of the clause at a position that stands before it."""
    start = max((match.end() for match in _CLAUSE.finditer(text, 0, position)), default=0)
    return text[start:position]
