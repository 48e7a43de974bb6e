"""Properties of every note, whatever an author writes."""

import re
import time
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st

from deckgen.render.render import render_description, render_question
from deckgen.sources.parse import parse
from deckgen.syntax.html_tags import ALLOWED_TAGS
from deckgen.values.document import Kind
from tests.support.questions import answer, cloze_text, document, note, question, read_passage

MARKS = st.sampled_from(
    [
        *(
            "\n",
            "\n\n",
            " ",
            "  ",
            "- ",
            "1. ",
            "> ",
            "# ",
            "```\n",
            "~~~\n",
            "    ",
            "***\n",
            "| a | b |\n|--|--|\n",
        ),
        *(
            "*",
            "**",
            "_",
            "~~",
            "`",
            "``",
            "[",
            "]",
            "](",
            ")",
            "![",
            "<",
            ">",
            "\\",
            "&lt;",
            "&#x7b;",
            "$",
            "$$",
        ),
        *(
            "{{c1::",
            "{{c2::",
            "}}",
            "::",
            "{",
            "}",
            "{{c::",
            "[sound:",
            "[latex]",
            "[[type:",
            "\\\\(",
            "\\\\[",
            "<!--",
        ),
        *(
            "<b>",
            "</b>",
            "<script>",
            "<img src=x onerror=y>",
            "</div>",
            "<details>",
            "http://a.b/",
            "a@b.cd",
            "[^1]",
        ),
        *(
            "[^1]: n\n",
            "[r]: /u\n",
            "> [!NOTE]\n",
            "- [x] ",
            "```python cloze\n",
            "```math\n",
            "中",
            "a",
            "b c",
            "1",
        ),
    ]
)
TEXTS = st.one_of(st.text(), st.lists(MARKS, max_size=30).map("".join))


@given(TEXTS, TEXTS, st.sampled_from(Kind))
def test_no_text_makes_rendering_fail(heading: str, text: str, kind: Kind) -> None:
    made = note(text, heading=heading, kind=kind, extra=text)
    assert len(made.fields) == 6


_OWN_TAGS = {"div", "input", "span"}
_OWN_ATTRIBUTES = {
    "aria-label",
    "role",
    "tabindex",
    "aria-level",
    "class",
    "data-lang",
    "rel",
    "type",
    "disabled",
    "checked",
    "start",
    "align",
}


@given(TEXTS, st.sampled_from(Kind))
def test_no_text_becomes_executable_or_remote(text: str, kind: Kind) -> None:
    for field in note(text, heading=text, kind=kind, extra=text).fields:
        assert_harmless(field)


def assert_harmless(html: str) -> None:
    for element in BeautifulSoup(f"<div>{html}</div>", "html.parser").find_all(True):
        assert element.name in ALLOWED_TAGS or element.name in _OWN_TAGS
        for name, value in element.attrs.items():
            assert name in _OWN_ATTRIBUTES or name in ALLOWED_TAGS.get(element.name, ())
            if name == "href":
                assert str(value).lower().startswith(("http://", "https://", "mailto:"))
            if name == "src":
                assert re.fullmatch(r"[a-z0-9._-]+", str(value))


ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src='https://evil.example/pixel.png'>",
    "<img srcset='https://evil.example/pixel.png 1x' src=x.png>",
    "![x](https://evil.example/pixel.png)",
    "![x](javascript:alert(1))",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x][r]\n\n[r]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' &#1; javascript:alert(1)'>x</a>",
    "<a href='https://a.example' onclick='alert(1)'>x</a>",
    '[x](https://a.example "\\" onmouseover=alert(1) \\"")',
    '![\\" onerror=alert(1) \\"](x.png)',
    "<iframe src='https://evil.example'></iframe>",
    "<object data='https://evil.example'></object><embed src='x'>",
    "<svg onload=alert(1)></svg>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<form action='https://evil.example'><input name=a><button>b</button></form>",
    "<input onfocus=alert(1) autofocus>",
    "<style>body{background:url(https://evil.example)}</style>",
    "<div style='background:url(https://evil.example)'>x</div>",
    "<link rel=stylesheet href='https://evil.example'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example'>",
    "<video src='https://evil.example' autoplay></video><audio src='https://evil.example'></audio>",
    "<details ontoggle=alert(1) open><summary>x</summary></details>",
    "<b <script>alert(1)</script>",
    '<img src="x.png" alt=""><img src=`x`onerror=alert(1)>',
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml <script>alert(1)</script>?>",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "$<script>alert(1)</script>$",
    "$$\n</div><script>alert(1)</script>\n$$",
    "{{c1::<script>alert(1)</script>}}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\ufdd0script\ufdd1alert(1)\ufdd0/script\ufdd1",
    "&#xfdd0;script&#xfdd1;alert(1)",
    "<p>\ufdd0img src=x onerror=alert(1)\ufdd1</p>",
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("kind", Kind)
def test_attack_is_harmless(attack: str, kind: Kind) -> None:
    for field in note(attack, heading=attack, kind=kind, extra=attack).fields:
        assert_harmless(field)
        assert "<script" not in field


