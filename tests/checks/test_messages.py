"""Each message names the right line, says what is wrong, and gives a remedy that works."""

from pathlib import Path
from typing import NamedTuple

import pytest

from deckgen.project.check import check_project
from deckgen.project.folder import Project
from deckgen.values.problem import Problem
from tests.checks.media.test_content import PNG


class Mistake(NamedTuple):
    """A body with a mistake, what is reported of it, and the body after the remedy was followed."""

    wrong: str
    code: str
    line: int
    words: tuple[str, ...]
    right: str


HTML = (
    Mistake(
        "When a<b and c>d holds.",
        "html-not-allowed",
        5,
        ("`<b and c>` is read as an HTML tag", r"`\<b and c>`", "backticks"),
        r"When a\<b and c>d holds.",
    ),
    Mistake(
        "A list is\na List<String> here.",
        "html-not-allowed",
        6,
        ("`<String>` is read as", "whole expression in backticks"),
        "A list is\na `List<String>` here.",
    ),
    Mistake("A List<Object>.", "html-not-allowed", 5, ("`<Object>` is read as",), r"A List\<Object>."),
    Mistake("git clone <your repo>", "html-not-allowed", 5, (r"`\<your repo>`",), r"git clone \<your repo>"),
    Mistake("<div>\n<T>\n</div>", "html-not-allowed", 6, ("write `&lt;T>`",), "<div>\n&lt;T>\n</div>"),
    Mistake("<T> is it.", "html-not-allowed", 5, (r"`\<T>`",), r"\<T> is it."),
    Mistake("<font color=red>a</font>", "html-not-allowed", 5, ("delete it", "`**…**`"), "**a**"),
    Mistake(
        "<script>a</script>",
        "html-not-allowed",
        5,
        ("delete it, or put it in backticks",),
        "`<script>a</script>`",
    ),
    Mistake(
        "<p style='color:red' onclick='a()'>a",
        "html-not-allowed",
        5,
        ("the attributes `style`, `onclick` of `<p>`; delete them",),
        "<p>a",
    ),
    Mistake(
        "<aside>\n💡 a **b**\n</aside>",
        "html-not-allowed",
        5,
        ("begins with `> [!NOTE]`", "delete `</aside>`"),
        "> [!NOTE]\n> 💡 a **b**",
    ),
    Mistake(
        "<aside>\n💡 **提示**：a\n</aside>",
        "html-not-allowed",
        5,
        ("`> [!HINT]`",),
        "It is 7.\n\n> [!HINT]\n> a",
    ),
    Mistake(
        "It.\n\n<img alt='a' src='images/a.png' style='zoom: 50%;'>",
        "html-not-allowed",
        7,
        ("write `<img alt='a' src='images/a.png' width=\"50%\">`, which is 50% of the card's width",),
        "It.\n\n<img alt='a' src='images/a.png' width=\"50%\">",
    ),
    Mistake(
        "It.\n\n<!-- a ->", "comment-unclosed", 7, ("write `-->` in place of `->`",), "It.\n\n<!-- a -->"
    ),
    Mistake("It.\n\n<!-- a —>", "comment-unclosed", 7, ("in place of `—>`",), "It.\n\n<!-- a -->"),
    Mistake("if a<b>c", "html-unclosed", 5, ("`</b>`", r"write `\<b>`"), r"if a\<b>c"),
    Mistake(
        "It.\n\n<img src='images/a.png'>",
        "picture-without-text",
        7,
        ('`alt="…"`',),
        "It.\n\n<img src='images/a.png' alt='one dot'>",
    ),
)

_REMOTE = ("on the network", "beside the text")

