"""The table of constructs: what other programs write, and whether deckgen reads it, names it or mends it.

Each text is the body of a question, or a whole source if it begins with `#` or with `Q:`. To add a construct,
add its row: in `NAMED` with its name in `deckgen/look_alikes/`, in `REPORTED` with the code of another check,
in `MENDED` with the text that replaces it, in `READ` with what Anki shows, in `TEXT` if it is only text.
"""

NAMED = {
    # cards
    "question-and-answer": (
        "Q: What is one and one?\nA: Two.",
        "Question: What is it?\n\nAnswer: Two.",
        "**Q:** What is it?\n**A:** Two.",
        "问：什么？\n答：二。",
        "- Q: What?\n  A: Two.",
    ),
    "cloze-line": ("C: The [mitochondrion] makes ATP.",),
    "card-line": (
        "What is one and one? :: Two",
        "capital of France::: Paris",
        "- 法国的首都 :: 巴黎",
        "法国的首都是哪里？::巴黎",
        "the capital of France:: Paris",
    ),
    "card-arrow": ("capital of France :-> Paris", "What is it? >> Two", "one ;; two"),
    "question-mark-line": ("What is one\nand one?\n?\nTwo", "one\n??\ntwo"),
    "obsidian-to-anki": (
        "START\nBasic\nWhat is it?\nBack: Two.\nEND",
        "STARTI [Basic] What is it? Back: Two. ENDI",
    ),
    "target-deck": ("TARGET DECK: Mathematics", "TARGET DECK\nMathematics", "FILE TAGS: maths"),
    "card-fence": ("```flashcard\nQ: What is it?\nA: Two.\n```",),
    "card-tag": ("What is it? #card", "#flashcards/maths/sums", "a #card-reverse"),
    # headings
    "heading-tag": ("## What is it? #maths\n\nTwo.", "## What is it? #maths #sum {#sum}\n\nTwo."),
    "unclosed-list": ("## What is it? {.maths #sum\n\nTwo.",),
    "closing-hashes": ("## What is it? ## {#sum}\n\nTwo.",),
    # formulas and diagrams
    "anki-latex": ("[latex]x^2[/latex]",),
    "bare-environment": ("\\begin{align}\na &= b\n\\end{align}", "- \\begin{pmatrix}1\\end{pmatrix}"),
    "bare-tex": (r"The loss is ( \frac{1}{n} ).", r"[ \sum_{i} x_i ]"),
    "latex-text": (r"\textbf{important}", r"as \cite{vaswani2017} says", "a\n\n\\newpage\n\nb"),
    "diagram": (
        "```mermaid\ngraph TD\n```",
        "~~~plantuml\na -> b\n~~~",
        "- ```dot\n  digraph {}\n  ```",
        "```{mermaid}\ngraph TD\n```",
        "```geojson\n{}\n```",
        "```stl\nsolid\n```",
    ),
    "attached-video": ("https://github.com/user-attachments/assets/6f1b-2a",),
    # links and pictures
    "wiki-link": (
        "[[Gradient descent]]",
        "见[[链式法则|规则]]。",
        "|a|\n|-|\n|[[b\\|c]]|",
        "> - [[Note#Part]]",
    ),
    "block-reference": ("((5f713e91-8a3c-4b04-a33a-c39482428e2d))",),
    "embed": ("![[loss.png|300]]", "![[Note#Part]]"),
    "anki-sound": ("[sound:hello.mp3]",),
    "picture-with-space": ("![loss](my loss.png)", "![](dir/a b (1).png)", '![a](b c.png "title")'),
    "picture-with-size": ("![loss](loss.png =300x200)", "![loss](loss.png =300x)"),
    "link-with-space": ("[the manual](the manual.md)",),
    # notes
    "comment": ("Two. %%ask Ada%%", "%%\nask Ada\n\nsoon\n%%"),
    "block-id": ("Two. ^sum-of-ones", "Two.\n^0f681f"),
    "inline-footnote": ("Two.^[In the integers.]", "二。^[在整数中]"),
    "highlight-carets": ("^^important^^",),
    "macro": ("{{query (task todo)}}", "{{[[TODO]]}}", "{{embed ((x))}}"),
    "property": ("collapsed:: true", "- a\n  id:: 6f1b", "Ada [born:: 1815] wrote it."),
    "template-command": ("<% tp.date.now() %>",),
    "checkbox-state": ("- [/] half done", "1. [-] left out"),
    "plugin-fence": ("```dataview\nLIST\n```", "```ad-note\nTwo.\n```"),
    # sites
    "colon-block": (":::note\nTwo.\n:::", "::: {.warning}\nTwo.\n:::", ":::tip[Title]\nTwo.\n:::"),
    "admonition": ('!!! note "Remember"\n    Two.', "??? question\n    Two."),
    "tab": ('=== "Python"\n\n    a',),
    "snippet": ('--8<-- "shared.md"',),
    "kramdown-attributes": (
        "{: .important}",
        "a{: #there}",
        '{: target="_blank"}',
        "![a](b.png){:height 5, :width 9}",
    ),
    "pandoc-attributes": ("[important]{.underline}", "![a](b.png){width=50%}", "`a`{.python}", "**a**{ .b }"),
    "citation": ("[@vaswani2017]", "[see @a; @b, p. 3]"),
    "superscript": ("2^10^",),
    "subscript": ("H~2~O",),
    "keys": ("++ctrl+c++",),
    "critic-markup": ("{++added++}", "{--deleted--}"),
    "definition-list": ("Gradient\n: the vector of derivatives",),
    "abbreviation": ("*[GPU]: graphics processing unit",),
    "table-of-contents": ("[TOC]", "[[_TOC_]]", "@[toc]", "{:toc}"),
    "shortcode": ('{{< figure src="loss.png" >}}', "{{% note %}}"),
    "liquid-tag": ("{% raw %}", "{%- include a.html -%}"),
    "mdx-import": ("import Tabs from '@theme/Tabs';", "export const a = 1;"),
    "mdx-comment": ("{/* ask Ada */}",),
    "role": ("{ref}`softmax`", ":math:`x^2`"),
    "directive": (".. note:: Two.", "```{note}\nTwo.\n```"),
    # tables
    "cells-lost": ("|a|b|\n|-|-|\n|c||d|", "|a|b|\n|-|-|\n|c|$P(A|B)$|", "> |a|\n> |-|\n> |b|c|"),
    "table-without-separator": ("| a | b |\n| 1 | 2 |", "text\n| a | b |\n| 1 | 2 |\n| 3 | 4 |"),
    "separator-differs": ("| a | b | c |\n|---|---|\n| 1 | 2 | 3 |",),
    "wide-table": ("｜甲｜乙｜\n｜一｜二｜",),
    # chatbots
    "content-reference": (":contentReference[oaicite:0]{index=0}", "[oaicite:3]"),
    "source-bracket": ("【12†source】", "【4:0†notes.pdf】"),
    "turn-citation": (
        "citeturn0search1",
        "\ue200cite\ue202turn2view3\ue202turn1search0\ue201",
        "fileciteturn0file0",
    ),
    "gemini-citation": ("[cite_start]Two.", "Two [cite: 1, 2]."),
    "copy-button": ("pythonCopy code", "Copy code"),
}
"""What is reported, by the name of the construct."""

