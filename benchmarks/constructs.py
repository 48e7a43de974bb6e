"""Texts that grow: each construct that deckgen reads, repeated until it fills a block, a file or a page."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

BLOCK, FILE, PAGE = 64 * 1024, 2 * 1024 * 1024, 1024 * 1024
"""The largest block, source and page that are measured, in bytes; the first two are deckgen's limits.

The settings of a package may be as large as a block.
"""

Fill = Callable[[int], str]
"""Makes a text of about so many bytes."""


class Stage(StrEnum):
    """What reads a text: `check` with all advice, errata, `fix`, settings, or `ingest` of a page or a plan.

    `LEVEL` and `TITLE` are `check` where `###` headings, or files, are questions.
    """

    CHECK = "check"
    LEVEL = "check of ###"
    TITLE = "check of files"
    SETTINGS = "settings"
    ERRATA = "errata"
    FIX = "fix"
    HTML = "ingest HTML"
    MARKDOWN = "ingest Markdown"
    TEXT = "ingest text"
    PLAN = "ingest by a plan"


@dataclass(frozen=True, slots=True)
class Construct:
    """A text that grows, who reads it, and its largest size."""

    name: str
    stage: Stage
    fill: Fill
    limit: int


def constructs(share: int = 1) -> Iterator[Construct]:
    """All constructs, in the order of the table; with `share` files and pages are smaller by so much."""
    file, page = FILE // share, PAGE // share
    for unit in UNITS:
        yield Construct(f"block of {unit!r}", Stage.CHECK, _within(QUESTION, unit), BLOCK)
    for unit in INLINE[::4]:
        yield Construct(f"heading of {unit!r}", Stage.CHECK, _within("## ", unit, "\n\na\n"), BLOCK)
        cloze = _within(f"{QUESTION}{{{{c1::", unit, "}}\n")
        yield Construct(f"cloze of {unit!r}", Stage.CHECK, cloze, BLOCK)
        table = _within(f"{QUESTION}|a|\n|-|\n", f"|{unit}|\n")
        yield Construct(f"table of {unit!r}", Stage.CHECK, table, BLOCK)
    for name, start, end in PLACES:
        for unit in INSIDE:
            yield Construct(f"{name} of {unit!r}", Stage.CHECK, _within(QUESTION + start, unit, end), BLOCK)
    for language in LANGUAGES:
        for unit in CODE:
            fill = _within(f"{QUESTION}```{language}\n", unit, "\n```\n")
            yield Construct(f"{language} of {unit!r}", Stage.CHECK, fill, BLOCK)
    for stages, pieces, limit in (
        ((Stage.CHECK,), FILES, file),
        ((Stage.CHECK, Stage.LEVEL, Stage.TITLE), SECTIONS, file),
        ((Stage.SETTINGS,), SETTINGS, BLOCK),
        ((Stage.ERRATA,), ERRATA, file),
        ((Stage.PLAN,), PLANS, page),
    ):
        for name, start, unit, end in pieces:
            for stage in stages:
                yield Construct(name, stage, _within(start, unit, end), limit)
    yield from _mended(file // 8)
    for unit in (*UNITS, *PAGE_LINES):
        yield Construct(f"page of {unit!r}", Stage.MARKDOWN, _within("## 1. 什么?\n\n", unit), page)
    for unit in (*UNITS[::3], *PAGE_LINES):
        yield Construct(f"page of {unit!r}", Stage.TEXT, _within("1. 什么?\n", unit), page)
    for unit in (*HTML, *UNITS[::3]):
        yield Construct(f"page of {unit!r}", Stage.HTML, _within("<h2>1. 什么?</h2>", unit), page)


def _mended(file: int) -> Iterator[Construct]:
    for unit in MENDED_TEXTS:
        yield Construct(f"block of {unit!r}", Stage.FIX, _within(QUESTION, unit), BLOCK)
    for name, start, unit, end in MENDED_FILES:
        yield Construct(name, Stage.FIX, _within(start, unit, end), file)


QUESTION = "## Q {#q}\n\n"

INLINE = (
    *(
        "借[か",
        "``a'' ",
        "`a `b` ",
        "{{a}}{({",
        "{{cloze a}}",
        "｛｛c1：：a",
        "L=a\\frac{",
        "a",
        "a ",
        "中",
        "中a",
        "*",
        "*a ",
        "**",
        "**a",
        "**a ",
        "***a** ",
        "**“a”**b",
        "_a ",
        "_a_",
        "~",
        "~~a",
        "a~b，c",
        "1*2",
        "1*2 a ",
        "__init__ ",
        "\\d+\\.",
        "`",
        "`a",
        "``a`",
    ),
    *(
        "[",
        "]",
        "![",
        "![a](b) ",
        "[a](",
        "[a](b",
        "[a](<b",
        "[a](b 'c",
        "[a](b)",
        "[a][",
        "[a]",
        "[a][b] ",
        "[[a]",
    ),
    *(
        "<",
        "<a ",
        "<!--",
        "<!-- -->",
        "<!--->",
        "<?",
        "<![CDATA[",
        "<!A",
        "</",
        "</b>",
        "<b>",
        "<b></b>",
        '<a b="',
    ),
    *(
        "==",
        "==a",
        "==a ",
        "==a== ",
        "==*a==* ",
        ":",
        ":a",
        ":a:",
        ":x:",
        ":x: ",
        "![a|3](b) ",
        "![a](b =3x3) ",
        "![a](b =",
        "![a](b){",
        '![a](b){width="3"} ',
        "![a](b 'c =3x",
    ),
    *(
        "<http://a>",
        "<a@b.cd>",
        "http://a ",
        "http://a",
        "http://",
        "://",
        "www.a ",
        "www.",
        "a@b.cd ",
        "a@",
        "a.b@c.",
    ),
    *(
        "&",
        "&amp;",
        "&#1;",
        "&#x",
        "\\",
        "\\*",
        "\\(",
        "$",
        "$a",
        "$a$",
        "$$",
        "$$a",
        "$$a$$",
        "$`a`$",
        "$a$ $",
        "$ ",
        "$ a ",
        "$ a $ ",
        "\\(a",
        "\\(a\\) ",
        "\\(\\alpha ",
        "\\[a",
        "\\[a_1\\] ",
        "\\[\\(",
        "[$]",
        "[$]a[/$] ",
        "[$$]a[/$]",
    ),
    *(
        "{{c1::",
        "{{c1::a}}",
        "{{c1::a::b}}",
        "{{c1::$",
        "{{c1::`",
        "{{c1::<",
        "{{c1::[",
        "{{c1::**a",
        "{{c::",
        "{{c1:",
        "{{c1,2::a}} ",
        "{{a}} ",
        "\\{{a}} ",
        "{{a",
        "a}} ",
    ),
    *(
        "{",
        "}",
        "}}",
        "{#a}",
        "{.a}",
        "::",
        "a::b ",
        "^[",
        "[^a]",
        "[^a",
        "(",
        ")",
        "((a))",
        '"',
        "'",
        "“",
        ";",
        "!",
    ),
    *(
        "\u3000",
        "\u00a0",
        "\u200b",
        "\ud55c",
        "\U0001f600",
        "e\u0301",
        "什么,",
        "什么?",
        "a. ",
        "1. ",
        "- ",
        "# ",
    ),
    *(
        "<img src=a.png>",
        "<img alt=",
        "<details>",
        "<table>",
        "<p>",
        "<li>",
        "<sub>a</sub>",
        "<a href='b'>c</a>",
    ),
)
"""Pieces of one line."""

UNITS = (
    *INLINE,
    *(
        "a\n",
        "a  \n",
        "a\\\n",
        "**a\n",
        "$a\n",
        "\\[\n",
        "\\[ a\n",
        "\\[ a\n\\]\n",
        "\\[ a \\]\n",
        "\\[\na\n\\]\n",
        "==a\n",
        "> [!a] b\n",
        "> [!info|a]- b\n> c\n\n",
        "[a\n",
        "[\na^2\n",
        "<b>\n",
        "<!--\n",
        "$$\n",
        "$$a\n",
        "|",
        "|a\n",
        "a|b\n",
        "|-",
    ),
    *(
        ">",
        "> ",
        "> a\n",
        ">a\n>\n",
        "- a\n",
        "- ",
        "-\n",
        "1. a\n",
        "* * *",
        "+ a\n",
        "- - ",
        "  - a\n",
        "=\n",
        "#a\n",
    ),
    *(
        "```",
        "~~~",
        "```\n",
        "`a\n",
        "[a]:b\n",
        "[a]: b 'c'\n",
        "[^a]: b\n",
        "[^a]:\n",
        "[!NOTE]",
        "> [!NOTE]\n> a\n",
    ),
    *(
        "\t",
        "    a\n",
        "－",
        "＃a\n",
        "<div>",
        "<div>\n",
        "<pre>\n",
        "<script>",
        "</div>\n",
        "<details>\n",
        "a\n===\n",
    ),
    *(
        "{{c1::a\n",
        "{{c1::a}}\n",
        "\u3000# a\n",
        "\u200b- a\n",
        "<<<<<<< a\n",
        "![a](b.png)\n",
        "www.a\n",
        "a@b.cd\n",
    ),
    *(
        "[[a]]",
        "[[a|",
        "![[a",
        "![a](b c",
        "![a](b.png c",
        "<aside>\n",
        "START\nBasic\n",
        "{{c1::image-occlusion:",
        "[a b][c]\n\n[c1]: d\n\n",
        "\\textbf{",
        "%%a ",
        "%%\n",
        "a^[b ",
        "a ^abc\n",
        "a :: b\n",
        "a;; b\n",
        "$10^12$ ",
        "$5%$ ",
        "￥a=",
        "￥a^b￥",
        "a\tb\n",
        "a\tb\tc\n",
        "床前明月光，\n",
        "[!NOTE]\n",
        "a\\n\\n",
        "1、a\n",
        "• a\n",
        "···a\n",
        "[a][1]",
        "[^1]",
        "[a](https://b.example\n",
        "```sql a``` ",
        "a\n?\n",
        "Q: a\n",
        "A: a\n",
        "C: [a] ",
        "#card ",
        "[latex]",
        "\\begin{a}",
        ":::a\n",
        "{{<",
        "{% a ",
        "{:.ab",
        "|a|b|\n",
        "|-|-|\n",
        "【1†",
    ),
)
"""Pieces of one block, or of a page."""

PLACES = (
    ("formula", "$", "$\n"),
    ("formula block", "$$\n", "\n$$\n"),
    ("formula in parentheses", "\\(", "\\)\n"),
    ("formula between blanks", "$ ", " $\n"),
    ("formula block in brackets", "\\[\n", "\n\\]\n"),
    ("marked text", "==", "==\n"),
    ("title of a callout", "> [!info] ", "\n> a\n"),
    ("code", "`", "`\n"),
    ("cloze fence", "{{c2::a}}\n\n```text cloze\n", "\n```\n"),
    ("HTML block", "<div>\n", "\n</div>\n"),
    ("comment", "<!-- ", " -->\n"),
    ("attributes", '<div title="', '"></div>\n'),
    ("address", "[a](<", ">)\n"),
    ("link text", "[", "](https://a.b)\n"),
    ("alternative", "![", "](a.png)\n"),
    ("emphasis", "**", "**\n"),
    ("quote", "> ", "\n"),
    ("item", "- ", "\n"),
    ("footnote", "a[^1]\n\n[^1]: ", "\n"),
    ("definition", "[a]\n\n[a]: <", ">\n"),
    ("callout", "> [!NOTE]\n> ", "\n"),
    ("hint", "> [!HINT]\n> ", "\n\na\n"),
)
INSIDE = (
    *(
        "a ",
        "中",
        "\\",
        "{",
        "}",
        "^a",
        "\\frac",
        "\\left(",
        "{{c1::",
        "{{c1::a}}",
        "`",
        "<b>",
        "<!--",
        '"',
        " a=b",
    ),
    *("1", "[", "](", ")", "*a", "%20", "&amp;", "-->", "|", "$", "![", "http://a ", "a@b.cd "),
)
"""Pieces of what stands between two marks."""

LANGUAGES = ("python", "pycon", "html", "cpp", "bash", "yaml")

CODE = (
    *(
        "a\n",
        "(",
        '"',
        "'",
        '"""',
        "\\",
        "#",
        "/*",
        "<a ",
        "<!--",
        "$(",
        ">>> a\n1\n",
        "a: ",
        "import a\n",
        "f'{",
        "{{c1::",
    ),
)
"""Pieces of code."""