PICTURES = (
    Mistake(
        "![x](images/A.PNG)",
        "picture-missing",
        5,
        ("source/images/A.PNG does not exist", "upper and lower case count, so write `images/a.png`"),
        "![x](images/a.png)",
    ),
    Mistake(
        "It.\n\n![x](Images/a.png)",
        "picture-missing",
        7,
        ("write `images/a.png`",),
        "It.\n\n![x](images/a.png)",
    ),
    Mistake(
        r"![x](images\a.png)",
        "picture-missing",
        5,
        ("an address has `/` and not `\\`, so write `images/a.png`",),
        "![x](images/a.png)",
    ),
    # The author's keyboard, or macOS, writes the dots as a character of their own.
    Mistake(
        "![x](images/U\u0308ben.png)",
        "picture-missing",
        5,
        ("write `images/üben.png`",),
        "![x](images/üben.png)",
    ),
    Mistake(
        "![x](images/a.png?raw=true)",
        "picture-missing",
        5,
        ("only web addresses have a `?`", "write `images/a.png`"),
        "![x](images/a.png)",
    ),
    Mistake("![x](a.png)", "picture-missing", 5, ("did you mean `images/a.png`?",), "![x](images/a.png)"),
    Mistake(
        "![x](my%20dot.png)",
        "picture-missing",
        5,
        ("did you mean `<images/my dot.png>`?",),
        "![x](<images/my dot.png>)",
    ),
    Mistake(
        "![x](images/a.gif)", "picture-missing", 5, ("did you mean `images/a.png`?",), "![x](images/a.png)"
    ),
    Mistake("![x]()", "picture-missing", 5, ("has no address",), "![x](images/a.png)"),
    Mistake(
        "![x](/images/a.png)",
        "picture-outside",
        5,
        ("begins at the root of a website or a disk", "did you mean `images/a.png`?"),
        "![x](images/a.png)",
    ),
    Mistake(
        r"![x](C:\Users\a.png)",
        "picture-outside",
        5,
        ("is a place on one computer", "`images/a.png`"),
        "![x](images/a.png)",
    ),
    Mistake("![x](file:///home/a.png)", "picture-outside", 5, ("on one computer",), "![x](images/a.png)"),
    Mistake("![x](../../../a.png)", "picture-outside", 5, ("outside the project",), "![x](images/a.png)"),
    Mistake("![x](images/a.bmp)", "picture-kind", 5, ("save it as PNG, JPEG",), "![x](images/a.png)"),
    Mistake("![x](images/a.wma)", "picture-kind", 5, ("save it as MP3, OGG",), "![x](images/a.png)"),
    Mistake("![x](images/a)", "picture-kind", 5, ("has no ending",), "![x](images/a.png)"),
    Mistake("![x](images)", "picture-kind", 5, ("is a folder",), "![x](images/a.png)"),
    Mistake(
        "![x](https://x.example/a.png?b=c)",
        "picture-remote",
        5,
        (*_REMOTE, "as `images/a.png`, and write that"),
        "![x](images/a.png)",
    ),
    Mistake(
        "![x](//x.example/a)", "picture-remote", 5, (*_REMOTE, "`images/NAME.png`"), "![x](images/a.png)"
    ),
    Mistake(
        "![x](attachment:a.png)",
        "picture-remote",
        5,
        ("is a picture inside a Jupyter notebook", "`images/a.png`"),
        "![x](images/a.png)",
    ),
    Mistake("![x](cid:a@b)", "picture-remote", 5, ("inside a mail",), "![x](images/a.png)"),
    Mistake(
        "![x]（images/a.png）", "foreign-media", 5, ("the full-width signs", "ASCII"), "![x](images/a.png)"
    ),
    Mistake(
        r"\includegraphics[width=5cm]{images/a}",
        "foreign-media",
        5,
        ("shows a picture in LaTeX", "`![what it shows](images/a.png)`"),
        "![x](images/a.png)",
    ),
    Mistake(
        "![x](data:image/png;base64,iVBORw0KGgo=)",
        "picture-remote",
        5,
        ("`data:image/png;base64,…` is a whole picture", "address bar of a browser, save"),
        "![x](images/a.png)",
    ),
)

LINKS = (
    Mistake(
        "It is 7, see [a](b.md).",
        "link-dead",
        5,
        ("there is no `b.md`", "or only the text of the link"),
        "It is 7, see [a](https://x.example/b).",
    ),
    Mistake(
        "See\n[a](p.md).", "link-relative", 6, ("`p.md`; write its whole `https://` address",), "See\na."
    ),
    Mistake(
        "It is 7, see [a](www.x.example/b).",
        "link-dead",
        5,
        ("write `https://www.x.example/b`",),
        "It is 7, see [a](https://www.x.example/b).",
    ),
    Mistake(
        "It is 7, see [a](x.org).",
        "link-dead",
        5,
        ("write `https://x.org`",),
        "It is 7, see [a](https://x.org).",
    ),
    Mistake(
        "It is 7, see [a](#k).",
        "link-relative",
        5,
        ("name the question in words",),
        "See the first question.",
    ),
)


