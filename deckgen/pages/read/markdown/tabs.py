"""Opens the tabs of MkDocs that hold a question and its answer: `=== "Question"`, `=== "Answer"`."""

import re

from deckgen.pages.page import Dropped

_TAB = re.compile(
    r' *=== +"(?:(?P<asks>Question|Q|问题|题目)|Answer|A|Solution|答案|解答|解析)" *$', re.IGNORECASE
)
_BOX = re.compile(r' *(?:\?\?\?\+?|!!!) +[\w-]+ +"" *$')
_CODE = re.compile(r" *(?:`{3,}|~{3,})")
_HEADING = re.compile(r" *#{1,6} ")
_WIDTH = 4
_REASON = "the mark of a tab"


def open_tabs(text: str, dropped: list[Dropped]) -> str:
    """The text with what such tabs hold at the margin, line for line; a question becomes a heading.

    Witness: github.com/imohitmayank/a_lazy_data_science_guide, ee18ff8c.
    """
    if not re.search(r'(?m)^ *=== +"', text):
        return text
    found: list[str] = []
    inside, asks, is_code, box = 0, False, False, -1
    for number, line in enumerate(text.split("\n")):
        is_code ^= bool(_CODE.match(line))
        indent = len(line) - len(line.lstrip())
        is_tab = not is_code and (box >= 0 or indent + _WIDTH == inside or indent < _WIDTH)
        if line.strip() and indent < inside:
            inside = 0
        tab = _TAB.match(line) if is_tab else None
        if tab:
            inside, asks = indent + _WIDTH, bool(tab["asks"])
            if box >= 0:
                dropped.append(Dropped(box + 1, found[box].strip(), _REASON))
                found[box], box = "", -1
            dropped.append(Dropped(number + 1, line.strip(), _REASON))
            found.append("")
            continue
        if line.strip():
            box = number if not is_code and _BOX.match(line) else -1
        is_title = asks and bool(line.strip())
        mark = "" if not is_title or _HEADING.match(line) else "#### "
        asks = asks and not is_title
        found.append(mark + line[inside:])
    return "\n".join(found)