FILES = (
    ("questions with keys", "", "## Question {n}? {#k{n}}\n\nAn answer {n}.\n\n", ""),
    ("questions without keys", "", "## Q{n}?\n\nAn answer {n}.\n\n", ""),
    ("equal questions", "", "## Q\n\na\n\n", ""),
    ("equal keys", "", "## Q {#k}\n\na\n\n", ""),
    ("equal made keys", "", "## C{+}\n\na{n}\n\n", ""),
    ("alike questions", "", "## What is the purpose of a thing in the place {x}?\n\na\n\n", ""),
    ("alike Chinese questions", "", "## 请问注意力机制在模型里的作用{x}是什么?\n\na\n\n", ""),
    ("drafts", "", "## Q{n} {.unanswered}\n\n", ""),
    ("questions without answers", "", "## Q{n}\n\n", ""),
    ("empty headings", "", "##\n\n", ""),
    ("titles", "", "# T{n}\n\n", ""),
    ("subheadings", QUESTION, "### S{n}\n\na\n\n", ""),
    ("skipping headings", QUESTION, "##### S{n}\n\n### a\n\n", ""),
    ("underlined headings", QUESTION, "a\n===\n\n", ""),
    ("a description", "# T\n\n", "a b c {n}\n\n", QUESTION + "a\n"),
    ("paragraphs", QUESTION, "a b c {n}\n\n", ""),
    ("Chinese paragraphs", QUESTION, "中文a段落,{n}\n\n", ""),
    ("paragraphs with marks", QUESTION, "**a** `b` $c$ [d](https://e.f) <b>g</b> {n}\n\n", ""),
    ("blank lines", QUESTION + "a\n", "\n", "b\n"),
    ("rules", QUESTION, "---\n\n", ""),
    ("one list", QUESTION, "- a{n}\n\n", ""),
    ("one quote", QUESTION, "> a\n>\n", ""),
    ("lists", QUESTION, "- a\n\n* b\n\n", ""),
    ("nested lists", QUESTION, "- a\n  - b\n    - c\n\n", ""),
    ("quotes", QUESTION, "> a\n\n", ""),
    ("tables", QUESTION, "|a|b|\n|-|-|\n|c|d|\n\n", ""),
    ("fences", QUESTION, "```python\na = {n}\n```\n\n", ""),
    ("fences in fences", QUESTION, "```\n```python\n\n", ""),
    ("Markdown in HTML", QUESTION + "<div>\n", "[a **b `c\n", ""),
    ("lists without an indent", QUESTION, "1. a\n  - b\n", ""),
    ("ends of other fences", QUESTION + "````\n", "~~~\n```\n## a\n", ""),
    ("fences below text", QUESTION, "a ```\n```\nb\n\n", ""),
    ("an unclosed fence", QUESTION + "```\n", "a\n", ""),
    ("cloze fences", QUESTION, "```text cloze\n{{c1::a}}\n```\n\n", ""),
    ("indented code", QUESTION, "    a\n\n", ""),
    ("formula blocks", QUESTION, "$$\n\\frac{a}{b{n}}\n$$\n\n", ""),
    ("formulas", QUESTION, "$\\frac{a}{b{n}}$\n\n", ""),
    ("formulas with unknown commands", QUESTION, "$\\unknown{n}$\n\n", ""),
    ("formulas that define", QUESTION, "$\\def\\a#1{#1#1}\\a{\\a{\\a{n}}}$\n\n", ""),
    ("formulas with clozes", QUESTION, "$\\frac{ {{c1::a}} }{n}$\n\n", ""),
    ("faulty formulas", QUESTION, "$\\frac{a}{n}$\n\n", ""),
    ("clozes", QUESTION, "{{c1::a {n} }}\n\n", ""),
    ("unclosed clozes", QUESTION, "{{c1::a\n\n", ""),
    ("clozes over two blocks", QUESTION, "{{c1::a {n}\n\nb}}\n\n", ""),
    ("clozes over a list", QUESTION, "{{c1::\n- a\n- b\n}}\n\n", ""),
    ("a cloze over all blocks", QUESTION + "{{c1::a\n\n", "b\n\n", "c}}\n"),
    ("a cloze over a whole list", QUESTION + "{{c1::a\n\n", "- b\n", "\nc}}\n"),
    ("unclosed clozes above an end", QUESTION, "{{c1::a\n\n", "b}}\n"),
    ("clozes that a rule keeps open", QUESTION, "{{c1::a\n\n***\n\nb}}\n\n", ""),
    ("misspelt clozes", QUESTION, "{{c1:a}} `{{c1:a}}` \\{\\{c1:a}}\n\n", ""),
    ("clozes in plain code", QUESTION, "```\n{{c1::a}}\n```\n\n", ""),
    ("lines of dashes", QUESTION + "a\n\n---\n\n", "——\n\n", ""),
    ("unclosed formulas", QUESTION, "$$a\n\n", ""),
    ("unclosed bold", QUESTION, "**a\n\n", ""),
    ("unclosed comments", QUESTION, "a <!-- b\n\n", ""),
    ("comments", QUESTION + "a\n\n", "<!-- a -->\n\n", ""),
    ("allowed warnings", "", "## Q{n}\n\n<!-- allow: key-missing a -->\n\na\n\n", ""),
    ("allowances in a question", QUESTION + "a\n\n", "<!-- allow: key-missing a -->\n\n", ""),
    ("allowances in a file", "", "<!-- allow: key-missing a -->\n\n", QUESTION + "a\n"),
    ("HTML blocks", QUESTION, "<div>\na\n</div>\n\n", ""),
    ("unclosed HTML", QUESTION, "<div>\n\n", ""),
    ("closed HTML", QUESTION, "</div>\n\n", ""),
    ("details", QUESTION, "<details>\n\na\n\n</details>\n\n", ""),
    ("forbidden HTML", QUESTION, "<x{n}>\n\n", ""),
    ("definitions", QUESTION, "[a{n}]\n\n[a{n}]: https://b.c/{n}\n\n", ""),
    ("definitions together", QUESTION + "a\n\n", "[a{n}]: https://b.c/{n}\n", ""),
    ("references", QUESTION + "[a]: https://b.c\n\n", "[a] [{n}] [a][a]\n\n", ""),
    ("footnotes", QUESTION, "a[^{n}]\n\n[^{n}]: b\n\n", ""),
    ("footnotes together", QUESTION + "a[^1]\n\n", "[^{n}]: b\n", ""),
    ("footnotes that refer", QUESTION + "a[^1]\n\n", "[^{n}]: b[^{n}{n}] [^1]\n\n", ""),
    ("one footnote in questions", "[^1]: a\n\n", "## Q{n} {#k{n}}\n\na[^1]\n\n", ""),
    ("footnotes in questions", "", "## Q{n} {#k{n}}\n\na[^{n}]\n\n[^{n}]: b\n\n", ""),
    ("one large footnote in questions", f"[^1]: {'a ' * 15_000}\n\n", "## Q{n} {#k{n}}\n\na[^1]\n\n", ""),
    ("one large address in links", f"[a]: https://b.c/{'d' * 30_000}\n\n{QUESTION}", "[a]\n\n", ""),
    ("a footnote of paragraphs", QUESTION + "a[^1]\n\n[^1]: b\n\n", "    c\n\n", ""),
    ("hints", QUESTION + "a\n\n", "> [!HINT]\n> a\n\n", ""),
    ("hints of questions", "", "## Q{n} {#k{n}}\n\n> [!HINT]\n> a\n\na\n\n", ""),
    ("commands for pictures", QUESTION, "\\includegraphics[", ""),
    ("full-width pictures", QUESTION, "![a]（b", ""),
    ("full-width quotes", QUESTION, "＞ a\n\n", ""),
    ("lists below headings", QUESTION, "## Q\n{: #a\n", ""),
    ("bold questions", "## Q? {#q}\n\n", "**a?**\n\n", ""),
    ("headings that ask", "## Q? {#q}\n\n", "### a?\n\n", ""),
    ("loose values", "## Q {#q", " kind: ", "}\n\na\n"),
    ("line separators", QUESTION, "a\u2028", ""),
    ("callouts", QUESTION, "> [!NOTE]\n> a\n\n", ""),
    ("unknown callouts", QUESTION, "> [!NOTES]\n> a\n\n", ""),
    ("pictures", QUESTION, "![a](b{n}.png)\n\n", ""),
    ("links", QUESTION, "[a](b{n}.md)\n\n", ""),
    ("addresses", QUESTION, "https://a.b/{n}\n\n", ""),
    ("merge marks", QUESTION, "<<<<<<< a\n\n", ""),
    ("wide marks", QUESTION, "＃＃ a\n\n", ""),
    ("examples", QUESTION, "```pycon\n>>> {n}\n{n}\n```\n\n", ""),
    ("examples in one fence", QUESTION + "```pycon\n", ">>> {n}\n{n}\n", "```\n"),
    ("imports", QUESTION, "```python\nimport a{n}\n```\n\n", ""),
    ("control characters", QUESTION, "a\x01\n\n", ""),
    ("levels of a deck", "---\ndeck: a", "::a", "\n---\n" + QUESTION + "a\n"),
    ("a name of a deck", "---\ndeck: a", "a", "\n---\n" + QUESTION + "a\n"),
    ("tags", "---\ntags: [a", ", a{n}", "]\n---\n" + QUESTION + "a\n"),
    ("a tag", "---\ntags: [a", "a", "]\n---\n" + QUESTION + "a\n"),
    ("levels of a tag", "---\ntags: [a", "::a", "]\n---\n" + QUESTION + "a\n"),
    ("libraries", "---\nneeds: [a", ", a{n}", "]\n---\n" + QUESTION + "a\n"),
    ("a source", "---\nsource: a", " a", "\n---\n" + QUESTION + "a\n"),
    ("unknown settings", "---\n", "a{n}: b\n", "---\n" + QUESTION + "a\n"),
    ("a setting twice", "---\n", "deck: b\n", "---\n" + QUESTION + "a\n"),
    ("nested YAML", "---\ndeck: ", "[", "\n---\n" + QUESTION + "a\n"),
    ("anchors", "---\ntags:\n", "- &a{n} b\n", "---\n" + QUESTION + "a\n"),
    ("quoted YAML", '---\ndeck: "', "\\a", '"\n---\n' + QUESTION + "a\n"),
    ("comments of YAML", "---\n", "# a\n", "---\n" + QUESTION + "a\n"),
    ("unclosed front matter", "---\n", "a: b\n", ""),
    ("words of an attribute list", "## Q {#q", " .a{n}", "}\n\na\n"),
    ("attribute lists", "## Q ", "{#a{n}} ", "\n\na\n"),
    ("sources of questions", "", '## Q{n} {#k{n} source="a"}\n\na\n\n', ""),
    ("typed questions", "", "## Q{n} {#k{n} kind=typed}\n\na\n\n", ""),
    ("reversed questions", "", "## Q{n} {#k{n} kind=reversed}\n\na\n\n", ""),
    ("cloze questions", "", "## Q{n} {#k{n}}\n\n{{c1::a}}\n\n---\n\nb\n\n", ""),
)
"""Pieces of a file."""

