"""Pages made from known questions, with every style of marks and noise around, come back as they were."""

import html as entities
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.html_to_markdown.escape import strip_markdown
from deckgen.pages.ingest import ingest
from deckgen.pages.page import PageKind
from deckgen.sources.parse import parse

Pair = tuple[str, tuple[str, ...]]

_HAN = "一二三四五六七八九十"
_TOPICS = (
    "注意力",
    "归一化",
    "残差",
    "Adam",
    "dropout",
    "量化",
    "蒸馏",
    "LoRA",
    "索引",
    "事务",
    "闭包",
    "死锁",
)
_ASKS = ("什么是{}？", "{}有什么用？", "为什么需要{}?", "如何实现{}？", "What is {}?", "How does {} work?")
_SENTENCES = (
    "它让梯度更容易流过。",
    "It is a method of training.",
    "先算平均,再算方差。",
    "价格是 5 元,不是 6 元。",
    "A value between 0 and 1.",
    "用 with 打开,用完关上。",
    "n 越大越慢,所以要分块。",
)
_HEAD_NOISE = ("大家好,我是博主", "建议点赞收藏", "阅读量 1.2k 收藏 23", "文章目录", "专栏收录该内容")
_FOOT_NOISE = ("创作不易,点个赞再走呗", "♠ ⊕ ♠ ⊕ ♠ ⊕", "上一篇：旧的文章", "相关文章", "© 2024 某站")


@st.composite
def _questions(draw: st.DrawFn) -> list[Pair]:
    topics = draw(st.lists(st.sampled_from(_TOPICS), min_size=3, max_size=8, unique=True))
    return [
        (
            draw(st.sampled_from(_ASKS)).format(topic),
            tuple(draw(st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=3, unique=True))),
        )
        for topic in topics
    ]


_MARKS = {
    "问题一:": lambda n: f"问题{_HAN[n - 1]}:",
    "问题1：": lambda n: f"问题{n}：",
    "1. ": lambda n: f"{n}. ",
    "1、": lambda n: f"{n}、",
    "1) ": lambda n: f"{n}) ",
    "1．": lambda n: f"{n}．",
    "5-1 ": lambda n: f"5-{n} ",
    "01|": lambda n: f"{n:02}|",
    "keycap": lambda n: f"{n}\ufe0f\u20e3 ",
    "Q1. ": lambda n: f"Q{n}. ",
    "Q1：": lambda n: f"Q{n}：",
    "面试题 3 ": lambda n: f"面试题 {n}：",
    "面试官：": lambda n: "面试官：",
}


def _noise(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    head = draw(st.lists(st.sampled_from(_HEAD_NOISE), max_size=3, unique=True))
    foot = draw(st.lists(st.sampled_from(_FOOT_NOISE), max_size=3, unique=True))
    return head, foot


def _read(page: str, kind: PageKind) -> list[Pair]:
    ingested = ingest(page.encode(), "面试题", kind)
    assert not ingested.report.lost
    document, problems = parse("p", "source/p.md", ingested.markdown.encode())
    assert [p for p in problems if p.code != "unanswered"] == []
    return [(strip_markdown(q.heading.text), _lines(q.answer.text)) for q in document.questions]


def _lines(answer: str) -> tuple[str, ...]:
    answer = re.sub(r"<!--.*?-->", "", answer)
    return tuple(strip_markdown(line) for line in answer.split("\n") if line.strip())


@pytest.mark.parametrize("mark", _MARKS)
@settings(max_examples=30)
@given(data=st.data())
def test_a_text_dump_comes_back(mark: str, data: st.DataObject) -> None:
    questions = data.draw(_questions())
    head, foot = _noise(data.draw)
    gap = data.draw(st.sampled_from(["\n", "\n\n"]))
    lines = ["某厂面试题", *head]
    for number, (question, answer) in enumerate(questions, 1):
        lines += [_MARKS[mark](number) + question, *answer]
    assert _read(gap.join([*lines, *foot]), PageKind.TEXT) == questions


@pytest.mark.parametrize("style", ["## ", "### ", "bold", "## 1. ", "### 问题1：", "#### Q1: "])
@settings(max_examples=30)
@given(data=st.data())
def test_a_readme_comes_back(style: str, data: st.DataObject) -> None:
    questions = data.draw(_questions())
    head, foot = _noise(data.draw)
    contents = [f"- [{question}](#{n})" for n, (question, _) in enumerate(questions)]
    parts = ["# 某厂面试题", *head, *(["\n".join(contents)] if data.draw(st.booleans()) else [])]
    for number, (question, answer) in enumerate(questions, 1):
        mark = style.replace("1", str(number))
        parts += [f"**{question}**" if style == "bold" else mark + question, *answer]
    assert _read("\n\n".join([*parts, *foot]), PageKind.MARKDOWN) == questions


@pytest.mark.parametrize("style", ["h2", "h3", "p", "strong", "summary", "li"])
@settings(max_examples=30)
@given(data=st.data())
def test_a_page_of_a_site_comes_back(style: str, data: st.DataObject) -> None:
    questions = data.draw(_questions())
    head, foot = _noise(data.draw)
    parts = [
        '<nav><a href="/">首页</a></nav><div id="content_views"><h1>某厂面试题</h1>',
        *map(_paragraph, head),
    ]
    for number, (question, answer) in enumerate(questions, 1):
        words = entities.escape(question)
        body = "".join(map(_paragraph, answer))
        parts.append(
            {
                "h2": f'<h2><a name="t{number}"></a>{words}</h2>{body}',
                "h3": f"<h3>{number}. {words}</h3>{body}",
                "p": f"<p>Q{number}：{words}</p>{body}",
                "strong": f"<p><strong>{words}</strong></p>{body}",
                "summary": f"<details><summary>{words}</summary>{body}</details>",
                "li": f'<ol start="{number}"><li><p>{words}</p>{body}</li></ol>',
            }[style]
        )
    page = "".join([*parts, *map(_paragraph, foot), "</div><footer>© 站点</footer>"])
    assert _read(page, PageKind.HTML) == questions


def _paragraph(text: str) -> str:
    return f"<p>{entities.escape(text)}</p>\n"
