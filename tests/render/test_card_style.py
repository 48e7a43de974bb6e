"""The style of the cards: readable by day and by night, whatever stands in them, and alone with itself."""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES

from deckgen.render.note_types.load import load_note_type
from deckgen.values.document import Kind
from deckgen.values.note import NoteType

NOTE_TYPES = [load_note_type(kind) for kind in Kind]
BY_KIND = pytest.mark.parametrize("note_type", NOTE_TYPES, ids=[note_type.kind for note_type in NOTE_TYPES])

COLOUR = re.compile(r"(--[\w-]+):\s*(#[0-9a-f]{6})\b")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
NIGHT = (".nightMode", ".night_mode")

CODE = {
    "python": (
        "#!/usr/bin/env python\nfrom a import b\n@decorated\nclass A(Base):\n"
        '    """Says."""\n    x: int = 0x1F + 1.5 + 0b1 + 0o7\n'
        "    def __init__(self, *args):\n        raise ValueError(f'{x!r:>3}\\n', rb'\\d', True, ...)\n"
        "    async def f(): return not x is None and [i for i in range(3)] or lambda: __name__ ?\n"
    ),
    "pycon": (
        ">>> for i in (1, 2):\n...     print(i)\n1\n2\n>>> 1 / 0\nTraceback (most recent call last):\n"
        '  File "<stdin>", line 1, in <module>\n    1 / 0\nZeroDivisionError: division by zero\n'
        ">>> f(\n  File \"<stdin>\", line 1\n    f(\n     ^\nSyntaxError: '(' was never closed\n"
    ),
    "text": "plain 文本\n",
    "bash": (
        "#!/bin/bash\nexport X=${Y:-1}; for f in *.md; do echo \"$f\" '$' `ls` $((1 + 2)) >> out; done\n"
        "cat <<EOF\n$HOME\nEOF\nif [[ $a == b ]]; then f() { :; }; fi # why\n"
    ),
    "json": '{"a": [1, -1.5e3, true, null, "\\u0041"], /* c */ "b": {}} nonsense\n',
    "yaml": "%YAML 1.2\n---\na: &x !!str 'y'\nb: *x\n- |\n  text\n- >-\n  \"z\\n\"\n? k\n: [1, 2.5, ~] # c\n",
    "cpp": (
        "#include <vector>\n#define N 3\n/* c */ template <typename T> class A : public B { // d\n"
        "  static constexpr auto s = R\"(raw)\"; char c = '\\n';\n"
        "  int f(int x = 0x1F) { goto end; end: return 1.5f; }\n"
        '};\nnamespace n { using std::string; string t = L"a\\t%d"; bool b = true and nullptr; @ }\n'
    ),
}


def _without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def _rules(css: str) -> Iterator[tuple[list[str], str]]:
    """Each rule's selectors and declarations; those inside `@media` like the others."""
    flat = re.sub(r"@media[^{]*\{", "", _without_comments(css))
    for selectors, declarations in RULE.findall(flat):
        yield [selector.strip().lstrip("}").strip() for selector in selectors.split(",")], declarations


def _palette(css: str, *modes: str) -> dict[str, str]:
    """The custom colours of the blocks that a body of these classes gets, later ones first."""
    colours: dict[str, str] = {}
    for selectors, declarations in _rules(css):
        if set(selectors) & {":root", *modes}:
            colours.update(COLOUR.findall(declarations))
    return colours