SECTIONS = (
    ("sections with tags", "", "# S {.a .b .c}\n\n## Q{n}\n\na\n\n### R{n}\n\na\n\n", ""),
    ("sections with text", "", "# S{n} {.a}\n\na\n\n### R{n}\n\na\n\n", ""),
    ("sections alone", "", "# S{n} {.a}\n\n", ""),
    ("comments above a title", "", "<!-- a -->\n\n", "# T\n\na\n\n## Q\n\na\n\n### R\n\na\n"),
    ("settings of other programs", "---\n", "title: a{n}\n", "---\n# T\n\n## Q\n\na\n\n### R\n\na\n"),
    ("tags as one text", "---\ntags: a", ", a", "\n---\n# T\n\n## Q\n\na\n\n### R\n\na\n"),
    ("colons of a deck", "---\ndeck: a", ":a", "\n---\n# T\n\n## Q\n\na\n\n### R\n\na\n"),
)
"""Sections, and front matter, where `##`, `###` or files are questions."""

SETTINGS = (
    ("settings without an end", "# ", '"""\\', ""),
    ("unknown settings of a package", "", "a{n} = 1\n", ""),
    ("parts of a key in a table", "a = {", "a.", "a = 1}"),
    ("parts of a deck", "deck = '", "{a}", "'"),
    ("tags of a package as one text", "tags = 'a", " a", "'"),
    ("patterns of files", "skip = [", "'*a*b*c', ", "]"),
    ("lines of a text", 'deck = """', "\n", '"""'),
)
"""Pieces of `package.toml`."""

