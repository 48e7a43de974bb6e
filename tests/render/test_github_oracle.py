"""What a learner sees is what an author sees on GitHub: GitHub's own parser is asked."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deckgen.sources.misread.code_fences import check_fences
from deckgen.syntax.inlines import parse_inlines
from deckgen.syntax.reading import read_blocks
from deckgen.values.codes import Code
from tests.support.github_oracle import deckgen_tree, github_tree

SAME = {
    "nested list by two spaces": "- a\n  - b\n    - c\n- d\n",
    "nested list by four spaces": "- a\n    - b\n        - c\n",
    "nested ordered list": "1. a\n   1. b\n   2. c\n2. d\n",
    "ordered list nested by too few spaces": "1. a\n  - b\n",
    "list right after a paragraph": "text:\n- a\n- b\n",
    "ordered list right after a paragraph": "text:\n1. a\n2. b\n",
    "a number that begins a line is not a list": "The year was\n1984. So\n",
    "ordered list that starts at seven": "7. a\n8. b\n",
    "ordered list with parentheses": "1) a\n2) b\n",
    "loose list": "- a\n\n- b\n",
    "tight list with a loose one inside": "- a\n  - b\n\n  - c\n- d\n",
    "list markers that change": "- a\n* b\n+ c\n",
    "fence in a list item": "- a\n\n  ```python\n  x = 1\n\n  y\n  ```\n- b\n",
    "fence right below an item's text": "1. a\n   ```\n   b\n   ```\n2. c\n",
    "paragraph in a list item": "- a\n\n  b\n\n- c\n",
    "quote in a list item": "- a\n  > b\n  > c\n",
    "list in a quote": "> - a\n>   - b\n> - c\n",
    "list right after a paragraph in a quote": "> a\n> - b\n",
    "lazy continuation": "> a\nb\n\n- c\nd\n",
    "quote in a quote": "> a\n>> b\n",
    "empty list item": "- a\n-\n- b\n",
    "indented code": "a\n\n    b\n      c\n",
    "indented code in a list item": "- a\n\n      b\n",
    "fence with backticks inside": "````\n```\na\n```\n````\n",
    "fence with tildes": "~~~ python\na ~~~\n~~~\n",
    "unclosed fence": "```\na\n\nb\n",
    "fence that ends a paragraph": "a\n```\nb\n```\nc\n",
    "tabs in a list": "-\ta\n\n\tb\n",
    "headings": "# a\n## b *c*\n###### d ##\n####### e\n#f\n",
    "underlined headings": "a\n===\n\nb\nc\n---\n",
    "rules": "***\n\n---\n\n_ _ _\n\na\n***\nb\n",
    "table": "| a | b |\n|---|---|\n| c | d |\n",
    "table with alignment": "| a | b | c | d |\n|:--|:-:|--:|---|\n| 1 | 2 | 3 | 4 |\n",
    "table without outer pipes": "a | b\n--|--\nc | d\n",
    "table with too few and too many cells": "| a | b |\n|---|---|\n| c |\n| d | e | f |\n",
    "table with escaped pipes": "| a \\| b | `c \\| d` |\n|---|---|\n| \\| | x |\n",
    "table with inline marks": "| **a** | `b` | ~~c~~ | [d](https://x.org) |\n|---|---|---|---|\n",
    "table right after a paragraph": "text\n| a | b |\n|---|---|\n| c | d |\nafter\n",
    "table that a quote ends": "| a |\n|---|\n| b |\n> c\n",
    "no table for want of a cell": "| a | b |\n|---|\n",
    "table in a list item": "- a\n\n  | b | c |\n  |---|---|\n  | d | e |\n",
    "emphasis": "*a* **b** ***c*** _d_ __e__ ___f___ **a *b* c** *a **b** c*",
    "emphasis within words": "a*b*c a**b**c a_b_c a__b__c snake_case_name 中文**粗**中文 中_文_中",
    "emphasis that does not open or close": "* a* *a * ** b** 2 * 3 * 4 a * b",
    "emphasis beside punctuation": "**“a”**b **a**， **a：**b *(a)*b (*a*)",
    "unbalanced emphasis": "**a* ***b** *c** **d *e** f*",
    "strikethrough": "~~a~~ ~b~ ~~~c~~~ ~~d~ a~~b~~c 1~2 ~~ e ~~ **~~f~~**",
    "code spans": "`a` ``b`c`` ` d ` `` `e` `` `f\ng` `unclosed ``also",
    "code binds tighter than emphasis and links": "*a `b* c` [d `e](https://x.org) f`",
    "escapes of all punctuation": "".join(f"\\{c}" for c in "!\"#%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    "backslashes that escape nothing": "\\a \\中 \\  b \\\\a",
    "entities": "&amp; &lt;b&gt; &copy; &#20013; &#x4e2d; &nope; &amp;lt; & &ouml; &#0; `&amp;`",
    "hard breaks": "a  \nb\\\nc\nd   \ne `f  \ng`",
    "spaces at a line's edges": "a \n b\n   c",
    "links": '[a](https://x.org) [b](<https://x.org/c d>) [e](https://x.org "f")',
    "links with quotes in titles": "[a](https://x.org 'b \"c\"') [d](https://x.org (e))",
    "links with marks inside": "[*a* `b` ~~c~~](https://x.org) *[d](https://x.org)*",
    "links with brackets and parentheses": "[a [b] c](https://x.org/(d)) [e\\]](https://x.org/\\)) [f] (https://x.org)",
    "no links in links": "[a [b](https://x.org) c](https://y.org)",
    "links that are none": "[a](b c) [d]( [e](<f) [] [](https://x.org)",
    "reference links": "[a][r] [R][] [r] [b][no] [c\nd][ r ]\n\n[r]: https://x.org 'title'\n[R]: https://y.org\n",
    "pictures": '![a *b* `c`](d.png) ![e](f.png "g") ![h][r] [![i](j.png)](https://x.org)\n\n[r]: <k.png>\n',
    "autolinks in angle brackets": "<https://x.org/a?b=c&d> <a@b.org> <https://x.org a>",
    "bare addresses": "https://x.org/a_b_c http://x.org. www.x.org/d, (https://x.org/e) https://x.org/(f))",
    "bare addresses with marks": "**https://x.org** *www.x.org* ~~https://x.org/a~~ https://x.org/*b*",
    "bare addresses with entities": "https://x.org/?a=b&amp;c https://x.org/&lt; https://x.org/&amp;",
    "bare addresses in quotes": "\"https://x.org/\" 'https://x.org/' https://x.org<a@b.org>",
    "no bare addresses": "xhttps://x.org awww.x.org https:// www. http://a_b.c_d `www.x.org`",
    "no bare address in a link": "[https://x.org](https://y.org) [see https://x.org",
    "bare addresses in chinese": "见 https://x.org/中文 和 www.x.org 。",
    "bare e-mail addresses": "a@b.org, x.y+z@b-c.example. a@b a@b.c1 @a.b mailto:a@b.org",
    "raw inline html": "a<sub>b</sub> <kbd>c</kbd> *<ins>d</ins>* <br> <b title='e'>f</b> a < b > c",
    "raw html keeps its text": '<div>\n*a*\n\n*b*\n</div>\n\n<p align="center">c &amp; d</p>\n',
    "details with markdown": "<details>\n<summary>a</summary>\n\n- b\n\n```\nc\n```\n\n</details>\n\nd\n",
    "details that are open": "<details open>\n<summary><b>a</b></summary>\nb\n</details>\n",
    "comments": "a <!-- b --> c\n\n<!--\nd\n\ne\n-->\nf\n",
    "task list": "- [ ] a\n- [x] b\n- [X] c\n- [ ]d\n- d [x]\n",
    "ordered and nested task list": "1. [ ] a\n   - [x] b\n",
    "loose task list": "- [ ] a\n\n- [x] b\n",
    "footnotes": "a[^1] b[^x] c[^1] d[^nope]\n\n[^x]: e *f*\n[^1]: g\n    h\n",
    "footnote of several blocks": "a[^1]\n\n[^1]: b\n\n    c\n\n    - d\n",
    "footnotes that mention each other": "a[^1]\n\n[^1]: b[^2]\n[^2]: c\n",
    "marks that are text": "a ^b^ == c == {{d}} :e: --- ... \"f\" 'g' @h #1",
}


@pytest.mark.parametrize("markdown", SAME.values(), ids=SAME.keys())
def test_shows_what_github_shows(markdown: str) -> None:
    assert deckgen_tree(markdown) == github_tree(markdown)


DIFFERENT = {
    "a line break between two Chinese characters is not a space": (
        "上一行\n下一行",
        ("p", (), "上一行下一行"),
    ),
    "full-width punctuation ends a bare address": (
        "见https://x.org，然后",
        ("p", (), "见", ("a", (("href", "https://x.org"),), "https://x.org"), "，然后"),
    ),
    "a tag that a card cannot hold is text": ("a <x-y>b</x-y>", ("p", (), "a <x-y>b</x-y>")),
    "a callout is not a quote": (
        "> [!NOTE]\n> a",
        ("div", (), ("p", (), "Note"), ("p", (), "a")),
    ),
    "text between equals signs is marked": ("a ==b== c", ("p", (), "a ", ("mark", (), "b"), " c")),
    "an emoji has a name": ("a :tada: b", ("p", (), "a 🎉 b")),
    "a formula may stand in escaped brackets": (r"a \(b_1\)", ("p", (), r"a \(b_1\)")),
    "its parser does not read formulas": ("$a_1 b_1$", ("p", (), "\\(a_1 b_1\\)")),
}
"""All that is shown otherwise, on purpose; and links that a card cannot open are text, in both trees."""


@pytest.mark.parametrize(("markdown", "tree"), DIFFERENT.values(), ids=DIFFERENT.keys())
def test_differs_from_github_on_purpose(markdown: str, tree: object) -> None:
    assert deckgen_tree(markdown) == (tree,)
    assert github_tree(markdown) != (tree,)


INLINE = [
    *("*", "**", "***", "_", "__", "~", "~~", "`", "[", "]", "(", ")", "![", "[r]", "!", ";", "."),
    *("-", "'", '"', "a", "é", "x-y", "f_o_o", "&amp;", "&lt;", "&", "«"),
    *("\\", "\\*", " ", "  ", "b c", "\n", "  \n", "\\\n", "<b>h</b>"),
    *("](https://x.org/)", '](x.png "t")', " https://x.org/b ", " www.x.org ", " e@x.org "),
]
LEAVES = (
    *("a *b*", "c\nd", "**e**  \nf", "### g", "```python\nx = 1\n\ny\n```", "~~~\n- z\n~~~"),
    *("| a | b |\n|---|:-:|\n| `c` | d |", "<div>\n\nq\n\n</div>", "[^1]"),
)


@st.composite
def piles(draw: st.DrawFn, blocks: st.SearchStrategy[str]) -> str:
    """A list or quote of some blocks, with or without blank lines between them."""
    content = [
        draw(st.sampled_from(("\n", "\n\n"))).join(draw(st.lists(blocks, min_size=1, max_size=3)))
        for _ in "ab"
    ]
    mark = draw(st.sampled_from(("- ", "* ", "1. ", "1) ", "> ")))
    if mark == "> ":
        return "\n".join(f"> {line}".rstrip() for line in content[0].split("\n"))
    space = " " * len(mark)
    items = (mark + item.replace("\n", "\n" + space).replace(f"\n{space}\n", "\n\n") for item in content)
    return draw(st.sampled_from(("\n", "\n\n"))).join(items)


@given(st.lists(st.sampled_from(INLINE), max_size=14))
def test_any_line_of_marks_is_shown_as_on_github(tokens: list[str]) -> None:
    line = re.sub(r"\n\s*\n", "\n", "".join(tokens))
    assume(all(token.type != "formula" for token in parse_inlines(line).tokens))
    markdown = f"x{line}\n\n[r]: https://r.org 'tt'\n"
    assert deckgen_tree(markdown) == github_tree(markdown)


@given(st.lists(st.recursive(st.sampled_from(LEAVES), piles, max_leaves=6), max_size=3))
def test_any_nesting_of_blocks_is_shown_as_on_github(blocks: list[str]) -> None:
    markdown = "\n\n".join([*blocks, "end\n\n[^1]: note\n"])
    assume(not _has_open_fence(markdown))
    assert deckgen_tree(markdown) == github_tree(markdown)


def _has_open_fence(markdown: str) -> bool:
    """Whether a fence has no end, which the two parsers read differently; it is an error in a source."""
    faults = check_fences(markdown.split("\n"), read_blocks(markdown)[0])
    return any(code == Code.FENCE_UNCLOSED for _, code, _ in faults)
