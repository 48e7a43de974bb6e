"""Plots about serving: how many tokens a second one card can give."""

import numpy as np
from canvas import BLUE, DOT, RED, SOFT, Plot, Values, names, rounded, ticks
from matplotlib.axes import Axes

# Llama 3 8B in bf16 on an H100 SXM: the data sheet's numbers, without sparsity.
_PARAMETERS, _BYTES = 8e9, 2
_BANDWIDTH, _FLOPS, _MEMORY = 3.35e12, 989e12, 80e9
_KV_OF_A_TOKEN = 2 * 32 * 8 * 128 * _BYTES
_CONTEXT = 2048


def _decoding() -> Values:
    batch = 2.0 ** np.arange(0, 12.01, 0.25)
    weights = _PARAMETERS * _BYTES / _BANDWIDTH
    compute = 2 * _PARAMETERS * batch / _FLOPS
    room = np.floor((_MEMORY - _PARAMETERS * _BYTES) / (_KV_OF_A_TOKEN * _CONTEXT))
    held = np.append(batch[batch < room], room)
    cache = held * _KV_OF_A_TOKEN * _CONTEXT / _BANDWIDTH
    return {
        "batch": rounded(batch),
        "without cache": rounded(batch / np.maximum(weights, compute)),
        "batch in memory": rounded(held),
        "with cache": rounded(held / (weights + cache)),
        "knee": rounded([_FLOPS / _BANDWIDTH * _BYTES / 2]),
        "ceiling": rounded([_FLOPS / (2 * _PARAMETERS)]),
    }


def _draw_decoding(axes: Axes, values: Values) -> None:
    batch, (knee,), (ceiling,) = values["batch"], values["knee"], values["ceiling"]
    axes.plot(batch, values["without cache"], color=BLUE, linewidth=3)
    held, cached = values["batch in memory"], values["with cache"]
    axes.plot(held, cached, color=RED, linewidth=3)
    axes.plot(held[-1], cached[-1], "o", color=RED, markersize=2 * DOT)
    axes.plot([knee, knee], [100, ceiling], color=SOFT, linewidth=1.5, linestyle=(0, (4, 4)))
    axes.plot(knee, ceiling, "o", color=BLUE, markersize=2 * DOT)
    axes.text(knee * 1.15, 150, f"拐点 {knee:.0f}", color=SOFT)
    axes.text(1.2, 4200, "读权重是瓶颈", color=BLUE)
    axes.text(4096, ceiling * 1.3, "算力是瓶颈", color=BLUE, ha="right")
    axes.text(knee * 1.15, 9000, "加 KV cache，", color=RED)
    axes.text(knee * 1.15, 3600, f"{held[-1]:.0f} 时显存用完", color=RED)
    axes.set(xscale="log", yscale="log", xlim=(1, 4096), ylim=(100, 200_000))
    ticks(
        axes,
        {4**n: str(4**n) for n in range(7)},
        {100: "100", 1000: "1 千", 10_000: "1 万", 100_000: "10 万"},
    )
    names(axes, x="批量大小", y="吞吐上限（token/s）")


PLOTS = (Plot("decode-roofline", "解码吞吐随批量增长，到拐点为止", _decoding, _draw_decoding),)
