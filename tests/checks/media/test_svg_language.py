"""SVGs with Chinese characters say their language, or a message names them."""

import pytest

from deckgen.checks.media.svg_language import check_svg_languages
from deckgen.values.codes import Code
from deckgen.values.note import Media, MediaReference
from deckgen.values.outline import Found


def _found(svg: str, name: str = "x.svg") -> list[Code]:
    media = {MediaReference("a.md", name): Media(name, svg.encode())}
    return [problem.code for problem in check_svg_languages("a.md", [Found(3, name)], media)]


@pytest.mark.parametrize(
    ("inside", "lacks"),
    [
        ("<text>直角</text>", True),
        ("<g><text>a <tspan>直</tspan></text></g>", True),
        ('<text lang="zh-Hans">角</text><text>骨</text>', True),
        ('<text xml:lang="ja">直角</text>', False),
        ('<g lang="zh-Hant"><text>直角</text></g>', False),
        ("<text>an angle</text>", False),
        ("<title>直角</title><style>/* 直角 */</style>", False),
    ],
)
def test_chinese_characters_need_a_language(inside: str, lacks: bool) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'
    assert _found(svg) == ([Code.PICTURE_LANGUAGE] if lacks else [])
    assert _found(svg.replace("<svg", '<svg lang="zh-Hans"', 1)) == []


def test_other_files_are_not_read() -> None:
    assert _found("直角", name="x.png") == []