STRUCTURE = (
    Mistake(
        "```python\nprint(1)\n\n## Is it 2? {#b}\n\nIt is 2.",
        "fence-unclosed",
        5,
        ("so line 8 and all that follows are part of it", "close it with a line ``` where the code ends"),
        "```python\nprint(1)\n```\n\n## Is it 2? {#b}\n\nIt is 2.",
    ),
    Mistake(
        "```python\nprint(1)\n\n## Is it 2? {#b}\n\nIt is 2.\n\n```",
        "fence-in-fence",
        5,
        ("the question in line 8 is within this fence",),
        "```python\nprint(1)\n```\n\n## Is it 2? {#b}\n\nIt is 2.",
    ),
    Mistake(
        "```md\na\n```c\nb\n```\nc\n```\n\n## Is it 2? {#b}\n\nIt is 2.",
        "fence-in-fence",
        5,
        (
            "is ended by line 9, because the fence of line 7 is inside it; write ```` in place",
            "in lines 5 and 11",
        ),
        "````md\na\n```c\nb\n```\nc\n````\n\n## Is it 2? {#b}\n\nIt is 2.",
    ),
    Mistake(
        "```\na\n```c\nb\n```\n```c\nc\n```\nd\n```\n\n## Is it 2? {#b}\n\n```c\n2\n```",
        "fence-in-fence",
        5,
        ("close this one before it with ```, or write ```` in place of ``` in lines 5 and 14",),
        "````\na\n```c\nb\n```\n```c\nc\n```\nd\n````\n\n## Is it 2? {#b}\n\n```c\n2\n```",
    ),
    Mistake(
        "It.\n\n### More {#b}\n\nText.",
        "attributes-below-question",
        7,
        ("or delete the list",),
        "It.\n\n### More\n\nText.",
    ),
    Mistake(
        "> [!FOO]\n> a", "unknown-callout", 5, ("write `[!NOTE]`, `[!TIP]`", "or delete `[!FOO]`"), "> a"
    ),
    Mistake(
        "| a | b |\n|---|---|\n| 1 | 2 | `3` |\n| 4 | 5 | 6 |",
        "table-cells-lost",
        5,
        ("the header has 2 cells and each row 3", "1 more cell"),
        "| a | b | c |\n|---|---|---|\n| 1 | 2 | `3` |\n| 4 | 5 | 6 |",
    ),
    Mistake("1945.", "list-not-understood", 5, (r"write `1945\.`, or `1945` alone",), r"1945\."),
    Mistake(
        "<div>\n**a**\n</div>",
        "markdown-in-html",
        6,
        ("a blank line below that tag and one above its end",),
        "<div>\n\n**a**\n\n</div>",
    ),
    Mistake(
        "| a | b |\n|---|---|\n| 1 | 2 |\nIt.",
        "table-not-understood",
        8,
        ("`It.` is read as a row of the table", "leave a blank line above it"),
        "| a | b |\n|---|---|\n| 1 | 2 |\n\nIt.",
    ),
    Mistake(
        "| a | b |\n|---|---|\n| 1 | 2 |\n| c | d |\n|---|---|\n| 3 | 4 |",
        "table-not-understood",
        9,
        ("leave a blank line above line 8, where another table begins",),
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n| c | d |\n|---|---|\n| 3 | 4 |",
    ),
    Mistake(
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n| 3 | 4 |",
        "table-not-understood",
        9,
        ("because the table above ends at the blank line; delete the blank line",),
        "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |",
    ),
    Mistake(
        "1. It:\n  - a\n  - b\n2. c",
        "list-not-understood",
        6,
        ("indented by 2 spaces, so it is not below the item in line 5; indent its list by 3",),
        "1. It:\n   - a\n   - b\n2. c",
    ),
    Mistake(
        "- It:\n - a\n - b\n- c",
        "list-not-understood",
        6,
        ("indented by 1 space, so it is not below the item in line 5; indent its list by 2",),
        "- It:\n  - a\n  - b\n- c",
    ),
    Mistake(
        "1. a\n\nIt.\n\n1. b",
        "list-not-understood",
        9,
        ("because line 7 ends the list above; number this item `2.`, or indent all between the items by 3",),
        "1. a\n\n   It.\n\n1. b",
    ),
    Mistake(
        "1. a:\n```c\nb\n```\n1. c",
        "list-not-understood",
        9,
        ("because line 6 ends the list above; number this item `2.`",),
        "1. a:\n```c\nb\n```\n2. c",
    ),
    Mistake(
        "It.\n\n    ```c\n    a\n    ```",
        "text-as-code",
        7,
        ("lines 7 to 9 are indented by four spaces", "delete four spaces", "if they are a fence"),
        "It.\n\n```c\na\n```",
    ),
    Mistake(
        "- It.\n\n      ```c\n      a\n      ```",
        "text-as-code",
        7,
        ("lines 7 to 9 are indented", "indent them as the text of their item if they are a fence"),
        "- It.\n\n  ```c\n  a\n  ```",
    ),
    Mistake(
        "It.\n\n    ## Is it 2?\n\nNo.",
        "text-as-code",
        7,
        ("delete the spaces before it if it is a heading",),
        "It.\n\n## Is it 2? {#b}\n\nNo.",
    ),
    Mistake(
        "It.\n\n### Is it 8?\n\nNo.",
        "question-not-heading",
        7,
        ("a `###` heading that ends in a question mark", 'state `question = "##"` in source/p.package.toml'),
        "It.\n\n## Is it 8? {#b}\n\nIt is 7.",
    ),
    Mistake(
        "It.\n\n## Is it 8 if you\nadd one?\n\nNo.",
        "question-not-heading",
        7,
        ("the question goes on in the next line", "in one line after `##`"),
        "It.\n\n## Is it 8 if you add one? {#b}\n\nIt is 7.",
    ),
    Mistake(
        "It.\n\n## Explain the sum of\none and one. {#b}\n\nNo.",
        "question-not-heading",
        7,
        ("the question goes on in the next line", "in one line after `##`"),
        "It.\n\n## Explain the sum of one and one. {#b}\n\nIt is 7.",
    ),
    Mistake(
        "- It.\n- ## Is it 8?\n\n  No.",
        "question-not-heading",
        6,
        ("a heading in a list or a quote belongs to the answer above", "begin its line with `##`"),
        "- It.\n\n## Is it 8? {#b}\n\nIt is 7.",
    ),
    Mistake(
        "It.\n\n**Is it 8?**\n\nNo.",
        "question-not-heading",
        7,
        ("a bold line that ends in a question mark", "`## …`"),
        "It.\n\n## Is it 8? {#b}\n\nIt is 7.",
    ),
    Mistake(
        "It.\n\n\\## Is it 8?\n\nNo.",
        "question-not-heading",
        7,
        (r"`\##` is text", "delete the backslash"),
        "It.\n\n## Is it 8? {#b}\n\nIt is 7.",
    ),
    Mistake(
        "It is 7.\n=======\nIt is seven.",
        "underlined-heading",
        6,
        ("probably left of a merge conflict", "keep one version"),
        "It is seven.",
    ),
    Mistake("It.\u2028It.", "invisible-character", 5, ("line separator (U+2028)", "press Enter"), "It.\nIt."),
    Mistake("- It.\u2029", "invisible-character", 5, ("paragraph separator (U+2029)",), "- It."),
    Mistake("It.\u0085It.", "invisible-character", 5, ("next line (U+0085)",), "It. It."),
    Mistake("> [!HNIT]\n> a", "unknown-callout", 5, ("did you mean `hint`?",), "> [!note]\n> a"),
    Mistake(
        "It.\n\n＞ [!NOTE]\n＞ a",
        "foreign-markup",
        7,
        ("a full-width sign", "ASCII `>`"),
        "It.\n\n> [!NOTE]\n> a",
    ),
    Mistake(
        "{{с1::a}}",
        "cloze-misspelt",
        5,
        ("in place of the cyrillic small letter es", "type `{{c1::` again"),
        "{{c1::a}}",
    ),
    Mistake(
        '{{< figure src="images/a.png" >}}', "foreign-markup", 5, ("shortcode of Hugo",), "![x](images/a.png)"
    ),
    Mistake(
        "1789. One.\n1793. Two.",
        "list-not-understood",
        5,
        ("is numbered 1789, 1793, and GitHub and a card show 1789, 1790", "`- 1789: …`"),
        "- 1789: One.\n- 1793: Two.",
    ),
    Mistake(
        "- a\n\n  3. One.\n  1. Two.", "list-not-understood", 7, ("show 3, 4",), "- a\n\n  1. One.\n  2. Two."
    ),
    Mistake(
        "    唐朝由盛转衰，藩镇割据。", "text-as-code", 5, ("delete the spaces",), "唐朝由盛转衰，藩镇割据。"
    ),
    Mistake(
        "    It is shown as code here.", "text-as-code", 5, ("is indented",), "It is shown as code here."
    ),
    Mistake("> [!TIPP]\n> a", "unknown-callout", 5, ("did you mean `tip`?",), "> [!tip]\n> a"),
)


