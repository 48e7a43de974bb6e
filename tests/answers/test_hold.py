"""An answer is held by the output of its example."""

import pytest

from deckgen.answers.card import Card
from deckgen.answers.hold import hold_answer, hold_typed
from deckgen.syntax.html_text import fold
from deckgen.values.example import Example, ExampleKind
from deckgen.values.problem import Location


def example(output: str, error: str | None = None) -> Example:
    return Example(Location("a.md", 1), ExampleKind.PROMPT, "x", output, 2, 3, True, error=error)


def faults(lead: str, output: str, *, error: str | None = None, question: str = "What?") -> list[str]:
    lead = fold(lead)
    return list(hold_answer(Card(fold(question), lead, lead), example(output, error)))


ERROR = "ValueError: operands could not be broadcast together with shapes (22,1) (12,1)"


@pytest.mark.parametrize(
    ("lead", "output"),
    [
        ("**65504**", "65504.0"),
        ("约 6.55 万", "65504.0"),
        ("(22, 12)", "(22, 12)"),
        ("形状是 [22, 12]。", "torch.Size([22, 12])"),
        ("会，步长是 0。", "True\n0"),
        ("不会复制，步长是 0。", "(False, 0)"),
        ("结果变大，到 3。", "变大 3"),
        ("fp16", "torch.fp16"),
        ("先是 5 与 10，再是 8 与 7。", "(5, 10)\n(8, 7)"),
        ("是 65504，不是 65504.5。", "65504.0 65504.5"),
        ("打印 `True`，虽然不相等。", "True"),
        ("not equal", "False"),
    ],
)
def test_what_the_output_says(lead: str, output: str) -> None:
    assert faults(lead, output) == []


@pytest.mark.parametrize(
    ("lead", "output", "fault"),
    [
        ("65535", "65504.0", "does not say `65504.0`"),
        ("65504，也可能是 65535", "65504.0", "says `65535`"),
        ("(12, 22)", "(22, 12)", "does not say `(22, 12)`"),
        ("会", "False", "says yes, and its example prints `False`"),
        ("不会", "True", "says no, and its example prints `True`"),
        ("变小", "变大", "does not say `变大`"),
        ("先是 8，再是 5。", "5 8", "another order"),
        ("会报错", "(22, 12)", "says that there is an error"),
    ],
)
def test_what_the_output_does_not_say(lead: str, output: str, fault: str) -> None:
    assert fault in " | ".join(faults(lead, output))


@pytest.mark.parametrize("lead", ["没有结果：会报错。", "It raises a ValueError.", "抛出异常：22 与 12 不同"])
def test_an_error_must_be_said(lead: str) -> None:
    assert faults(lead, "", error=ERROR) == []


@pytest.mark.parametrize("lead", ["(22, 1)", "不会报错。", "没有错误", "It does not fail.", "KeyError"])
def test_an_error_that_is_not_said(lead: str) -> None:
    assert faults(lead, "", error=ERROR, question="(22, 1) − (12, 1)?")


def test_the_question_may_state_numbers_of_the_answer() -> None:
    assert faults("r=8 时是 65536", "65536", question="秩 r=8，多少个参数？") == []
    assert faults("r=16 时是 65536", "65536", question="秩 r=8，多少个参数？") != []


@pytest.mark.parametrize(
    ("typed", "outputs", "holds"),
    [
        ("65504", ["65504.0"], True),
        ("65535", ["65504.0"], False),
        ("512 KiB", ["", "524288"], True),
        ("512 MiB", ["524288"], False),
        ("(5, 4, 3)", ["(5, 4, 3)", "1"], True),
        ("mean", ["'batchmean'\nmean"], True),
        ("sum", ["mean"], False),
        ("sum", ["", "\n"], True),
        ("ValueError", [ERROR], True),
    ],
)
def test_a_typed_answer_is_in_an_output(typed: str, outputs: list[str], holds: bool) -> None:
    card = Card("What?", typed, typed)
    assert (list(hold_typed(card, [example(output) for output in outputs])) == []) is holds