PLANS = (
    ("rows of a page", "", "[a] 1 | a\n", ""),
    ("rows of another page", "", "[a] {n} | c{n}\n", ""),
    ("rows in another order", "", "[a] 1 | a\n[a] 1 | b\n[a] 1 | b\n", ""),
    ("unknown labels", "", "[{n}] 1 | a\n", ""),
    ("lines that are not rows", "", "[a] (\n", ""),
    ("a remark", "[a] 1 (", ") (", "| a\n"),
    ("a row", "[a] 1 | ", "a | ", "\n"),
    ("brackets of a row", "[a] 1 ", "[", "\n"),
    ("blanks of a row", "[a]", " ", "x\n"),
)
"""Pieces of a plan file."""

_ERRATUM = "[[erratum]]\nkey='k1'\nclaim='c'\nwhy='a'\n"

ERRATA = (
    (
        "errata",
        "",
        "[[erratum]]\nkey='k{n}'\nclaim='claim {n}'\nwhy='a'\nreference='b'\npatterns=['claim {n}']\n",
        "",
    ),
    (
        "errata of one key",
        "",
        "[[erratum]]\nkey='k1'\nclaim='claim {n}'\nwhy='a'\npatterns=['claim {n}x']\n",
        "",
    ),
    ("patterns", "[[erratum]]\nkey='k1'\nclaim='c'\nwhy='a'\npatterns=[", "'claim{n}',", "]\n"),
    ("asks", f"{_ERRATUM}says='claim 1'\nasks=[", "'q{n}',", "]\n"),
    ("says", f"{_ERRATUM}asks='q1'\nsays=[", "'claim {n}',", "]\n"),
    ("never", f"{_ERRATUM}asks='q1'\nnever=[", "'claim {n}x',", "]\n"),
    (
        "errata that ask one question",
        "",
        "[[erratum]]\nkey='k1'\nclaim='c'\nwhy='a'\nasks='q1'\nsays='claim {n}'\n",
        "",
    ),
    ("heads of errata", "", "[[erratum]]\n", ""),
    ("unknown settings of an erratum", "[[erratum]]\n", "a{n}=1\n", ""),
    ("a claim", "[[erratum]]\nkey='k1'\nwhy='a'\npatterns=['claim 1']\nclaim='", "claim ", "'\n"),
    ("other tables of errata", "", "[a{n}]\n", ""),
    ("dotted keys of errata", "a", ".a", "=1\n"),
    ("nested lists of errata", "a=", "[", ""),
)

