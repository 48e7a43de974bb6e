"""Reads the labels of answers: `答：`, `Answer:`, a heading or a summary."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from deckgen.pages.page import LINES, Block, Shape
from deckgen.pages.words.markers import ends_asking, is_asking, is_whole_bold, is_worded, read_marker

ANSWER_LABEL = re.compile(
    r"""\s*(?:[✅💡📝👉✔]\ufe0f?\s*)?(?:\*\*|【|\[|<b>)?\s*
    (?:(?:参考|标准|正确|推荐|最佳|简要|示例)?(?:答案|回答|解答|解析|答)
        (?:[ ]*\d{1,3}|[一二三四五六七八九十]+)?
      |(?:Sample|Suggested|Short|Correct|Model)?[ ]?Answer(?:[ ]*\d{1,3})?|Ans|A[ ]?\d{1,3}|A
      |答え|正解|정답|답변|해답|답|Respuestas?|Respostas?|Réponses?|Antwort(?:en)?|Antwoord|Rispost[ae]
      |Ответ|Відповідь
      |Odpowied[źz]|Cevap|Đáp[ ]án|Jawaban|Odgovor|Përgjigje|Răspuns
      |求职者|候选人|应聘者|面试者|我|Candidate|Solution)
    (?:[ ]*(?:】|\])[ ]*[:：]?|[ ]*(?:\*\*)?[ ]*[:：][ ]*(?:\*\*)?|(?:\*\*)?[ ]*$)\s*(?:\*\*)?""",
    re.VERBOSE | re.IGNORECASE,
)
_LINKED = re.compile(r"[*_ ]*\[?!?\[[^\[\]]*\]\(")
_LABEL = "label"
_CHOICE = re.compile(r"([^:：]{2,30}[:：]\s*)[A-Ha-h]\s*")
_CHOICES = frozenset("ABCDEFGH")
_FEWEST = 4
ANSWERS = re.compile(r"(?:参考)?(?:答案|解答|解析|回答)|answers?|solutions?", re.IGNORECASE)
"""The text of a heading above all answers of a page."""
LABEL_IN_LINE = re.compile(
    r"(?=[\s*【参答A])(?<=\S)\s*"
    r"(?=(?:\*\*)?(?:【答案】|(?:参考)?答案[:：]|答[:：]|(?:A|Answer|Ans)\s?\d{0,3}\s?[:：]))"
)
"""Where the answer begins in the line of its question. It begins with few signs: a search is quick."""


def answer_label(text: str) -> int:
    """The length of the label of an answer at the start of this text; 0 if there is none."""
    match = ANSWER_LABEL.match(text)
    return match.end() if match and match.end() and match[0].strip() else 0


def label_length(block: Block) -> int:
    """The length of the label of an answer at the start of this block; a picture or a link is not one."""
    if block.shape not in LINES or _LINKED.match(block.markdown):
        return 0
    if block.info == _LABEL:
        choice = _CHOICE.fullmatch(block.text)
        return choice.end(1) if choice else len(block.text)
    return answer_label(block.text)


def mark_labels(blocks: Sequence[Block]) -> list[Block]:
    """Mark what most `<summary>`, or many headings, repeat: it is a label, in whatever language."""
    parts = [_repeated_part(block) for block in blocks]
    counts = Counter(part for part in parts if part)
    least = max(_FEWEST, sum(b.shape is Shape.SUMMARY for b in blocks) // 2)
    return [
        replace(block, info=_LABEL) if part and counts[part] >= least else block
        for block, part in zip(blocks, parts, strict=True)
    ]


def _repeated_part(block: Block) -> str:
    """The text of a summary that asks nothing, or of a heading before a choice: `Respuesta: D`."""
    if block.shape is Shape.SUMMARY:
        return "" if is_asking(block.text) else block.text
    if block.shape is not Shape.HEADING or block.text.rstrip()[-1:].upper() not in _CHOICES:
        return ""
    choice = _CHOICE.fullmatch(block.text)
    return choice[1] if choice else ""


def is_answer_summary(text: str) -> bool:
    """Whether a `<summary>` is not a question, but only names what is folded below."""
    return bool(answer_label(text)) or bool(
        re.fullmatch(
            r"(?:第.{1,6}题的?答案|(?:点击)?(?:查看|展开|显示)?(?:参考)?(?:答案|解析|详情|代码)|(?:show|view|see|click|reveal|expand).{0,30}|answers?|solutions?|hint|details?|explanation)\W*",
            text.strip(),
            re.IGNORECASE,
        )
    )


def starts_part(text: str, markdown: str, *, is_over: bool = False) -> bool:
    """Whether a line in a paragraph begins a question or an answer; with `is_over`, whether it was one."""
    whole = is_whole_bold(markdown)
    marker = read_marker(text)
    if whole or is_worded(marker):
        return True
    if is_over:
        return ends_asking(text)
    return bool(answer_label(text)) or (marker is not None and is_asking(text))