FORMULAS = (
    Mistake("$10^12$", "formula-misread", 5, ("only the `1` of `12` is raised", "`^{12}`"), "$10^{12}$"),
    Mistake("$a = 5% = 0.05$", "formula-misread", 5, ("`%` hides what follows it",), r"$a = 5\% = 0.05$"),
    Mistake(
        "It fell\nfrom $1.60 at its peak in 2008 to 0.96 US$ in 2022.",
        "formula-misread",
        6,
        ("`its peak in` looks like text", r"write `\$`"),
        r"It fell from \$1.60 at its peak in 2008 to 0.96 US\$ in 2022.",
    ),
    Mistake(
        r"$\SI{9.81}{\metre}$",
        "formula-invalid",
        5,
        ("it is of LaTeX's siunitx", r"`9.81\,\mathrm{m/s^2}`"),
        r"$9.81\,\mathrm{m}$",
    ),
)


@pytest.mark.parametrize(
    "mistake", [*HTML, *PICTURES, *LINKS, *STRUCTURE, *FORMULAS], ids=lambda mistake: mistake.wrong
)
def test_a_message_leads_to_a_source_without_the_problem(tmp_path: Path, mistake: Mistake) -> None:
    (problem,) = check(tmp_path, mistake.wrong)
    assert (problem.code, problem.location.line) == (mistake.code, mistake.line)
    assert [word for word in mistake.words if word not in problem.message] == []
    assert check(tmp_path, mistake.right) == ()


