"""Mutants of a lead: each has one mistake, and none says what the lead says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.answers.card import Card
from deckgen.answers.mutants.edit import Mutation
from deckgen.answers.mutate import MOST_CHARACTERS, MOST_MUTANTS, Mutant, is_definite, make_mutants
from deckgen.syntax.html_text import fold


def card(lead: str, question: str = "What?") -> Card:
    return Card(fold(question), fold(lead), fold(f"{lead}\nMore."))


def leads(lead: str, question: str = "What?") -> dict[Mutation, set[str]]:
    found: dict[Mutation, set[str]] = {}
    for mutant in make_mutants(card(lead, question), 1000):
        found.setdefault(mutant.mutation, set()).add(mutant.card.lead)
    return found


def test_a_mutant_says_what_was_changed_and_where() -> None:
    found = [mutant for mutant in make_mutants(card("上限是 65504。")) if mutant.mutation == "number"]
    assert found[0] == Mutant(Mutation.NUMBER, 3, "65504", "65505", card("上限是 65505。"))


@pytest.mark.parametrize(
    ("lead", "question", "mutation", "mutants"),
    [
        ("65504", "", "number", ["65505", "655040", "75504", "6550", "131008", "65503", "32752"]),
        ("约3.4\\times 10^{38}", "", "number", ["约3.4\\times 11^{38}", "约4.4\\times 10^{38}"]),
        ("噪声变为 1/2。", "", "number", ["噪声变为1/3。"]),
        ("是2^{-10}", "", "number", ["是2^{-11}"]),
        ("结果是 -\\infty。", "", "number", ["结果是-0。"]),
        ("三行线性无关", "", "number", ["四行线性无关"]),
        ("梯度大了两倍", "", "number", ["梯度大了三倍"]),
        ("(22, 12)", "", "shape", ["(12, 22)", "(22, 13)", "(22,)"]),
        ("(5, 4, 3)", "", "shape", ["(4, 5, 3)", "(5, 4)"]),
        ("logits 的形状是 (B, L, V)。", "", "shape", ["logits的形状是(L, B, V)。"]),
        ("(B, L, V)", "隐藏状态是 (B, L, d)", "shape", ["(B, L, d)"]),
        ("(22, 1) 减 (12, 1)", "", "shape", ["(22, 1) 减(22, 1)", "(22, 12) 减(12, 1)"]),
        ("共用 V × d 的矩阵", "", "shape", ["共用d × V的矩阵"]),
        ("填 −100。", "", "sign", ["填100。"]),
        ("x_i-m", "", "sign", ["x_i+m", "m-x_i"]),
        ("p - y", "", "sign", ["p + y", "y - p"]),
        ("结果是 n + 1", "", "sign", ["结果是n - 1"]),
        ("它是负数。", "", "sign", ["它是正数。"]),
        ("The gradient is negative.", "", "sign", ["The gradient is positive."]),
        ("约 16 GiB", "", "unit", ["约16 MiB", "约16 TiB"]),
        ("每步 20 ms", "", "unit", ["每步20 s", "每步20 us"]),
        ("占 2 字节", "", "unit", ["占2位"]),
        ("利用率是 50%", "", "unit", ["利用率是50‰"]),
        ("要 3 万次", "", "unit", ["要3亿次"]),
        ("约 7B 参数", "", "unit", ["约7M参数"]),
        ("不会。", "", "yes-no", ["会。"]),
        ("能,但更慢。", "", "yes-no", ["不能,但更慢。"]),
        ("不等价:均值不同。", "还等价吗?", "yes-no", ["等价:均值不同。"]),
        ("累加后会更慢。", "会更慢吗?", "yes-no", ["累加后不会更慢。"]),
        ("Yes, always.", "", "yes-no", ["No, always."]),
        ("`True`", "", "yes-no", ["`False`"]),
        ("它不复制数据。", "", "negation", ["它复制数据。"]),
        ("没有结果。", "", "negation", ["有结果。"]),
        ("无法合并。", "", "negation", ["能合并。"]),
        ("秩 r 的 BA 装不下。", "", "negation", ["秩r的BA装得下。"]),
        ("不必缓存。", "", "negation", ["必须缓存。"]),
        ("需要缩放。", "", "negation", ["不需要缩放。"]),
        ("只能拉伸长度为 1 的维度。", "", "negation", ["不能拉伸长度为1的维度。"]),
        ("秩等于列数。", "", "negation", ["秩不等于列数。"]),
        ("It is not copied.", "", "negation", ["It is copied."]),
        ("It never copies.", "", "negation", ["It always copies."]),
        ("It doesn't copy.", "", "negation", ["It does copy."]),
        ("It can fail.", "", "negation", ["It cannot fail."]),
        ("更新量远小于权重。", "", "comparison", ["更新量远大于权重。"]),
        ("通常更慢,最多持平。", "", "comparison", ["通常更快,最多持平。", "通常更慢,最少持平。"]),
        ("小概率会下溢。", "", "comparison", ["小概率会上溢。", "大概率会下溢。"]),
        ("token 少的微批次", "", "comparison", ["token多的微批次"]),
        ("在左边补 1。", "", "comparison", ["在右边补1。"]),
        ("放在 step 之前。", "", "comparison", ["放在step之后。"]),
        ("先减最大值,再求和。", "", "comparison", ["先求和,再减最大值。", "先减最小值,再求和。"]),
        ("乘以 S。", "", "comparison", ["除以S。"]),
        ("秩 \\le n", "", "comparison", ["秩\\ge n"]),
        ("对偶系数 > 0", "", "comparison", ["对偶系数< 0"]),
        ("Clip before the step.", "", "comparison", ["Clip after the step."]),
        ("At most the minimum.", "", "comparison", ["At least the minimum.", "At most the maximum."]),
        ("expand 是视图;repeat 复制。", "expand 与 repeat?", "term", ["repeat是视图;expand复制。"]),
        ("softmax 用 fp32。", "fp16、fp32 怎样选?", "term", ["softmax用fp16。"]),
        ("加快解码。", "加快预填充还是解码?", "term", ["加快预填充。"]),
        ("B", "A 和 B 中哪个是零矩阵?", "term", ["A"]),
        ("编码器压缩,解码器还原。", "", "term", ["解码器压缩,编码器还原。"]),
        ("放在 s.unscale_() 与 s.step() 间", "", "term", ["放在s.step()与s.unscale_() 间"]),
        ("检查点重算,累加分批算。", "梯度累加与梯度检查点有何不同?", "term", ["累加重算,检查点分批算。"]),
    ],
)
def test_a_lead_has_these_mutants(lead: str, question: str, mutation: str, mutants: list[str]) -> None:
    found = leads(lead, question).get(Mutation(mutation), set())
    assert set(map(fold, mutants)) <= found, found


@pytest.mark.parametrize(
    ("lead", "question", "mutation"),
    [
        ("避免上溢和下溢。", "", "comparison"),  # the same in the other order
        ("A 与 B 等价。", "A 与 B?", "term"),
        ("LayerNorm = RMSNorm", "LayerNorm 和 RMSNorm?", "term"),
        ("0 ms", "", "unit"),
        ("n 是 10-100", "", "sign"),
        ("P-tuning 用 log-softmax。", "", "sign"),
        ("有 10-100 倍。", "", "sign"),
        ("左右各一。", "", "comparison"),
        ("多线程用高斯核、上下文和先验。", "", "comparison"),
        ("性能、机会、所有、主要。", "", "negation"),
        ("要么、还是、但是。", "", "negation"),
        ("共 n × d 个数", "", "shape"),  # a product is the same in the other order
        ("f(x, y)", "", "shape"),
        ("一个网络", "", "number"),
    ],
)
def test_a_lead_has_no_mutant_of_this_class(lead: str, question: str, mutation: str) -> None:
    assert Mutation(mutation) not in leads(lead, question)


def test_a_number_that_is_not_exact_is_changed_by_more_than_its_error() -> None:
    found = leads("约 300")[Mutation.NUMBER]
    assert "约301" not in found
    assert "约400" in found


def test_the_answer_changes_with_its_lead() -> None:
    for mutant in make_mutants(card("不会。")):
        assert mutant.card.answer == f"{mutant.card.lead}\nMore."


def test_a_cloze_changes_in_its_gap() -> None:
    cloze = Card(
        "Sizes\nK has 5 heads,\n都[...]时 V has [...].", "相等\n5", "K has 5 heads,\n都相等时V has 5.\nMore."
    )
    answers = {mutant.card.answer for mutant in make_mutants(cloze)}
    assert "K has 5 heads,\n都相等时V has 6.\nMore." in answers
    assert "K has 5 heads,\n都不等时V has 5.\nMore." in answers
    assert all(answer.startswith("K has 5 heads,\n") for answer in answers)


def test_the_texts_of_two_gaps_are_swapped_unless_their_order_means_nothing() -> None:
    text = "行满秩有[...],列满秩有[...],另有[...]和[...]。"
    hidden = ["右逆", "左逆", "甲", "乙"]
    cloze = Card(text, "\n".join(hidden), text.replace("[...]", "{}").format(*hidden))
    found = {" ".join(mutant.card.lead.split("\n")) for mutant in make_mutants(cloze)}
    assert {"左逆 右逆 甲 乙", "左逆 左逆 甲 乙"} <= found
    assert "右逆 左逆 乙 甲" not in found


def test_the_code_of_an_example_in_a_lead_is_left_alone() -> None:
    example = "\n>>> 300 + 1\n301"
    found = make_mutants(card(f"约 300:{example}"))
    assert found
    assert all(mutant.card.lead.endswith(example) for mutant in found)


def test_the_mutants_are_spread_over_the_classes() -> None:
    lead = "不会:1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 大于 (2, 3), 即 5 ms。"
    found = make_mutants(card(lead))
    assert len(found) == MOST_MUTANTS
    assert {mutant.mutation for mutant in found} == set(Mutation) - {
        Mutation.SIGN,
        Mutation.NEGATION,
        Mutation.TERM,
    }


@pytest.mark.parametrize(
    "unit", ["不会大于 12,", "a", "(1, 2)", "1", "不", "x-1 ", "fp16和fp32", "先后,再", "(a "]
)
def test_a_lead_of_64_kib_ends_soon(unit: str) -> None:
    lead = unit * (65536 // len(unit.encode()))
    found = make_mutants(card(lead, lead))
    assert len(found) <= MOST_MUTANTS
    assert all(mutant.start <= MOST_CHARACTERS for mutant in found)


@pytest.mark.parametrize(
    ("lead", "question", "definite"),
    [
        ("65504", "", True),
        ("(B, L) 或 (2, 3)", "", True),
        ("不变。", "", True),
        ("会。", "会变吗?", True),
        ("累加后梯度变大。", "", False),
        ("MLP", "", False),
    ],
)
def test_a_definite_lead_has_a_number_a_shape_a_negation_or_a_yes_or_no(
    lead: str, question: str, definite: bool
) -> None:
    assert is_definite(card(lead, question)) is definite


_WORDS = st.sampled_from(
    [
        *(
            "不",
            "会",
            "能",
            "是",
            "大于",
            "先",
            "再",
            "和",
            "还是",
            "与",
            "一",
            "倍",
            "not",
            "is",
            "before",
            "K",
            "x",
        ),
        *(
            ",",
            "。",
            " ",
            "\n",
            "-",
            "−",
            "1",
            "0.5",
            "(2, 3)",
            "ms",
            "%",
            "\\le",
            "<",
            "[...]",
            ">>>",
            "fp16",
        ),
    ]
)
_TEXT = st.one_of(st.text(max_size=80), st.lists(_WORDS, max_size=20).map("".join)).map(fold)


@given(lead=_TEXT, question=_TEXT)
def test_a_mutant_differs_from_its_lead_and_from_the_others(lead: str, question: str) -> None:
    true = Card(question, lead, lead)
    mutants = make_mutants(true)
    assert mutants == make_mutants(true)
    assert len(mutants) <= MOST_MUTANTS
    texts = ["".join(mutant.card.lead.split()) for mutant in mutants]
    assert len({*texts, "".join(lead.split())}) == len(texts) + 1
    for mutant in mutants:
        assert mutant.card.question == question
        assert mutant.card.answer == mutant.card.lead
        assert 0 <= mutant.start <= len(lead)
        assert mutant.was != mutant.now


@given(front=_TEXT, hidden=st.lists(_TEXT, min_size=1, max_size=3), back=_TEXT)
def test_a_mutant_of_a_cloze_changes_nothing_outside_its_gaps(
    front: str, hidden: list[str], back: str
) -> None:
    filled = fold(f"{front} {' and '.join(hidden)} {back}")
    gapped = fold(f"{front} {' and '.join(['[...]'] * len(hidden))} {back}")
    true = Card(gapped, "\n".join(hidden), filled)
    for mutant in make_mutants(true):
        assert mutant.card.question == gapped
