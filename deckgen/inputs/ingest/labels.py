"""Reads what says that an answer follows: the labels `答：` and `Answer:`, a heading, a summary."""

import re

from deckgen.inputs.ingest.markers import Style, ends_asking, is_asking, is_whole_bold, read_marker
from deckgen.inputs.ingest.page import Block, Shape

ANSWER_LABEL = re.compile(
    r"""\s*(?:[✅💡📝👉✔]\ufe0f?\s*)?(?:\*\*|【|\[|<b>)?\s*
    (?:(?:参考|标准|正确|推荐|最佳|简要|示例)?(?:答案|回答|解答|解析|答)
        (?:[ ]*\d{1,3}|[一二三四五六七八九十]+)?
      |(?:Sample|Suggested|Short|Correct|Model)?[ ]?Answer(?:[ ]*\d{1,3})?|Ans|A[ ]?\d{1,3}|A
      |求职者|候选人|应聘者|面试者|我|Candidate|Solution)
    (?:[ ]*(?:】|\])[ ]*[:：]?|[ ]*(?:\*\*)?[ ]*[:：][ ]*(?:\*\*)?|(?:\*\*)?[ ]*$)\s*(?:\*\*)?""",
    re.VERBOSE | re.IGNORECASE,
)
_LABEL_WITHOUT_COLON = re.compile(r"A\d{1,3}[.、．][ ]*")
ANSWERS = re.compile(r"(?:参考)?(?:答案|解答|解析|回答)|answers?|solutions?", re.IGNORECASE)
"""What a heading says below which all answers stand."""
LABEL_IN_LINE = re.compile(
    r"(?<=\S)\s*(?=(?:\*\*)?(?:【答案】|(?:参考)?答案[:：]|答[:：]|(?:A|Answer|Ans)\s?\d{0,3}\s?[:：]))"
)
"""Where the answer begins in the line of its question."""


def answer_label(text: str) -> int:
    """How many characters an answer's label takes at the start of this text; 0 without one."""
    match = ANSWER_LABEL.match(text) or _LABEL_WITHOUT_COLON.match(text)
    return match.end() if match and match.end() and match[0].strip() else 0


def label_length(block: Block) -> int:
    """How many characters of this block are an answer's label."""
    if block.shape not in (Shape.PARAGRAPH, Shape.HEADING, Shape.SUMMARY):
        return 0
    return answer_label(block.text)


def is_answer_summary(text: str) -> bool:
    """Whether a `<summary>` names no question, only what is folded below."""
    return bool(answer_label(text)) or bool(
        re.fullmatch(
            r"(?:(?:点击)?(?:查看|展开|显示)?(?:参考)?(?:答案|解析|详情|代码)|(?:show|view|see|click|reveal|expand).{0,30}|answers?|solutions?|hint|details?|explanation)\W*",
            text.strip(),
            re.IGNORECASE,
        )
    )


def starts_part(text: str, markdown: str, *, is_over: bool = False) -> bool:
    """Whether a line in the midst of a paragraph begins a question or an answer, or (`is_over`) was one."""
    whole = is_whole_bold(markdown)
    marker = read_marker(text)
    strong = marker is not None and marker.style in (Style.WORD, Style.SPEAKER)
    if is_over:
        return whole or strong or ends_asking(text)
    return whole or strong or bool(answer_label(text)) or (marker is not None and is_asking(text))
