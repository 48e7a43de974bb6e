"""Numbers and shapes are found in Chinese and English text, in TeX and in Python's output."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.answers.values import ValueKind, find_printed, find_values
from deckgen.syntax.html_text import fold


def numbers(text: str) -> list[float]:
    return [value.readings[0].value for value in find_values(fold(text)) if value.readings]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("65504", [65504]),
        ("65,504", [65504]),
        ("65{,}504", [65504]),
        (r"6.55\times10^4", [65500]),
        ("6.55×10^{4}", [65500]),
        ("约 300 步", [300]),
        ("2^{-24} ≈ 5.96×10^{-8}", [2**-24, 5.96e-8]),
        (r"\frac{1}{57}", [1 / 57]),
        ("1/57", [1 / 57]),
        ("2**16", [65536]),
        ("1e-8", [1e-8]),
        ("-3，不是 3", [-3, 3]),
        ("减-3", [-3]),
        ("22-12", [22, 12]),
        ("87.5 %", [87.5]),
        (r"\infty", [float("inf")]),
        ("-inf", [float("-inf")]),
        ("一半，两倍", [0.5, 2]),
        ("第 3 行，n=5", [3, 5]),
        ("0.5.", [0.5]),
        ("fp16、v1、GPT-4、top-1、3D、22x1、int8", []),
        ("一个模型", [1]),
        (r"A^\top(AA^\top)^{-1}，x^2，x^{12}", []),
    ],
)
def test_numbers(text: str, found: list[float]) -> None:
    assert numbers(text) == found


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("(22, 1) − (12,)，结果是 (22, 12)", [(22, 1), (12,), (22, 12)]),
        ("torch.Size([22, 12])", [(22, 12)]),
        ("[5, 4, 3]", [(5, 4, 3)]),
        ("torch.Size([3])", [(3,)]),
        ("(3)", []),
        ("(n, 1)", []),
    ],
)
def test_shapes(text: str, sizes: list[tuple[int, ...]]) -> None:
    assert [v.sizes for v in find_values(fold(text)) if v.kind is ValueKind.SHAPE] == sizes


@pytest.mark.parametrize(
    ("output", "found"),
    [
        ("True", [("truth", "True")]),
        ("tensor([1., 2.])", [("number", "1."), ("number", "2.")]),
        ("(262144, '一半')", [("number", "262144"), ("phrase", "一半")]),
        ("变大 3", [("phrase", "变大"), ("number", "3")]),
        ("torch.float16", [("phrase", "torch.float16")]),
        ("np.float64(0.25)\n'True'", [("number", "0.25"), ("phrase", "True")]),
        ("", []),
    ],
)
def test_what_an_output_prints(output: str, found: list[tuple[str, str]]) -> None:
    values = find_printed(output)
    assert [(value.kind, value.text) for value in values] == found
    assert all(output[value.start : value.end] == value.text for value in values)


@pytest.mark.parametrize(
    ("said", "printed", "states"),
    [
        ("0.39", "0.390625", True),
        ("0.40", "0.390625", False),
        ("295", "295.3", True),
        ("296", "295.3", False),
        ("2.4", "2", False),
        ("约 300", "295.3", True),
        ("300", "295.3", False),
        ("约 310", "295.3", False),
        ("87.5 %", "0.875", True),
        ("512 KiB", "524288", True),
        ("512 KiB", "512", True),
        ("512 MiB", "524288", False),
        ("1.6 亿", "162000000", True),
        ("21 ms", "0.021", True),
        ("21 s", "0.021", False),
        ("6.55×10^4", "65504.0", True),
        ("6.56×10^4", "65504.0", False),
        ("1/57", "0.017543859649122806", True),
        ("两倍", "2", True),
        ("-1", "1", False),
        ("(22, 12)", "torch.Size([22, 12])", True),
        ("(12, 22)", "(22, 12)", False),
    ],
)
def test_a_text_states_a_value_with_its_unit_and_to_its_last_digit(
    said: str, printed: str, states: bool
) -> None:
    (value,), (other,) = find_values(fold(said)), find_printed(printed)
    assert value.states(other) is states


@given(st.integers(0, 10**12))
def test_every_way_to_write_a_number_states_it(number: int) -> None:
    (printed,) = find_printed(str(number))
    mantissa, exponent = f"{number:.15e}".split("e")
    ways = (
        f"{number:,}",
        f"{number}.0",
        f"{mantissa}×10^{{{int(exponent)}}}",
        f"是 {number} 个",
        f"{number} B",
    )
    for way in ways:
        assert any(value.states(printed) for value in find_values(fold(way))), way


@pytest.mark.parametrize("text", ["{}", "({}, 2)", "2^{}", "1/{}", "1e{}", "{}e-{}", "1.{}", "0.{}%"])
def test_a_number_of_thousands_of_digits_can_be_read(text: str) -> None:
    for digit in "019":
        find_values(text.replace("{}", digit * 5000))


@given(st.text(alphabet="0123456789.,-+eE^{}()[]/%×*约kKMiB \\frac无穷TrueFalse'\"一半倍\n", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    for value in (*find_values(text), *find_printed(text)):
        assert text[value.start : value.end] == value.text