@pytest.mark.parametrize(
    "body",
    [
        "1. a\n1. b\n1. c",
        "1. a\n2. b\n2. c",
        "3. a\n4. b",
        "1789. One.",
        "    print(1)",
        "    # 注释，说明",
        "    SELECT name FROM users WHERE a;",
        "    求和 = f(甲，乙)",
    ],
)
def test_a_layout_that_is_meant_so_has_no_message(tmp_path: Path, body: str) -> None:
    assert check(tmp_path, body) == ()


HEADINGS = (
    Mistake("{key=k}", "bad-attributes", 3, ("write `#k`",), "{#k}"),
    Mistake("[#k]", "bad-attributes", 3, ("`[#k]` is text of the question", "write `{#k}`"), "{#k}"),
    Mistake("{#k tag=t}", "bad-attributes", 3, ("write `.t`",), "{#k .t}"),
    Mistake(
        "{#k kind: typed}", "bad-attributes", 3, ("`kind: typed`", "write `kind=typed`"), "{#k kind=typed}"
    ),
    Mistake("{kind: typed #k}", "bad-attributes", 3, ("write `kind=typed`",), "{#k kind=typed}"),
    Mistake("{#k kind = typed}", "bad-attributes", 3, ("write `kind=typed`",), "{#k kind=typed}"),
    Mistake('{#k source: "A b"}', "bad-attributes", 3, ("write `source=",), '{#k source="A b"}'),
    Mistake(
        "{#k source=“SICP, p. 35”}",
        "bad-attributes",
        3,
        ('typographic quotes; write `source="SICP, p. 35"`',),
        '{#k source="SICP, p. 35"}',
    ),
    Mistake("{#k source=‘A b’ .t}", "bad-attributes", 3, ('write `source="A b"`',), '{#k source="A b" .t}'),
    Mistake("{#k .甲，.乙}", "bad-attributes", 3, ("write `{#k .甲 .乙}`",), "{#k .甲 .乙}"),
    Mistake("{#k .a, .b}", "bad-attributes", 3, ("write `{#k .a .b}`",), "{#k .a .b}"),
    Mistake("{#k, .t}", "bad-attributes", 3, ("write `{#k .t}`",), "{#k .t}"),
    Mistake("{#a/b}", "bad-key", 3, ("write `#a-b`",), "{#a-b}"),
    Mistake("{#my key}", "bad-attributes", 3, ("a key holds no space: `{#my-key}`",), "{#my-key}"),
    Mistake("{#my key .t}", "bad-attributes", 3, ("a key holds no space: `{#my-key .t}`",), "{#my-key .t}"),
    Mistake("{#k nets}", "bad-attributes", 3, ("write `.nets` if it is a tag",), "{#k .nets}"),
    Mistake(
        "{#k .unanswered}", "unanswered", 3, ("an answer stands below it", "delete `.unanswered`"), "{#k}"
    ),
)