MENDED_TEXTS = (
    "{{C1：x}} ",
    "[a](b c) ",
    "[a](b ",
    "中a ",
    "中,",
    "##a\n",
    "a\x07",
    "- a\x0b",
    "dÃ©jÃ ",
    "+## a\n",
    "[[a]] ",
    "![[a.png]] ",
    "> ",
)
"""Texts of a block that `fix` mends, or seems to."""

MENDED_FILES = (
    ("underlined titles", "", "a\n===\n\n", ""),
    ("underlined questions", "", "Abcd{n}\n-----\n\na\n\n", ""),
    ("glued questions", "", "##a{n} {{#a{n}}}\n\nb\n\n", ""),
    ("full-width lists", "", "## Q｛#q{n}｝\n\na\n\n", ""),
    ("invisible characters", "## Q {{#q}}\n\n", "-\u00a0a\n\n", ""),
    ("callouts", "## Q {{#q}}\n\n", "> [!NOTE]x\n\n", ""),
    ("settings", "---\n", "Deck: a\n", "---\n"),
    ("properties", "", "deck:: a{n}\n", ""),
    ("TOML", "+++\n", "a{n} = 1\n", "+++\n"),
    ("cards", "", "Q: a{n}\nA: b\n\n", ""),
    ("rewrites that are not safe", "", "## Q{n} {{#q{n}}}\n\n\u200b```\n\n", ""),
)
"""Files that `fix` mends: a name, the start, the repeated part, and the end."""