CODE = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")),
        st.sampled_from("\n\t `~{}[]()<>&\"'\\:$#*_"),
    )
)
LANGUAGES = st.sampled_from(
    [
        "",
        "python",
        "pycon",
        "js",
        "html",
        "c++",
        "rust",
        "bash",
        "console",
        "json",
        "yaml",
        "sql",
        "latex",
        "markdown",
        "nope",
    ]
)


@given(CODE, LANGUAGES)
@example("()", "console")
def test_code_in_a_fence_survives_letter_for_letter(code: str, language: str) -> None:
    code = code.replace("\t", "    ")
    fence = "`" * (3 + max(map(len, re.findall("`+", code)), default=0))
    field = answer(f"{fence}{language}\n{code}\n{fence}\n")
    shown = BeautifulSoup(field, "html.parser").find("code")
    assert shown is not None
    assert shown.get_text() == code


@given(CODE)
def test_code_in_a_line_survives_letter_for_letter(code: str) -> None:
    code = " ".join(code.split()).replace("|", "") or "x"
    fence = "`" * (1 + max(map(len, re.findall("`+", code)), default=0))
    shown = BeautifulSoup(answer(f"a {fence} {code} {fence} b"), "html.parser").find("code")
    assert shown is not None
    assert shown.get_text() == code


