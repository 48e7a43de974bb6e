"""A style must be CSS, load nothing and hide no question and no answer; each fault has its line."""

import pytest

from deckgen.checks.styles.css import MAX_STYLE_BYTES, check_style
from deckgen.render.note_types.load import load_note_type
from deckgen.values.document import Kind
from tests.support.found import found

pytestmark = pytest.mark.thorough

HIDING = [
    ".answer { display: none }",
    ".answer { DISPLAY: NONE !important }",
    "* { visibility: hidden }",
    "section { opacity: 0.0 }",
    "#qa { font-size: 0 }",
    "body.card { content-visibility: hidden }",
    ".night_mode .question { display: none }",
    ".mobile pre { display: none }",
    "@media (max-width: 30em) { .answer img { display: none } }",
    ".callout { &.callout-caution { display: none } }",
    ".sheet { & { p { display: none } } }",
    ".cloze { display: none }",
    ".typing ~ .answer, .nothing { display: none }",
]
"""What hides something that a card must show."""

RIGHT = [
    "",
    "/* nothing */",
    ":root { --accent: #a33; }\n.night_mode { --accent: #f88; }",
    "@charset 'utf-8';",
    "@font-face { font-family: x; src: url(data:font/woff2;base64,AAAA) format('woff2') }",
    ".a { mask: url(#mask); content: 'a: b; } c' }",
    "@keyframes in { from { opacity: 0 } to { opacity: 1 } }",
    ".deck, .key, .foot, .hint, .asked { display: none }",
    ".asked .question, .title { display: none }",
    "#answer { display: none }",
    "li::marker, a::after { display: none }",
    "a:hover { opacity: 0 }",
    "pre:empty { display: none }",
    ".x:popover-open { display: none }",
    ".a { filter: progid:DXImageTransform.Microsoft.gradient(startColorstr='#0', endColorstr='#1') }",
    "@layer a, b; @layer a { .card { color: red } }",
    ".card { filter: opacity(0.9); opacity: 0.9 }",
]
"""What is not a problem."""


def _found(text: str) -> list[tuple[int, str]]:
    return found(check_style("style.css", text.encode())[1])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (".a {\n  color red;\n}", 2),
        (".a {\n  color: red\n  font-size: 2em;\n}", 2),
        (".a {}\n}\n", 2),
        (".a {\n", 1),
        (".a {}\n@media print {\n  .b {\n    color: red;\n", 3),
        (".a { color: rgb(1, 2; }", 1),
        (".a {}\n/* never closed", 2),
        (".a { content: 'x\n }", 1),
        (".a { background: url(x y) }", 1),
        ("color: red;", 1),
        ("{ color: red }", 1),
        ("hello world", 1),
        (".a {}\n</style>", 2),
        (".a { content: '<script>' }", 1),
        (".a { b: " + "(" * 50_000, 1),
        ("@media x {" * 5_000, 1),
    ],
)
def test_what_is_not_css_is_named_with_its_line(text: str, line: int) -> None:
    assert (line, "css-malformed") in _found(text)


@pytest.mark.parametrize(
    "text",
    [
        '@import "other.css";',
        "@import url(https://example.org/x.css);",
        r"@\69mport 'x';",
        ".a { background: url(https://example.org/x.png) }",
        ".a { background: url('//example.org/x.png') }",
        r".a { background: u\72l(x.png) }",
        ".a { background: image-set('x.png' 1x) }",
        ".a { --b: url(http://example.org) }",
        "@font-face { font-family: x; src: url(x.woff2) }",
        "@media print { .a { .b & { cursor: url(x.cur), auto } } }",
        "@supports (background: url(y)) { .a { background: url(x.png) } }",
    ],
)
def test_what_would_be_loaded_is_named(text: str) -> None:
    assert _found(f".first {{}}\n{text}") == [(2, "css-loads")]


@pytest.mark.parametrize("text", HIDING)
def test_what_hides_a_question_or_an_answer_is_named(text: str) -> None:
    assert _found(f".first {{}}\n{text}") == [(2, "css-hides")]


@pytest.mark.parametrize("text", RIGHT)
def test_a_style_that_is_right_has_no_problem(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize("kind", Kind)
def test_deckgens_own_style_has_no_problem(kind: Kind) -> None:
    assert check_style("style.css", load_note_type(kind).css.encode())[1] == ()


def test_a_thousand_faults_are_twenty_problems() -> None:
    assert len(_found(".a { b c }\n" * 1000)) == 20


@pytest.mark.parametrize("sign", ["(", "{", "[", "a{", "'", "/*", "@media x{", ".answer{display:none}"])
def test_a_style_of_the_largest_size_is_read_in_seconds(sign: str) -> None:
    assert _found(sign * (MAX_STYLE_BYTES // len(sign)))
