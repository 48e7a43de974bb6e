"""Plots about numbers in few bits: rounding, sums that stop, logarithms of nothing."""

import numpy as np
from canvas import BLUE, DOT, GREEN, RED, Plot, Values, names, rounded, ticks
from matplotlib.axes import Axes


def _bf16(x: np.ndarray) -> np.ndarray:
    """Round float32 to the nearest bf16, ties to even, as the hardware does."""
    bits = x.astype(np.float32).view(np.uint32)
    half = np.uint32(0x7FFF) + (bits >> np.uint32(16) & np.uint32(1))
    return (bits + half & np.uint32(0xFFFF0000)).view(np.float32)


def _rounding() -> Values:
    """The worst relative error among 4096 numbers from each power of two to the next."""
    powers = np.arange(-30, 23)
    steps = 1 + np.arange(4096) / 4096
    x = (steps * 2.0 ** powers[:, None]).astype(np.float32)
    with np.errstate(over="ignore"):
        fp16 = x.astype(np.float16).astype(np.float64)
    finite = np.isfinite(fp16)  # of the last octave all but the end
    fp16_error = np.where(finite, np.abs(fp16 - x) / x, 0).max(axis=1)
    return {
        "power": [int(power) for power in powers],
        "bf16": rounded((np.abs(_bf16(x) - x) / x).max(axis=1)),
        "fp16": rounded(fp16_error[finite.any(axis=1)]),
    }


def _draw_rounding(axes: Axes, values: Values) -> None:
    edges = 2.0 ** np.array([*values["power"], values["power"][-1] + 1])
    fp16 = values["fp16"]
    axes.stairs(values["bf16"], edges, color=BLUE, linewidth=3, baseline=None)
    axes.stairs(fp16, edges[: len(fp16) + 1], color=RED, linewidth=3, baseline=None)
    end = edges[len(fp16)]
    axes.plot([end, end], [fp16[-1], 1.6], color=RED, linewidth=2, linestyle=(0, (4, 4)))
    axes.text(end / 2, 0.7, "65504 以上：inf", color=RED, ha="right")
    axes.text(1.5e-7, 0.7, "太小：变成 0", color=RED)
    axes.text(1e-1, 0.0066, "bf16：处处约 0.4%", color=BLUE, ha="center")
    axes.text(1e-1, 0.0009, "fp16：约 0.05%", color=RED, ha="center")
    axes.set(xscale="log", yscale="log", xlim=(edges[0], edges[-1]), ylim=(2e-4, 1.6))
    ticks(
        axes,
        {1e-8: "10⁻⁸", 1e-6: "10⁻⁶", 1e-4: "10⁻⁴", 1e-2: "0.01", 1: "1", 1e2: "100", 1e4: "10⁴", 1e6: "10⁶"},
        {1e-3: "0.1%", 1e-2: "1%", 1e-1: "10%", 1: "100%"},
    )
    names(axes, x="数的大小", y="最大相对舍入误差")


def _sums() -> Values:
    counts = range(5001)
    fp16, bf16 = [np.float16(0)], [np.float32(0)]
    for _ in counts[1:]:
        fp16.append(fp16[-1] + np.float16(1))
        bf16.append(_bf16(np.array([bf16[-1] + 1]))[0])
    shown = [0, 128, 256, 512, 1024, 2048, 3000, 4000, 5000]
    return {
        "ones": shown,
        "fp32": rounded(np.cumsum(np.ones(5001, np.float32))[np.array(shown) - 1] * (np.array(shown) > 0)),
        "fp16": rounded(np.array(fp16, dtype=float)[shown]),
        "bf16": rounded(np.array(bf16, dtype=float)[shown]),
    }


def _draw_sums(axes: Axes, values: Values) -> None:
    ones = values["ones"]
    for name, colour in (("fp32", GREEN), ("fp16", RED), ("bf16", BLUE)):
        axes.plot(ones, values[name], color=colour, linewidth=3)
    axes.plot(2048, 2048, "o", color=RED, markersize=2 * DOT)
    axes.plot(256, 256, "o", color=BLUE, markersize=2 * DOT)
    axes.text(3350, 3700, "fp32：正确", color=GREEN, ha="right")
    axes.text(5000, 2230, "fp16 停在 2048", color=RED, ha="right")
    axes.text(5000, 440, "bf16 停在 256", color=BLUE, ha="right")
    axes.set(xlim=(0, 5000), ylim=(0, 5000))
    ticks(axes, {n: str(n) for n in range(0, 5001, 1000)}, {n: str(n) for n in (0, 2000, 4000)})
    names(axes, x="加了几个 1", y="累加的结果")


def _log_softmax() -> Values:
    """The log p of the smaller of two logits that lie `gap` apart, in float32 and in three ways."""
    gap = np.linspace(0, 140, 1401, dtype=np.float32)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        naive = np.log(1 / (1 + np.exp(gap)))
        shifted = np.log(np.exp(-gap) / (1 + np.exp(-gap)))
        fused = -gap - np.log(1 + np.exp(-gap))
    last = [gap[np.isfinite(curve)].max() for curve in (naive, shifted, fused)]
    shown = slice(None, None, 100)
    return {
        "gap": rounded(gap[shown]),
        "fused": rounded(fused[shown]),
        "last finite: naive, shifted, fused": rounded(last),
    }


_BOTTOM = 180


def _draw_log_softmax(axes: Axes, values: Values) -> None:
    naive, shifted, _ = values["last finite: naive, shifted, fused"]
    axes.plot(values["gap"], values["fused"], color=GREEN, linewidth=3)
    for last, colour in ((naive, RED), (shifted, BLUE)):
        axes.plot([last, last], [-last, -_BOTTOM], color=colour, linewidth=2.5, linestyle=(0, (4, 4)))
        axes.plot(last, -last, "o", color=colour, markersize=2 * DOT)
    axes.text(naive - 3, -133, "不减最大值", color=RED, ha="right")
    axes.text(naive - 3, -155, f"{np.ceil(naive):.0f} 起 −∞（上溢）", color=RED, ha="right")
    axes.text(140, -40, "减最大值，再取 log", color=BLUE, ha="right")
    axes.text(140, -62, f"{np.ceil(shifted):.0f} 起 −∞（下溢）", color=BLUE, ha="right")
    axes.text(30, -17, "融合：一直正确", color=GREEN)
    axes.set(xlim=(0, 140), ylim=(-_BOTTOM, 0))
    ticks(
        axes,
        {n: str(n) for n in range(0, 141, 20)},
        {0: "0", -50: "−50", -100: "−100", -150: "−150", -_BOTTOM: "−∞"},
    )
    names(axes, x="两个 logit 之差", y="小的那个的 log p（fp32）")


PLOTS = (
    Plot("rounding-error", "fp16 与 bf16 的相对舍入误差", _rounding, _draw_rounding),
    Plot("sum-of-ones", "用 fp16、bf16、fp32 累加 1", _sums, _draw_sums),
    Plot("log-softmax", "三种 log-softmax 在哪里变成 −∞", _log_softmax, _draw_log_softmax),
)