@pytest.mark.parametrize("mistake", HEADINGS, ids=lambda mistake: mistake.wrong)
def test_a_message_about_a_heading_leads_to_one_without_the_problem(tmp_path: Path, mistake: Mistake) -> None:
    (problem,) = check(tmp_path, "It is 7.", mistake.wrong)
    assert (problem.code, problem.location.line) == (mistake.code, mistake.line)
    assert [word for word in mistake.words if word not in problem.message] == []
    assert check(tmp_path, "It is 7.", mistake.right) == ()


def test_of_two_keys_neither_counts(tmp_path: Path) -> None:
    text = "## What is it? {#a #b}\n\nIt is 7.\n\n## What is it not? {#a #c}\n\nIt is not 8.\n"
    assert [problem.code for problem in check_text(tmp_path, text)] == ["bad-attributes"] * 2


FRONT = (
    Mistake("tags:\n\t- a", "front-matter-not-yaml", 3, ("a tab", "two spaces"), "tags:\n  - a"),
    Mistake("deck:\tA", "front-matter-not-yaml", 2, ("a tab", "a space in its place"), "deck: A"),
    Mistake(
        "deck：A::B\ntags: [a]",
        "front-matter-not-yaml",
        2,
        ("`deck：` has a full-width colon", "`deck: …`, with an ASCII colon"),
        "deck: A::B\ntags: [a]",
    ),
    Mistake("deck：A", "front-matter-not-yaml", 2, ("full-width colon",), "deck: A"),
    Mistake("deck: A\ntags：[a]\nsource: B", "front-matter-not-yaml", 3, ("`tags：`",), "deck: A\ntags: [a]"),
    Mistake(
        "deck:A\ntags: [a]", "front-matter-not-yaml", 2, ("no space after `deck:`",), "deck: A\ntags: [a]"
    ),
    Mistake("deck: A\ntags: [a", "front-matter-not-yaml", 3, ("`[` has no `]`",), "deck: A\ntags: [a]"),
    Mistake('deck: "A\nsource: B', "front-matter-not-yaml", 2, ("a quote is not closed",), 'deck: "A"'),
    Mistake(
        "source: [[B]] and C",
        "front-matter-not-yaml",
        2,
        ("begins with `[`", '`source: "[[B]] and C"`'),
        "source: B and C",
    ),
    Mistake("source: *B*", "front-matter-not-yaml", 2, ("begins with `*`",), 'source: "*B*"'),
    Mistake("deck: A: b", "front-matter-not-yaml", 2, ("in quotes",), 'deck: "A: b"'),
    Mistake("source: [[B c]]", "setting-not-text", 2, ("Obsidian", "write `source: B c`"), "source: B c"),
    Mistake("source: [B]", "setting-not-text", 2, ("must be one text; put it in quotes",), 'source: "[B]"'),
    Mistake(
        "tags: [甲，乙、丙]",
        "bad-tag",
        2,
        ("is one tag", "write `tags: [甲, 乙, 丙]`"),
        "tags: [甲, 乙, 丙]",
    ),
    Mistake("tags:\n  - 甲， 乙", "bad-tag", 3, ("`甲`, `乙`",), "tags:\n  - 甲\n  - 乙"),
)