def _contrast(one: str, other: str) -> float:
    """The contrast ratio as WCAG 2 defines it."""
    dark, light = sorted(_luminance(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _colour_of_token(css: str, token_class: str) -> str:
    """The value of `color` for a Pygments class inside code; `inherit` is the colour of the text."""
    found = [
        match[1]
        for selectors, declarations in _rules(css)
        if f".highlight .{token_class}" in selectors
        for match in re.finditer(r"(?<![-\w])color:\s*([^;]+);", declarations)
    ]
    assert found, f"no colour for .{token_class}"
    return found[-1]


@BY_KIND
def test_both_names_of_the_night_are_served_alike(note_type: NoteType) -> None:
    for selectors, _ in _rules(note_type.css):
        one, other = ([selector for selector in selectors if night in selector] for night in NIGHT)
        assert [selector.replace(*NIGHT) for selector in one] == other
    assert _palette(note_type.css, NIGHT[0]) == _palette(note_type.css, NIGHT[1])
    by_day, by_night = _palette(note_type.css), _palette(note_type.css, *NIGHT)
    assert by_day.keys() == by_night.keys()
    assert all(by_day[name] != by_night[name] for name in by_day)


@pytest.mark.parametrize("modes", [(), NIGHT], ids=["day", "night"])
def test_every_text_is_readable_on_every_ground(modes: tuple[str, ...]) -> None:
    colours = _palette(load_note_type(Kind.TYPED).css, *modes)
    drawn = {"--line", "--edge", "--right", "--wrong", "--missed"}
    grounds = {name for name in colours if name.endswith("paper")}
    texts = colours.keys() - grounds - drawn
    pairs = [*product(texts, grounds), *product(["--text"], drawn - {"--line", "--edge"})]
    weak = {
        (text, ground): round(_contrast(colours[text], colours[ground]), 2)
        for text, ground in pairs
        if _contrast(colours[text], colours[ground]) < 4.5
    }
    assert not weak


@pytest.mark.parametrize("modes", [(), NIGHT], ids=["day", "night"])
def test_the_border_of_what_can_be_used_is_seen(modes: tuple[str, ...]) -> None:
    """WCAG 2, 1.4.11: 3:1 between the border of a button or input and what it stands on."""
    css = load_note_type(Kind.TYPED).css
    colours = _palette(css, *modes)
    grounds = [name for name in colours if name.endswith("paper")]
    assert all(_contrast(colours["--edge"], colours[ground]) >= 3 for ground in grounds)
    for used in (".sheet .hint > summary", ".sheet .typing #typeans"):
        [declarations] = [
            found for selectors, found in _rules(css) if used in selectors and "border:" in found
        ]
        assert "var(--edge)" in declarations


def test_right_wrong_and_missing_differ_by_more_than_their_colour() -> None:
    """Right has no line, wrong one through it, and what is missing a broken one below it."""
    lines = {
        selector: re.findall(r"text-decoration: ([^;]+);", declarations)
        for selectors, declarations in _rules(load_note_type(Kind.TYPED).css)
        for selector in selectors
        if selector.startswith(".typing .type")
    }
    assert sorted(lines.values()) == [[], ["line-through 2px"], ["underline dashed 2px"]]


@pytest.mark.parametrize("language", CODE)
def test_every_token_of_a_common_language_has_a_readable_colour(language: str) -> None:
    css = load_note_type(Kind.BASIC).css
    html = highlight(CODE[language], get_lexer_by_name(language), HtmlFormatter(nowrap=True))
    # A name such as `p-Indicator` is the lexer's own; the class before it is the one to colour.
    tokens = {name.split()[0] for name in re.findall(r'<span class="([^"]+)"', html)}
    for modes in ((), NIGHT):
        colours = _palette(css, *modes)
        for token in tokens:
            colour = _colour_of_token(css, token)
            name = "--text" if colour == "inherit" else colour.removeprefix("var(").removesuffix(")")
            assert _contrast(colours[name], colours["--code-paper"]) >= 4.5, f".{token} in {language}"


def test_every_class_pygments_may_write_is_thought_of() -> None:
    css = load_note_type(Kind.BASIC).css
    in_style = {selector for selectors, _ in _rules(css) for selector in selectors}
    styled_otherwise = {"gs", "ge", "ges"}
    known = {name for name in STANDARD_TYPES.values() if name} - styled_otherwise
    assert {name for name in known if f".highlight .{name}" not in in_style} == set()


@BY_KIND
def test_a_style_loads_nothing(note_type: NoteType) -> None:
    assert not re.search(r"@import|@font-face", note_type.css)
    addresses = re.findall(r"url\(\s*(.{20})", note_type.css)
    assert addresses
    assert all(address.startswith('"data:image/svg+xml,') for address in addresses)
    # The one address in it is the name of what SVG is; no program loads it.
    assert "//" not in _without_comments(note_type.css).replace("http://www.w3.org/2000/svg", "")