PAGE_LINES = (
    *(
        "## {n}. 什么{n}?\n\n答{n}。\n\n",
        "{n}. 什么{n}?\n答{n}。\n\n",
        "**{n}、什么{n}?**\n\n答{n}。\n\n",
        "Q{n}: a?\nA: b\n\n",
    ),
    *(
        "Q: a\nA: b\n\n",
        "什么{n}?\n\n答。\n\n",
        "# a{n}\n\nb\n\n",
        "### a\n\n",
        "- [a{n}](#a{n})\n",
        "* 什么{n}?\n  答\n",
    ),
    *(
        "答{n}。\n\n",
        "```\na\n```\n\n",
        "|a|b|\n|-|-|\n|c|d|\n\n",
        "> a\n\n",
        "![a](b{n}.png)\n\n",
        "![](data:a)\n\n",
        "---\n\n",
    ),
    *(
        "<details><summary>什么{n}?</summary>\n\n答\n\n</details>\n\n",
        "[a{n}]: b\n",
        "[^{n}]: a\n",
        "a[^{n}]\n\n[^{n}]: b\n\n",
    ),
    *(
        "!!! note\n    a\n\n",
        "A. a\nB. b\n答案:A\n\n",
        "第{n}题 什么?\n解析:a\n\n",
        "    a\n\n",
        "\n",
        "a.\n",
        "版权声明\n\n",
    ),
    *(
        "1.1.1.1 a\n",
        "({n}) a?\nb\n",
        "①a?\nb\n",
        "一、a?\nb\n",
        "{n}) a?\nb\n",
        "\x0c",
        "\t\n",
        "import a\n",
        "{n}\n",
    ),
)

