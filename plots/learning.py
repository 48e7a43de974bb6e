"""Plots about what is learnt: kernels, gradients, low rank."""

import numpy as np
from canvas import BLUE, DOT, GREEN, INK, RED, SOFT, Plot, Values, names, rounded, ticks
from matplotlib.axes import Axes

_GAMMAS = {10.0: RED, 1.0: GREEN, 0.1: BLUE}


def _kernel() -> Values:
    distance = np.linspace(0, 4, 81)
    curves = {f"gamma {gamma:g}": rounded(np.exp(-gamma * distance**2)) for gamma in _GAMMAS}
    half = np.sqrt(np.log(2) / np.array(list(_GAMMAS)))
    return {"distance": rounded(distance), "half": rounded(half), **curves}


def _draw_kernel(axes: Axes, values: Values) -> None:
    axes.axhline(0.5, color=SOFT, linewidth=1.5, linestyle=(0, (4, 4)))
    for (gamma, colour), half in zip(_GAMMAS.items(), values["half"], strict=True):
        axes.plot(values["distance"], values[f"gamma {gamma:g}"], color=colour, linewidth=3)
        axes.plot(half, 0.5, "o", color=colour, markersize=2 * DOT)
    axes.text(0.52, 0.1, "γ = 10", color=RED)
    axes.text(1.08, 0.34, "γ = 1", color=GREEN)
    axes.text(2.02, 0.72, "γ = 0.1", color=BLUE)
    axes.text(4, 0.54, "降到一半", color=SOFT, ha="right")
    axes.set(xlim=(0, 4), ylim=(0, 1))
    ticks(axes, {n: str(n) for n in range(5)}, {0: "0", 0.5: "0.5", 1: "1"})
    names(axes, x="两个样本的距离", y="RBF 核的值")


def _noise() -> Values:
    """The spread of a batch's gradient in a linear regression, over 2000 batches for each size."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((4096, 5))
    y = x @ np.array([1.0, -2.0, 0.5, 0.0, 3.0]) + rng.standard_normal(len(x))
    each = 2 * (x @ np.zeros(5) - y)[:, None] * x  # a row is one sample's gradient at w = 0
    whole = each.mean(axis=0)
    sizes = 2 ** np.arange(11)
    spread = []
    for size in sizes:
        batches = each[rng.integers(len(x), size=(2000, size))].mean(axis=1)
        spread.append(np.sqrt(((batches - whole) ** 2).sum(axis=1).mean()))
    one = np.sqrt(((each - whole) ** 2).sum(axis=1).mean())
    return {
        "batch": [int(size) for size in sizes],
        "measured": rounded(np.array(spread) / one),
        "1/sqrt(batch)": rounded(1 / np.sqrt(sizes)),
    }


def _draw_noise(axes: Axes, values: Values) -> None:
    batch = values["batch"]
    axes.plot(batch, values["1/sqrt(batch)"], color=BLUE, linewidth=2.5)
    axes.plot(batch, values["measured"], "o", color=RED, markersize=2 * DOT)
    axes.plot([16, 64, 64], [1 / 4, 1 / 4, 1 / 8], color=INK, linewidth=1.5, linestyle=(0, (4, 4)))
    axes.text(32, 0.275, "批量 × 4", ha="center")
    axes.text(74, 0.17, "噪声减半")
    axes.text(2.3, 0.8, "点：抽样实测", color=RED)
    axes.text(400, 0.06, "1/√B", color=BLUE)
    axes.set(xscale="log", yscale="log", xlim=(0.9, 1100), ylim=(0.025, 1.1))
    ticks(axes, {4**n: str(4**n) for n in range(6)}, {1: "1", 1 / 4: "1/4", 1 / 16: "1/16"})
    names(axes, x="批量大小 B", y="梯度噪声（批量 1 的几分之几）")


def _low_rank() -> Values:
    """A 48×48 matrix: eight strong directions and some noise in all of them."""
    rng = np.random.default_rng(0)
    size, strong = 48, 8
    signal = rng.standard_normal((size, strong)) @ rng.standard_normal((strong, size))
    matrix = signal + 0.5 * rng.standard_normal((size, size))
    u, s, vt = np.linalg.svd(matrix)
    ranks = range(0, 25, 2)
    error = [np.linalg.norm(matrix - (u[:, :r] * s[:r]) @ vt[:r]) for r in ranks]
    return {
        "rank": list(ranks),
        "error": rounded(np.array(error) / np.linalg.norm(matrix)),
        "singular": rounded(s[:24] / s[0]),
    }


def _draw_low_rank(axes: Axes, values: Values) -> None:
    singular = values["singular"]
    axes.bar(range(1, len(singular) + 1), singular, width=0.62, color="#bcd7f5")
    axes.plot(values["rank"], values["error"], color=RED, linewidth=2.5)
    axes.plot(values["rank"], values["error"], "o", color=RED, markersize=2 * DOT)
    axes.text(10.2, 0.44, "秩 r 近似的最小误差", color=RED)
    axes.text(12.2, 0.2, "第 r 个奇异值（柱）", color=BLUE)
    axes.set(xlim=(-0.5, 24.6), ylim=(0, 1.02))
    ticks(axes, {r: str(r) for r in range(0, 25, 4)}, {0: "0", 0.5: "50%", 1: "100%"})
    names(axes, x="r", y="相对大小")


PLOTS = (
    Plot("rbf-kernel", "RBF 核的值随距离下降，γ 越大越快", _kernel, _draw_kernel),
    Plot("gradient-noise", "梯度噪声按 1/√B 下降", _noise, _draw_noise),
    Plot("low-rank-error", "奇异值与秩 r 近似的最小误差", _low_rank, _draw_low_rank),
)
