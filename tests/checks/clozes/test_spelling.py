"""What only looks like a cloze is named on its line; templates and code are not."""

from collections.abc import Iterator

import pytest

from deckgen.checks.clozes.spelling import check_cloze_spelling
from deckgen.checks.text.look_alikes import check_look_alikes
from deckgen.checks.unit import Unit
from deckgen.values.document import Kind
from deckgen.values.problem import Problem
from tests.support.found import found
from tests.support.questions import question, unit

MISSPELT, NUMBERS, UNNUMBERED, UNOPENED, CODE = (
    "cloze-misspelt",
    "cloze-several-numbers",
    "cloze-unnumbered",
    "cloze-unopened",
    "cloze-in-code",
)


def spelling(unit: Unit) -> Iterator[Problem]:
    yield from (problem for problem in check_look_alikes(unit) if problem.code.startswith("cloze-"))
    yield from check_cloze_spelling(unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a {{c1::b}} {{c2::c::d}} {{c::e}} {{c1::f {{c2::g}} h}}", []),
        ("{{c1:a}}", [(3, MISSPELT)]),
        ("{{C1::a}}", [(3, MISSPELT)]),
        ("a\n{{c1：：b}}", [(4, MISSPELT)]),
        ("a\n{{c1：b}}", [(4, MISSPELT)]),
        ("｛｛c1::a｝｝", [(3, MISSPELT)]),
        ("｛｛ｃ１：：a｝｝", [(3, MISSPELT)]),
        ("{{ c1::a}} {{c 1::b}} {{c1 ::c}}", [(3, MISSPELT)] * 3),
        ("{c1::a} and ｛c2：：b｝", [(3, MISSPELT)] * 2),
        ("{{cloze a}} {{Cloze b}}", [(3, MISSPELT)] * 2),
        ("{{1::a}}", [(3, MISSPELT)]),
        ("a\n{{с2::b}} {{С1::c}} {ϲ1::d}", [(4, MISSPELT)] * 3),  # Cyrillic and Greek
        ('{{< figure src="a" >}} {{%note%}} {{<note>}}', []),  # Hugo
        ("${{c1:x}}$", [(3, MISSPELT)]),
        ("`{{c1:x}}`\n\na\n{{c1:x}}", [(6, MISSPELT)]),
        ("a `{{c1:x}}`\nb\n{{c1:x}}", [(5, MISSPELT)]),
        ("{{c1:x}}\n{{c1:x}}\n\n- {{c1:x}}", [(3, MISSPELT), (4, MISSPELT), (6, MISSPELT)]),
        ("a\n{{c1&#58;x}} \\{\\{y}} \\{{c1:z}}\n\n{{c1:y}}", [(6, MISSPELT)]),
        ("```text cloze\na\n{{C1::b}}\n```", [(5, MISSPELT)]),
        ("{{c1,2::a}}", [(3, NUMBERS)]),
        ("a\n{{c1, 2,3::b}}", [(4, NUMBERS)]),
        ("$x = {{c1,2::a}}$", [(3, NUMBERS)]),
        ("`{{a}}` {{ a }} ${{a}}$ {{{a}}} {{}} {{#if}} {{%x}} \\{{a}} {a} {a::b} ${{ x }}", []),
        ("```python\na\n{{c1::b}}\n```", [(5, CODE)]),
        ("    a\n    {{c1::b}}", [(4, CODE)]),
        ("- a\n\n  ```cloze\n  {{c1::b}}\n  ```", [(6, CODE)]),
        ("```python cloze\n{{c1::b}}\n```\n\n```jinja\n{{ a }} {{c}} {{c1}}\n```", []),
        ("{{c1::a}}\n\nb\n}}", [(6, UNOPENED)]),
        ("{{c1::a}} `}}` }}", [(3, UNOPENED)]),
        ("{{c1::a}} `}}` {{ b }} ${{x}}$ \\{\\{}} {{c:: d {{c2::e}} }}", []),
        ("```math\n{{c1::b}}\n```\n\n$$\n{{c1::b}}\n$$", []),
        ("{{c1::a\n\n```\n{{c1::b}}\n```\n\nc}}", []),
    ],
)
def test_look_alikes_of_clozes(text: str, expected: list[tuple[int, str]]) -> None:
    assert found(spelling(unit(question(text, kind=Kind.CLOZE)))) == expected


@pytest.mark.parametrize(
    ("text", "count"), [("{{a}}", 1), ("{{с::a}} {{число}}", 2), ("中文{{光合作用}},{{a b::c}}", 2)]
)
def test_braces_without_a_number_are_named_unless_the_lack_of_a_cloze_is(text: str, count: int) -> None:
    assert found(spelling(unit(question(text)))) == [(3, UNNUMBERED)] * count
    assert (
        found(spelling(unit(question(f"{text} {{{{c1::b}}}}", kind=Kind.CLOZE)))) == [(3, UNNUMBERED)] * count
    )
    assert found(spelling(unit(question(text, kind=Kind.CLOZE)))) == []


def test_a_question_without_a_cloze_is_looked_at_too() -> None:
    assert found(spelling(unit(question("a", heading="The {{C1::b}}")))) == [(1, MISSPELT)]
    assert found(spelling(unit(question("{{c1::a}} and `{{c1::a}}`")))) == []


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("{{c2:22}}", "{{c2::"),
        ("{{с2::красная}}", "{{c2::"),
        ("{{C03::a}}", "{{c3::"),
        ("{{cloze a}}", "{{c1::"),
        ("{{c1::a}} {{c3::b}}\n\n{{1066}}", "{{c4::"),
    ],
)
def test_the_advice_has_the_number_of_the_author_or_the_next_free_one(text: str, begin: str) -> None:
    [problem] = spelling(unit(question(text, kind=Kind.CLOZE)))
    assert f"`{begin}" in problem.message
