"""The quick look at a line agrees with the rules for noise, and stays quick."""

import pytest

from deckgen.pages.words.noise_rules import RULES, floating_patterns, may_be_noise

NOISE = [
    "编辑",
    "TODO: 补充",
    "如果觉得有帮助，点个赞再走",
    "Please STAR this repository",
    "扫码关注，领取资料",
    "扫描下方二维码加群",
    "Get 30% OFF today",
    "京ICP备12345678号",
    "本站已完成公网安备登记",
    "加入微信群交流",
    "© 2024 An Author",
    "上一篇：别的文章",
]


@pytest.mark.parametrize("line", NOISE)
def test_the_quick_look_lets_noise_through_to_the_rules(line: str) -> None:
    assert any(rule.pattern.fullmatch(line) for rule in RULES)
    assert may_be_noise(line)


def test_a_line_of_text_meets_no_rule() -> None:
    assert not may_be_noise("注意力机制先算查询与键的点积，再除以维度的平方根。")


@pytest.mark.parametrize("pattern", floating_patterns())
def test_what_floats_in_a_line_begins_with_a_plain_character(pattern: str) -> None:
    assert pattern[0] not in r".^$*+?{}[]()|\\", "a search for all of these would try each at every character"