INNER = st.lists(
    st.sampled_from(
        [
            "a",
            " b ",
            "中",
            "`{}`",
            "`::`",
            "`}}`",
            "$\\frac{a}{b}$",
            "$x$",
            "{c}",
            "**d**",
            "\\::",
            "e:",
            "&lt;",
            "<b>f</b>",
        ]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)


@given(st.lists(st.tuples(st.integers(1, 9), INNER), min_size=1, max_size=4))
def test_clozes_are_those_that_anki_sees(clozes: list[tuple[int, str]]) -> None:
    text = " and ".join(f"{{{{c{number}::x {inner} y}}}}" for number, inner in clozes)
    made = note(text, kind=Kind.CLOZE)
    seen = re.findall(r"\{\{c(\d+)::((?:(?!\}\}|\{\{).)*)\}\}", made.fields[0], re.DOTALL)
    assert [int(number) for number, _ in seen] == [number for number, _ in clozes]
    assert all("::" not in inner for _, inner in seen)
    assert made.ordinals == tuple(sorted({number - 1 for number, _ in clozes}))
    for (_, inner), (_, written) in zip(seen, clozes, strict=True):
        alone = BeautifulSoup(answer(f"x {written} y"), "html.parser").get_text()
        assert BeautifulSoup(f"<div>{inner}</div>", "html.parser").get_text() == alone.strip()


@given(st.text(st.sampled_from("{}:c1a `$\n")))
def test_a_cloze_note_holds_no_other_double_brace(text: str) -> None:
    made = note(text, kind=Kind.CLOZE)
    without = re.sub(r"\{\{c(\d+)::(?:(?!\}\}|\{\{).)*\}\}", "", made.fields[0], flags=re.DOTALL)
    assert "{{" not in without
    assert "}}" not in without


@given(st.text(st.sampled_from("{}:[]$`\\&<>;#/ \nc1alatexsound")), st.sampled_from((Kind.BASIC, Kind.CLOZE)))
def test_a_field_has_no_entity_that_a_browser_would_not_write(text: str, kind: Kind) -> None:
    fields = "".join(note(text, kind=kind).fields)
    assert set(re.findall(r"&[^;]*;", fields)) <= {"&amp;", "&lt;", "&gt;", "&nbsp;", "&quot;"}


def test_a_fence_without_the_word_cloze_makes_no_card() -> None:
    made = note("{{c1::a}}\n\n```\n{{c2::b}}\n```\n", kind=Kind.CLOZE)
    assert made.ordinals == (0,)


def test_highlighting_of_a_fence_is_that_of_the_code_without_its_clozes() -> None:
    plain = answer("```python\nfor i in range(3): print(i)\n```")
    with_clozes = cloze_text("```python cloze\nfor {{c1::i in ra}}nge(3): {{c2::print}}(i)\n```")
    marks = re.compile(r"\{\{c\d::|\}\}")
    assert marks.sub("", with_clozes).replace('ra</span><span class="nb">nge', "range") == plain


HEAVY = {
    unit: unit * (65_536 // len(unit))
    for unit in (
        *(
            "[",
            "![",
            "[a](",
            '[a](b "',
            "[a][",
            "*",
            "*a ",
            "a**",
            "*a _b ",
            "~~a",
            "_a ",
            "`",
            "`a",
            "$",
            "$a ",
            "$$ a\n",
        ),
        *(
            "{{c1::",
            "{{c1::a::",
            "<",
            "<!--",
            "x<!-- ",
            "<a b='",
            "<b>",
            "&",
            "&amp;",
            "\\",
            "www.a ",
            "a@",
            "http://",
        ),
        *(
            "> ",
            ">",
            "- ",
            "1. ",
            "[a]: b\n",
            '[a]: b "\n',
            "[^1]: a\n",
            "|",
            "a|b\n",
            "```\n",
            "a\n",
            "中\n",
            "# a\n",
        ),
    )
}


@pytest.mark.thorough
@pytest.mark.parametrize("text", HEAVY.values(), ids=map(repr, HEAVY))
def test_64_kib_of_anything_are_rendered_in_a_moment(text: str) -> None:
    begun = time.process_time()
    note(text, kind=Kind.CLOZE)
    assert time.process_time() - begun < 4  # a second at most on an ordinary machine


def test_typed_answer_is_one_plain_line_and_the_rest_is_extra() -> None:
    made = note("`a < b`\nand **c**\n\nBecause.", kind=Kind.TYPED)
    assert made.fields[1:3] == (
        '<span lang="en">a &lt; b and c</span>',
        '<div lang="en"><p>Because.</p></div>',
    )


def test_a_typed_answer_has_no_character_that_nobody_types() -> None:
    made = note("Rechts\u00adschutz\u200b\u00a0neu", kind=Kind.TYPED)
    assert made.fields[1] == '<span lang="en">Rechtsschutz neu</span>'
    made = note("\ufb01ne-tuning\uff0c\uff27\uff30\uff34\uff13", kind=Kind.TYPED)
    assert made.fields[1] == '<span lang="en">fine-tuning\uff0cGPT3</span>'


def test_an_entity_in_a_formula_is_its_character() -> None:
    for text in ("$a &lt; b &amp; c &eq; d$", "$$\na &lt; b &amp; c &eq; d\n$$"):
        assert "a &lt; b &amp; c &amp;eq; d" in note(text).fields[1]


def test_a_picture_shown_twice_is_packed_once() -> None:
    made = note("![a](x.png) ![b](x.png) ![c](y.png)", heading="![d](y.png)")
    assert len(made.media) == 2


def test_a_picture_that_is_missing_leaves_its_text() -> None:
    asked = question("![the graph](x.png)")
    assert render_question(asked, document(asked), {}).fields[1] == '<div lang="en"><p>the graph</p></div>'


def test_definitions_of_a_document_serve_every_question() -> None:
    source = b"## A\n\n[a] b[^n]\n\n## B\n\n[a]\n\n[a]: https://a.example\n[^n]: note\n"
    made, _ = parse("package", "a.md", source)
    notes = [render_question(asked, made, {}) for asked in made.questions]
    assert all('href="https://a.example"' in each.fields[1] for each in notes)
    assert "note" in notes[0].fields[1]


@pytest.mark.parametrize(("kind", "ordinals"), [(Kind.BASIC, (0,)), (Kind.REVERSED, (0, 1))])
def test_a_kind_makes_its_cards(kind: Kind, ordinals: tuple[int, ...]) -> None:
    assert note("a", kind=kind).ordinals == ordinals


def test_a_description_is_rendered_without_pictures() -> None:
    described = replace(document(), description=read_passage("**a** ![b](x.png)"))
    assert render_description(described) == "<p><strong>a</strong> b</p>"


def test_a_formula_of_many_clozes_is_written_without_their_classes() -> None:
    few, many = (
        note(f"${' + '.join(f'{{{{c1::a_{n}}}}}' for n in range(count))}$", kind=Kind.CLOZE).fields[0]
        for count in (3, 100)
    )
    assert few.count(r"\class{cloze-1}{ {{c1::") == 3
    assert r"\class" not in many
    assert many.count("{{c1::") == 100