HTML = (
    *(
        "<p>a",
        "<p>答{n}</p>",
        "<div>",
        "<div>a</div>",
        "</div>",
        "<span>",
        "<b>",
        "<b>a</b>",
        "<i><b>a</i></b>",
        "<font>",
    ),
    *(
        "<h2>{n}. 什么{n}?</h2><p>答{n}。</p>",
        "<p><b>{n}、什么{n}?</b></p><p>答</p>",
        "<p>Q{n}: a?</p><p>A: b</p>",
    ),
    *(
        "<p>{n}. 什么{n}?</p><p>答</p>",
        "<h3>a{n}</h3>",
        "<h1>a</h1>",
        "<dl><dt>什么{n}?<dd>答",
        "<dt>什么?<dd>答",
    ),
    *(
        "<details><summary>什么{n}?</summary>答</details>",
        "<details>",
        "<summary>a",
        "<ul>",
        "<li>a",
        "<ol><li>什么?",
    ),
    *(
        "<ul><li>a</ul>",
        "<table>",
        "<tr><td>a",
        "<td>a",
        "<table><tr><td>a</table>",
        "<td rowspan=9 colspan=9>a",
        "<th>",
    ),
    *(
        "<pre>",
        "<pre>a</pre>",
        "<pre><code>a\n",
        "<code>",
        "<code>a</code>",
        "<blockquote>",
        "<br>",
        "<br>什么?<br>",
        "<hr>",
    ),
    *(
        "<script>",
        "<script>a</script>",
        "<style>",
        "<!--",
        "<!---->",
        "<![CDATA[",
        "<?a",
        "<!DOCTYPE a>",
        "<a",
        "<a b=",
        "<",
    ),
    *(
        '<a href="',
        "<a href=b>c</a>",
        "<a name=b></a>",
        "<img src=a{n}.png>",
        "<img src=data:a>",
        "<p>b{n}<img alt=a>\n",
        "<svg>",
        "<math>",
        "<mi>a",
    ),
    *(
        "<math><mi>a</mi></math>",
        "<math><mrow>",
        "<mfrac>",
        "$a$",
        "\\(a\\)",
        "<sub>",
        "<sub>a</sub>",
        "<sup>a",
        "<iframe>",
    ),
    *(
        "&",
        "&amp;",
        "&#1;",
        "&#x41;",
        "<form>",
        "<input>",
        "<textarea>",
        "<select><option>a",
        "<template>",
        "<article>",
    ),
    *(
        "<article><p>a</article>",
        "<section>",
        "<nav><a href=#a>b</a></nav>",
        "<main>",
        "<body>",
        "<html>",
        "<head>",
        "<a><p>",
    ),
    *(
        "<p>A. a</p><p>答案:A</p>",
        "<em>",
        "<p class='a'>b</p>",
        "<div class=hljs>a</div>",
        "<p>```</p>",
        "<p> </p>",
        "<u>a",
    ),
    *(
        "<span class=katex>",
        "<span class=katex><annotation>a</annotation></span>",
        "<span>a</span>",
        "<strong>a</strong>",
    ),
    *(
        "</html>a",
        "</body></html><!doctype html><html><body><h2>{n}. a?</h2>",
        "</html><script>",
        "<iframe srcdoc='<p>a</p><p>b</p>'></iframe>",
        "<noscript><img src={n}></noscript>",
        "<noscript><p>a</p><p>{n}</p></noscript>",
        "<template shadowrootmode=open><p>a",
        "<table>a<tr>b<td>c</td></table>",
        "<tr>a",
        "<ul>a<li>b</li>c</ul>",
    ),
    *(
        "<math><mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mn>1</mn></mrow></mfrac></math>",
        "<mrow><msup><mi>a</mi>",
        "<math><mrow>",
        "<mjx-container><math><msqrt><mi>x</mi></msqrt></math></mjx-container>",
        "<div class=language-js><span class=lang>js</span><pre>a</pre></div>",
        "<p><img></p>",
    ),
)


def _within(start: str, unit: str, end: str = "") -> Fill:
    """Fill the space between a start and an end; `{n}`, `{x}` and `{+}` stand for something new each time."""

    def fill(size: int) -> str:
        size -= len((start + end).encode())
        if not re.search(r"\{[nx+]\}", unit):
            count = size // len(unit.encode())
            # What opens and closes by turns ends in the same way at all sizes.
            return start + unit * (count - count % 4 or count) + end
        made, length, number = [], 0, 0
        while length < size:
            number += 1
            new = {"{n}": str(number), "{x}": _word(number), "{+}": "+" * (number % 40)}
            made.append(re.sub(r"\{[nx+]\}", lambda match: new[match[0]], unit))  # noqa: B023 - used at once
            length += len(made[-1].encode())
        return start + "".join(made) + end

    return fill


def _word(number: int) -> str:
    """A word of letters alone: questions that differ in a number are not alike."""
    letters = ""
    while number:
        number, rest = divmod(number, 26)
        letters += chr(ord("a") + rest)
    return letters