@pytest.mark.parametrize("mistake", FRONT, ids=lambda mistake: mistake.wrong)
def test_a_message_about_a_front_matter_leads_to_one_without_the_problem(
    tmp_path: Path, mistake: Mistake
) -> None:
    (problem,) = check_text(tmp_path, f"---\n{mistake.wrong}\n---\n\n## What is it? {{#k}}\n\nIt is 7.\n")
    assert (problem.code, problem.location.line) == (mistake.code, mistake.line)
    assert [word for word in mistake.words if word not in problem.message] == []
    assert check_text(tmp_path, f"---\n{mistake.right}\n---\n\n## What is it? {{#k}}\n\nIt is 7.\n") == ()


@pytest.mark.parametrize(
    "body",
    [
        "It.\n\n### Why it is so\n\nSo.",
        "It.\n\n#### Is it 8?\n\nNo.",
        "**Think: is it 8?**\n\nNo.",
        "It.\n\n**Is it 8?** No.\n\nIt.",
        "It.\n\n**Is it 8?**",
        "It.\n\n- **Is it 8?**\n\n  No.",
        "It.\n\n```\n\\## Is it?\n**Is it?**\na\u2028b\n```",
        "It.\n\n\\# of heads",
        "It.\n\n## Is it 8? {#b}\nis it?",
        "It.\n\n## The sum {#b}\nIt is 7.",
        "> ## Why it is so\n>\n> So.",
    ],
)
def test_what_belongs_to_an_answer_is_no_question(tmp_path: Path, body: str) -> None:
    codes = [problem.code for problem in check(tmp_path, body)]
    assert "question-not-heading" not in codes
    assert "invisible-character" not in codes


def test_deeper_headings_are_text_where_the_level_is_stated_or_no_question_asks(tmp_path: Path) -> None:
    below = "\n\nIt is 7.\n\n### Is it 8?\n\nNo.\n"
    assert check_text(tmp_path, f"## Sums {{#k}}{below}") == ()
    (tmp_path / "source/p.package.toml").write_text('question = "##"\n')
    assert check_text(tmp_path, f"## What is it? {{#k}}{below}") == ()


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("What is it? :: It is 7", "holds the answer too, after `::`"),
        ("什么？：：七", "after `：：`"),
        ("capital of France ::: Paris", "after `:::`"),
        ("What is it? It is 7", "goes on after its question mark"),
        ("What is `std::vector`?", "the question has no answer; write it below the heading"),
        ("Is it 7 (or 8)?", "the question has no answer; write it below the heading"),
    ],
)
def test_a_heading_that_holds_its_answer_is_told_so(tmp_path: Path, heading: str, words: str) -> None:
    (problem,) = (one for one in check_text(tmp_path, f"## {heading} {{#k}}\n") if one.code == "empty-answer")
    assert words in problem.message


def test_settings_below_the_title_are_to_be_moved(tmp_path: Path) -> None:
    write = "# T\n\n---\ndeck: A\n---\n\n## What is it? {#k}\n\nIt is 7.\n"
    (problem,) = check_text(tmp_path, write)
    assert (problem.code, problem.location.line) == ("front-matter-unclosed", 3)
    assert "settings are read only at the top of the file, between two lines `---`" in problem.message
    assert check_text(tmp_path, "---\ndeck: A\n---\n\n# T\n\n## What is it? {#k}\n\nIt is 7.\n") == ()


def test_a_draft_without_an_answer_is_to_be_answered(tmp_path: Path) -> None:
    for body in ("", "> [!HINT]\n> no", "<!-- later -->", "a prompt\n\n---"):
        (problem,) = check(tmp_path, body, "{#k .unanswered}")
        assert "write its answer and delete `.unanswered`" in problem.message


