"""A yes/no question is recognised, and the answer that its card gives."""

import pytest

from deckgen.answers.yes_no import is_yes_no, says_yes


@pytest.mark.parametrize(
    ("heading", "lead", "yes"),
    [
        ("广播会复制数据吗?", "不会复制输入:步长是0。", False),
        ("贪心解码等于温度趋于0的采样吗?", "等于。", True),
        ("秩等于行数时,矩阵是否可逆?", "不一定,还要是方阵。", False),
        ("能不能用bf16累加梯度?", "能,但误差大。", True),
        ("Does broadcasting copy the input?", "No.", False),
        ("In PyTorch, can a view share memory?", "Yes, it does.", True),
        ("Is it unsafe?", "It is never safe.", False),
        ("广播会复制数据,还是用步长?", "用步长。", None),
        ("为什么不会复制数据?", "因为步长是0。", None),
        ("会在什么时候复制?", "不会。", None),
        ("Is it a view or a copy?", "A view.", None),
        ("What does it do?", "Nothing.", None),
        ("What is it? Is it a view?", "No.", None),
        ("LoRA", "不。", None),
    ],
)
def test_yes_or_no(heading: str, lead: str, yes: bool | None) -> None:
    assert (says_yes(lead) if is_yes_no(heading) else None) is yes
