"""Each wrong answer, put back into a copy of the deck one at a time, is caught.

Each erratum is tried with two wordings: what somebody might write who believes it, and one close to how the
original page put it. `pytest -s tests/world/deck/test_errata.py` prints the table.
"""

import re
import shutil
import unicodedata
from pathlib import Path

import pytest

from deckgen.errata.parse import parse_errata
from deckgen.project.check import check_project
from deckgen.project.examples.examine import run_project_examples
from deckgen.project.examples.run import Limits
from deckgen.project.folder import Project
from deckgen.values.problem import Problem
from tests.support import ROOT, require_torch

FOLDER = ROOT / "source/llm-interview"
ERRATA, ERRATA_PROBLEMS = parse_errata("errata.toml", (FOLDER / "errata.toml").read_bytes())

WRONG = {
    "ptuning-v1-position": (
        "P-tuning v1 把学到的嵌入拼接到输入的最前面，再送进基座。",
        "如果是 Prompt Tuning/P-TuningV1，虚拟 token 的 embedding 直接 concat 到原始输入序列的前面",
    ),
    "ptuning-prefix-adds-kv": (
        "做法是在每层的 K、V 加上虚拟 token 的嵌入。",
        "需要给每一个 block 的 key 和 value 添加虚拟 token 的 embedding",
    ),
    "vae-ae-latent-gaps": (
        "因为训练集的编码里没有半月，AE 自然解码不出它。",
        "由于训练时并没有将“半月”的图片编码，我们就不太可能得到“半月”",
    ),
    "grad-acc-class-imbalance": (
        "它还能缓解类别不平衡。",
        "处理不平衡数据集：通过调整累积的批量大小来改善模型对少数类的学习",
    ),
    "grad-acc-ddp-no-sync": (
        "多卡训练时，梯度累加能更充分地利用多卡。",
        "更好地利用计算资源：不同设备的计算资源得到更有效的利用",
    ),
    "grad-acc-larger-not-better": (
        "批量越大，收敛就越好。",
        "较大的有效批量大小能减少梯度噪声，从而提高模型的收敛速度和最终性能",
    ),
    "broadcast-22x1-minus-12x1": (
        "可以广播，得到的答案是 `(22, 1)`。",
        "形状为 (22, 1) 的张量减去形状为 (12, 1) 的张量，结果的形状会是 (22, 1)",
    ),
    "broadcast-no-tiling": (
        "长度 12 的维度会自动重复，直到够长为止。",
        "(12, 1) 的张量会被扩展以匹配 (22, 1)，内容会被重复",
    ),
    "broadcast-no-copy": (
        "广播会先复制数据，所以很占内存。",
        "(22, 1) 张量会扩展为 (22, 12)，重复它的内容以适应第二个张量",
    ),
    "rank-invertible": (
        "一个矩阵可逆，当且仅当它的秩等于行数或列数。",
        "只有当矩阵的秩等于其行数或列数时，该矩阵才是可逆的",
    ),
    "rank-lora-what-is-low": (
        "LoRA 把预训练权重拆成低秩的两块来训练。",
        "通过将模型参数分解为低秩矩阵，只更新这些低秩矩阵的参数",
    ),
    "rank-lora-no-guarantee": (
        "LoRA 能保证效果不变，只是更省。",
        "LoRA 允许在保持预训练模型性能的同时，显著降低微调的成本",
    ),
    "serving-asyncio-blocking": (
        "把接口改成协程，推理就不会卡住了。",
        "异步编程适合处理大量并发请求，而不会阻塞主线程",
    ),
    "last-token-embedding-is-next-input": (
        "这一步选出的 token 的嵌入就是模型的输出。",
        "此时，“去”的 embedding 是最后一步生成的输出",
    ),
    "last-token-interview-answer": (
        "这里最后一个 token 就是“去”。",
        "可以通过取最后一个 token（例如“去”）的 embedding 得到",
    ),
    "last-token-causal-mask": (
        "自注意力融合了整句的所有 token。",
        "通过自注意力机制结合输入序列中每个 token 的信息",
    ),
    "last-token-not-only-greedy": (
        "生成时总是选择概率最大的 token。",
        "计算所有 token 的概率，然后选择概率最高的 token 作为输出",
    ),
    "amp-interview-answer": ("这就是混合精读。", "混合精读训练，哪些层用 fp16"),
    "svm-kernel-does-not-map": (
        "核函数把样本映射到高维，再在那里求内积。",
        "核函数主要用于将数据从低维空间映射到高维空间",
    ),
    "svm-dimension-overfitting": (
        "维数越高，就越容易过拟合。",
        "维度越高，模型的表达能力也随之增加，但也可能导致过拟合",
    ),
    "log-softmax-not-fused": (
        "取了 log 就不用处理小概率了。",
        "取对数可以避免直接处理小概率值带来的计算问题",
    ),
    "log-softmax-not-logits": (
        "log-softmax 的输出是 logits。",
        "取对数后的 Softmax 输出（logits）可以用来优化模型",
    ),
    "log-softmax-nll-sign": (
        "这样就间接降低了 NLL。",
        "通过最大化对数概率，间接地最小化负对数似然损失",
    ),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("deck")
    shutil.copytree(FOLDER, root / "source/llm-interview")
    return root


def _say_instead(root: Path, key: str, text: str) -> Path:
    """Let the question end with a wrong answer."""
    for path in (root / "source/llm-interview").glob("*.md"):
        source = path.read_text(encoding="utf-8")
        match = re.search(rf"^## .*\{{#{key}[ }}].*$(?s:.*?)(?=^## |\Z)", source, re.MULTILINE)
        if match:
            path.write_text(f"{source[: match.end()]}{text}\n\n{source[match.end() :]}", encoding="utf-8")
            return path
    raise AssertionError(f"the deck has no question {key}")


def _check(root: Path) -> tuple[Problem, ...]:
    return check_project(Project(root), ()).problems


def test_the_deck_has_errata_and_makes_no_such_claim(copy: Path) -> None:
    assert ERRATA_PROBLEMS == ()
    assert len(ERRATA) >= 12
    assert {erratum.key for erratum in ERRATA if erratum.patterns} >= set(WRONG)
    assert [problem for problem in _check(copy) if problem.code.startswith("errat")] == []


@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_answer_that_comes_back_is_caught(
    copy: Path, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for text in WRONG[key]:
        path = _say_instead(copy, key, text)
        try:
            caught = [problem for problem in _check(copy) if problem.code == "erratum-claimed"]
        finally:
            shutil.copyfile(FOLDER / path.name, path)
        assert caught, f"{key}: {text}"
        assert {problem.location.path for problem in caught} == {f"source/llm-interview/{path.name}"}
        with capsys.disabled():
            print(f"\n{_wide(key, 36)} {_wide(text, 64)} {caught[0].code}", end="")


@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_answer_quoted_to_refute_it_is_fine(copy: Path, key: str) -> None:
    path = _say_instead(copy, key, f"> [!CAUTION]\n> 误区：“{WRONG[key][1]}”，并非如此。")
    try:
        assert [problem for problem in _check(copy) if problem.code == "erratum-claimed"] == []
    finally:
        shutil.copyfile(FOLDER / path.name, path)


@pytest.mark.parametrize(
    ("key", "true", "false"),
    [
        ("broadcast-unsqueeze", "(22, 12)", "(22, 1)"),
        ("log-softmax-double-softmax", "0.408", "0.797"),
        ("rank-one-to-nine", "\n2\n", "\n3\n"),
        ("amp-fp16-max", "(65504.0, 65504.0)", "(65536.0, 65536.0)"),
    ],
)
def test_a_wrong_number_in_an_example_is_caught_by_test(copy: Path, key: str, true: str, false: str) -> None:
    for path in (copy / "source/llm-interview").glob("*.md"):
        source = path.read_text(encoding="utf-8")
        match = re.search(rf"^## .*\{{#{key}[ }}].*$(?s:.*?)(?=^## |\Z)", source, re.MULTILINE)
        examples = list(re.finditer(r"```pycon[^\n]*\n(?s:.*?)```", match[0])) if match else []
        for found in examples:
            if true not in found[0]:
                continue
            if "import torch" in match[0]:
                require_torch()
            wrong = source.replace(found[0], found[0].replace(true, false))
            path.write_text(wrong, encoding="utf-8")
            try:
                tested = run_project_examples(Project(copy), (), limits=Limits())
            finally:
                path.write_text(source, encoding="utf-8")
            # Without PyTorch, every file that needs it has this problem, too.
            caught = [problem for problem in tested.problems if problem.code != "library-missing"]
            assert [problem.code for problem in caught] == ["example-differs"]
            assert caught[0].location.path == f"source/llm-interview/{path.name}"
            return
    raise AssertionError(f"no example of {key} prints {true}")


def _wide(text: str, width: int) -> str:
    """The text in so many columns of a terminal, where a Chinese character takes two."""
    shown, used = "", 0
    for character in text:
        columns = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if used + columns > width:
            break
        shown, used = shown + character, used + columns
    return shown + " " * (width - used)
