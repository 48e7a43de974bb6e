"""Says in one sentence what a question and its lead state together."""

import re

from deckgen.answers.card import Card
from deckgen.answers.negation import count_negations

_YES = re.compile(
    r"""
    ^ (?: 是的? | 对的? | 会的? | 能的? | 可以的? | 有的? | 需要的? | 要的? | 没错 | 正确 | 当然 | 一定
        | yes | right | correct | true )
    (?= [,。;:!.\s—] | $ )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NO = re.compile(r"^(?:不|没)(?P<verb>会|能|可以|需要|要|是|用|有)(?=[,。;:!.\s—的]|$)")
_WHETHER = (
    *(("是否", ""), ("能否", "能"), ("会不会", "会"), ("能不能", "能"), ("是不是", "是"), ("要不要", "要")),
)
_POLAR_END = re.compile(r"(?:吗|呢)?[”\"」』)]*\?$")
_SLOT = re.compile(r"什么(?:样的?)?|多少|哪(?:个|些|里|儿|种|一[个种])?|谁|几|\bwhat\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[。!?;\n]|\.(?=\s|$)")
_BRACKETS = re.compile(r"\([^()]*\)")
_CLAUSE = re.compile(r"[,:是为会把将]|\b(?:is|are|has|have)\b")
_LONGEST_PHRASE = 30
_SENTENCE = re.compile(r"[^。!?;\n]*\?")


def say_in_full(card: Card) -> str:
    """What the lead states: the content of a yes/no question, or the lead in the place of what was asked.

    It is empty if that is not known.
    """
    questions = _SENTENCE.findall(card.question)
    if card.is_cloze or not questions or not card.lead:
        return ""
    question = questions[-1]
    slots = list(_SLOT.finditer(question))
    content = _POLAR_END.sub("", question)
    for short, whole in _WHETHER:
        content = content.replace(short, whole)
    is_plain = not slots and not count_negations(content)
    if is_plain and _YES.search(card.lead):
        return f"{content}。"
    if is_plain and (no := _NO.search(card.lead)) and content.count(no["verb"]) == 1:
        return f"{content.replace(no['verb'], no[0])}。"
    end = _SENTENCE_END.search(card.lead)
    said = card.lead[: end.start() if end else None]
    if len(slots) == 1 and len(said) <= _LONGEST_PHRASE and not _CLAUSE.search(_BRACKETS.sub("", said)):
        return f"{question[: slots[0].start()]}{said}。"
    return ""