REPORTED = {
    "html-not-allowed": (
        '<Tabs>\n<TabItem value="a">\n\na\n\n</TabItem>\n</Tabs>',
        "<aside>\n💡 a\n</aside>",
        '<picture><img alt="a" src="b.png"></picture>',
        '<iframe src="https://www.youtube.com/embed/a"></iframe>',
        '<antArtifact identifier="a">b</antArtifact>',
    ),
    "picture-missing": ("![a](b.png#gh-dark-mode-only)",),
    "picture-remote": ("![a](attachment:b.png)",),
    "link-not-allowed": ("[a](sandbox:/mnt/data/b.csv)", "[a](obsidian://open?vault=b)"),
    "link-relative": ("[Page](Page%2032abcdef.md)", "[a](#section)", "[a]([[b]])"),
    "underlined-heading": ("---\na: b\n---",),
    "empty-answer": ("&nbsp;", "&nbsp;\n\n&#160; &ensp;", "\u3000\u200b", "<br>", "<!-- a --> &nbsp;"),
}
"""What another check reports, by its code."""

MENDED = (
    ("Q: What is it?\nA: Two.\n\nQ: Why?\nA: So.", "## What is it?\n\nTwo.\n\n## Why?\n\nSo."),
    ("# T\n\n**Q: Is `a` b?**<br>\nA: Yes.", "# T\n\n## Is `a` b?\n\nYes."),
    ("问：什么？\n答：二。", "## 什么？\n\n二。"),
    ("C: An [agonist] is a ligand that [binds].", "## An {{c1::agonist}} is a ligand that {{c2::binds}}."),
    ("What is it? :: Two\nWhy? ::: So", "## What is it?\n\nTwo\n\n## Why? {kind=reversed}\n\nSo\n"),
    ("- What is it? :: Two", "## What is it?\n\nTwo\n"),
    ("## Q {.maths #sum", "## Q {.maths #sum}"),
    ("## Q ## {#sum}", "## Q {#sum}"),
    ("a [latex]x^2[/latex]", "a $x^2$"),
    ("\\begin{align}\na &= b\n\\end{align}", "$$\n\\begin{align}\na &= b\n\\end{align}\n$$"),
    ("a [[b]] [[c|d]]", "a b d"),
    ("[sound:a b.mp3]", "![](<a b.mp3>)"),
    ("![a](b c.png)", "![a](<b c.png>)"),
    ("![a](b.png =30x)", '<img src="b.png" alt="a" width="30">'),
    ("[a](b c.md)", "[a](<b c.md>)"),
    ("a %%b%%", "a <!-- b -->"),
    ("Two. ^sum-of-ones", "Two."),
    ("^^a^^", "==a=="),
    ("2^10^ H~2~O", "2<sup>10</sup> H<sub>2</sub>O"),
    ("a{: .b}", "a"),
    ("a {/* b */}", "a <!-- b -->"),
    ("| a | b |\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
    ("| a | b | c |\n|:-:|---|\n| 1 | 2 | 3 |", "| a | b | c |\n|:-:|---|---|\n| 1 | 2 | 3 |"),
    ("Two:contentReference[oaicite:0]{index=0}.", "Two."),
    ("Two【12†source】.", "Two."),
    ("Two citeturn0search1.", "Two ."),
    ("[cite_start]Two [cite: 1, 2].", "Two."),
)
"""What has exactly one meaning, and its text in deckgen's Markdown."""

NOT_MENDED = (
    "## Q\n\nQ: What is it?\nA: Two.",  # would cut the answer of the first question
    "Q: What is it?\nA: Two.\n\n---\n\nQ: Why?\nA: So.",  # the rule would part question and answer
    "Q: What is it,\nreally?\nA: Two.",
    "**Q: What is it?**\n**A: Two.**",
    "- Q: What?\n  A: Two.",
    "What is it? :: Two\n\nMore text.",
    "> - What is it? :: Two",
    "[[Note#Part]]",
    "![[a.png]]",
    "> %%a\n> b%%",
    "%%a -- b%%",
    "- \\begin{align}\n  a\n  \\end{align}",
    "> | a | b |\n> | 1 | 2 |",
    "| a | b |\n| 1 | 2 | 3 |",
)
"""What is named, and has no one meaning or no place where it can be written."""

READ = {
    "footnote": ("One[^1]\n\n[^1]: Two", "One1 Two"),
    "alert": ("> [!NOTE]\n> Two", "Note Two"),
    "task list": ("- [x] one\n- [ ] two", "one two"),
    "collapsed section": ("<details><summary>One</summary>\n\nTwo\n\n</details>", "One Two"),
    "formula": ("$x^2$", r"\(x^2\)"),
    "formula with backticks": ("$`x^2`$", r"\(x^2\)"),
    "formula fence": ("```math\nx^2\n```", r"\[x^2\]"),
    "subscript": ("H<sub>2</sub>O", "H2O"),
    "insertion": ("<ins>one</ins> <kbd>two</kbd>", "one two"),
    "strikethrough": ("~~one~~ ~two~", "one two"),
    "comment": ("one <!-- two -->", "one"),
    "bare address": ("https://a.example", "https://a.example"),
    "picture with title": ('![one](b.png "two")', ""),
}
"""What GitHub's documentation describes and a card shows as GitHub does, with the text that Anki shows."""

TEXT = (
    # GitHub makes nothing of these in a file of a repository
    "@user wrote #123, GH-1 and org/repo#2",
    "The colour `#0969DA` and `rgb(9, 105, 218)`",
    # programming
    "std::vector::iterator and a::b, or Option::Some",
    "map :: (a -> b) -> [a] -> [b]",
    "x :: Int",
    "f, g :: Monad m => m a",
    "if [[ -f x ]]; then, or [[ $a == b ]]",
    "a[[0]], [[1, 2], [3, 4]], [[0, 1]] and [['a']]",
    "[[nodiscard]] int f(); [[maybe_unused]]",
    "`[[a]]` `%%a%%` `#card`",
    "#include <a> and #define",
    "x^2 + y^2, 2^n^2, e^-x and ^abc$ in a pattern ^[a-z]+$",
    "100%% sure, %d%% and %%",
    "{:.2f} and {:#x} and {:>10}, {x} and {1, 2}",
    "C++ and C++, i++ and ++i",
    "a ~ b, about ~10~20 and ~/a/~b",
    "C:\\text\\frac and C: a drive",
    "Q: in prose, and A: too",
    "Q: a question without an answer",
    "`Q`: a\n`A`: b",
    "- `a`: b\n- `c`: d",
    "a: b\nc: d",
    "see [1] and [2], or a[i](x)",
    "{% is no tag, <% neither",
    "> Q：什么？\n>\n> A：二。",
    "from a import b",
    "import a",
    "|x| + |y|",
    "$|x|$\n$|y|$",
    "a || b",
    "***\n\n___",
    "[a]: https://b.example",
    ":) and :( and ::",
    "??? and !!!",
    "START here, and END",
    "the price is 5 [USD]",
    "\\[[a]] \\%%b%% \\#card",
    "【注意】 and †",
)
"""What only looks like one of the constructs, and is text."""
