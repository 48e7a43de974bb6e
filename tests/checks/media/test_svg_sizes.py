"""SVGs that a card cuts or blows up are named with what to write; those that say their size are not."""

import pytest

from deckgen.checks.media.svg_sizes import MOST_BYTES, check_svg_sizes
from deckgen.values.codes import Code
from deckgen.values.note import Media, MediaReference
from deckgen.values.outline import Found


def _found(attributes: str, *, inside: str = "", name: str = "x.svg") -> list[tuple[Code, str]]:
    content = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()
    media = {MediaReference("a.md", "x.svg"): Media(name, content)}
    problems = check_svg_sizes("a.md", [Found(3, "x.svg")], media)
    return [(problem.code, problem.message) for problem in problems if problem.location.line == 3]


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ("", "neither its size nor a `viewBox`"),
        ('width="100%" height="100%"', "neither its size nor a `viewBox`"),
        ('viewBox="0 0 90 60"', 'add `width="90" height="60"`'),
        ('viewBox="0,0,90,60" width="100%"', 'add `width="90" height="60"`'),
        ('width="900px" height="600"', 'add `viewBox="0 0 900 600"`'),
    ],
)
def test_an_svg_without_a_size_is_named(attributes: str, words: str) -> None:
    ((code, message),) = _found(attributes)
    assert code is Code.PICTURE_UNSIZED
    assert words in message


@pytest.mark.parametrize(
    "attributes",
    ['width="900" height="600" viewBox="0 0 900 600"', 'width="1" height="1"', 'width="4cm" height="3cm"'],
)
def test_an_svg_that_says_its_size_is_not(attributes: str) -> None:
    assert _found(attributes) == []


def test_a_large_svg_is_named() -> None:
    size = 'width="1" height="1" viewBox="0 0 1 1"'
    ((code, message),) = _found(size, inside=" " * 4 * MOST_BYTES)
    assert code is Code.PICTURE_HEAVY
    assert "has 4.0 MiB" in message


def test_other_pictures_are_not_read() -> None:
    assert _found("", name="x.png") == []