def test_questions_without_a_key_are_one_warning_of_their_file(tmp_path: Path) -> None:
    more = "".join(f"\n\n## What is {letter * 2}?\n\nIt is {letter}." for letter in "abcdefghijkl")
    (problem,) = check(tmp_path, "It is 7." + more)
    assert (problem.code, problem.location.line) == ("key-missing", 7)
    assert "12 questions have no key (lines 7, 11, 15, 19, 23, 27, 31, 35, 39, 43, …)" in problem.message


def test_a_question_that_may_have_no_key_does_not_count(tmp_path: Path) -> None:
    allowed = "## What is a?\n\n<!-- allow: key-missing a joke -->\n\nIt is a."
    (problem,) = check(tmp_path, f"It is 7.\n\n{allowed}\n\n## What is b?\n\nIt is b.")
    assert (problem.code, problem.location.line) == ("key-missing", 13)
    assert "the question has no key" in problem.message


def check(root: Path, body: str, attributes: str = "{#k}") -> tuple[Problem, ...]:
    """The problems of a question with this body, which begins in line 5, beside some pictures."""
    images = root / "source/images"
    images.mkdir(parents=True, exist_ok=True)
    for name in ("a.png", "my dot.png", "üben.png", "a.bmp", "a.wma", "a"):
        (images / name).write_bytes(PNG)
    return check_text(root, f"# T\n\n## What is it? {attributes}\n\n{body}\n")


def check_text(root: Path, text: str) -> tuple[Problem, ...]:
    """The problems of a project with this source alone."""
    (root / "source").mkdir(exist_ok=True)
    (root / "source/p.md").write_text(text, encoding="utf-8")
    return check_project(Project(root), ()).problems


@pytest.mark.parametrize(
    ("list_", "advice"),
    [
        ("{#nlp #llm}", "write `.nlp .llm`, or `#nlp .llm` to keep the key"),
        ("{.nlp, .llm}", "write `{.nlp .llm}`"),
        ("{#key,.tag}", "write `{#key .tag}`"),
        ("{kind=typed, .tag}", "write `{kind=typed .tag}`"),
        ("{tags: nlp, llm}", "write `{.nlp .llm}`"),
        ("{tags=nlp,llm}", "write `.nlp .llm`"),
        ("{.nlp} {#key}", "write one, `{.nlp #key}`"),
        ("{source=Lecture 4 .nlp}", 'write `source="Lecture 4"`, in quotes'),
        ("{nlp, llm}", "write `{.nlp .llm}` for tags"),
    ],
)
def test_a_list_that_cannot_be_read_is_written_as_it_must_be(tmp_path: Path, list_: str, advice: str) -> None:
    [problem] = [
        one for one in check_text(tmp_path, f"## What? {list_}\n\nIt.\n") if one.code != "key-missing"
    ]
    assert problem.code == "bad-attributes"
    assert advice in problem.message


@pytest.mark.parametrize(
    "heading", ["What is {a, b}", "What? {1, 2}", r"What? \{nlp}", "What? `{nlp}`", "What? {x}"]
)
def test_other_braces_are_text(tmp_path: Path, heading: str) -> None:
    assert {one.code for one in check_text(tmp_path, f"## {heading}\n\nIt.\n")} <= {"key-missing"}


@pytest.mark.parametrize(
    ("settings", "deck"),
    [
        ("categories: [Maths, Sets]", "deck: Maths::Sets"),
        ("categories:\n- Maths", "deck: Maths"),
        ("categories:\n- [Maths, Sets]", "deck: Maths::Sets"),
        ("category: Maths", "deck: Maths"),
    ],
)
def test_categories_are_to_be_a_deck_if_there_is_none(tmp_path: Path, settings: str, deck: str) -> None:
    question = "## What is it? {#k}\n\nIt is 7.\n"
    [problem] = check_text(tmp_path, f"---\n{settings}\n---\n\n{question}")
    assert problem.code == "foreign-setting"
    assert f"write `{deck}` in its place" in problem.message
    [problem] = check_text(tmp_path, f"---\n{settings}\ndeck: A\n---\n\n{question}")
    assert "delete them" in problem.message
