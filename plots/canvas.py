"""The style all plots share: a matplotlib figure in, a small SVG that reads at phone width out."""

import io
import json
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree  # what is parsed is matplotlib's own output
from xml.sax.saxutils import escape

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

Values = Mapping[str, Sequence[float]]

INK, SOFT, GRID = "#24292f", "#5b6470", "#dcd8cc"
BLUE, RED, GREEN = "#1f5fb0", "#c0392b", "#2c7a3f"
PAPER = "#fcfbf8"
"""That of a card by day, so a picture has no frame there; at night its card gives it one."""

WIDTH, HEIGHT, FONT = 560, 330, 22
"""On a phone of 360 px a picture is 312 px wide at night, so a text is 12 px high."""

FAMILIES = (
    "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', 'PingFang SC', "
    "'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', "
    "'WenQuanYi Micro Hei', sans-serif"
)
"""The fonts of a card: without the Chinese ones a picture would show Japanese glyphs."""

DOT = 5

_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Plot:
    """One picture: what it computes, and how the numbers are drawn."""

    name: str
    title: str
    compute: Callable[[], Values]
    draw: Callable[[Axes, Values], None]


def rounded(numbers: Sequence[float] | np.ndarray) -> list[float]:
    """Five digits: more than the eye sees, fewer than two machines agree on."""
    return [float(f"{number:.5g}") for number in numbers]


def ticks(axes: Axes, x: Mapping[float, str], y: Mapping[float, str]) -> None:
    """Write the numbers beside the axes, with a thin line for each."""
    axes.set_xticks(list(x), labels=list(x.values()))
    axes.set_yticks(list(y), labels=list(y.values()))


def names(axes: Axes, *, x: str, y: str) -> None:
    """Name the axes: both names stand level, so that nobody has to turn a phone."""
    axes.text(1, -0.245, x, transform=axes.transAxes, ha="right", color=SOFT)
    axes.text(-0.105, 1.09, y, transform=axes.transAxes, color=SOFT)


def draw(plot: Plot, values: Values) -> str:
    """The whole file; it begins with the numbers it shows."""
    with mpl.rc_context(
        {
            "font.size": FONT,
            "path.simplify": False,  # which points it drops depends on the version
            "svg.fonttype": "none",
            "svg.hashsalt": "deckgen",
            "text.color": INK,
            "xtick.labelcolor": SOFT,
            "ytick.labelcolor": SOFT,
        }
    ):
        figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72))
        axes = figure.add_axes((0.125, 0.22, 0.81, 0.63))
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.spines["bottom"].set_color(SOFT)
        axes.patch.set_visible(False)
        figure.patch.set_visible(False)
        axes.grid(color=GRID, linewidth=1)
        axes.set_axisbelow(True)
        axes.minorticks_off()
        axes.tick_params(which="both", left=False, bottom=False, pad=6)
        plot.draw(axes, values)
        axes.tick_params(which="minor", left=False, bottom=False, labelleft=False, labelbottom=False)
        for shape in (*axes.lines, *axes.patches, *axes.collections):
            shape.set_clip_on(False)
        drawn = io.StringIO()
        with warnings.catch_warnings():
            # The reader's own font shows the Chinese; matplotlib needs none.
            warnings.filterwarnings("ignore", message="Glyph .* missing from")
            figure.savefig(drawn, format="svg")
    return _file(plot.title, values, drawn.getvalue())


def _file(title: str, values: Values, drawn: str) -> str:
    root = ElementTree.fromstring(drawn)  # noqa: S314 - see the import
    numbers = json.dumps({name: list(row) for name, row in values.items()}, separators=(",", ":"))
    shapes = [line for line in _lines(root) if not line.startswith("<text")]
    texts = [line for line in _lines(root) if line.startswith("<text")]
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
            f'viewBox="0 0 {WIDTH} {HEIGHT}" lang="zh-CN" font-family="{FAMILIES}" role="img">',
            f"<title>{escape(title)}</title>",
            f"<desc>{escape(numbers)}</desc>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>',
            '<g fill="none" stroke-linejoin="round">',
            *shapes,
            "</g>",
            # A rim in the paper's colour keeps a label readable where a line crosses it.
            f'<g font-size="{FONT}" stroke="{PAPER}" stroke-width="5" stroke-linejoin="round" '
            'paint-order="stroke">',
            *texts,
            "</g>",
            "</svg>\n",
        )
    )


def _lines(root: ElementTree.Element) -> Iterator[str]:
    """What is visible of matplotlib's drawing, an element a line."""
    unseen = {path for defs in root.iter(f"{_SVG}defs") for path in defs.iter(f"{_SVG}path")}
    for element in root.iter():
        style = dict(re.findall(r"([\w-]+): ([^;]+)", element.get("style", "")))
        if element.tag == f"{_SVG}path" and element not in unseen:
            yield f'<path d="{_compact(element.get("d", ""))}"{_paint(style)}/>'
        elif element.tag == f"{_SVG}use":  # the only marker in use is the dot
            x, y = (_compact(element.get(name, "")) for name in "xy")
            yield f'<circle cx="{x}" cy="{y}" r="{DOT}" fill="{style["fill"]}"/>'
        elif element.tag == f"{_SVG}text":
            x, y = (_compact(element.get(name, "")) for name in "xy")
            anchor = style.get("text-anchor", "start")
            anchor = "" if anchor == "start" else f' text-anchor="{anchor}"'
            fill = style.get("fill", "#000000")
            yield f'<text x="{x}" y="{y}" fill="{fill}"{anchor}>{escape(element.text or "")}</text>'


def _paint(style: Mapping[str, str]) -> str:
    kept = {
        "fill": style.get("fill", "none"),
        "fill-opacity": style.get("fill-opacity", style.get("opacity", "1")),
        "stroke": style.get("stroke", "none"),
        "stroke-width": style.get("stroke-width", "1"),
        "stroke-dasharray": style.get("stroke-dasharray", "none"),
    }
    plain = {"fill": "none", "fill-opacity": "1", "stroke-width": "1", "stroke-dasharray": "none"}
    return "".join(f' {name}="{value}"' for name, value in kept.items() if plain.get(name) != value)


def _compact(numbers: str) -> str:
    """A tenth of a unit is a twentieth of a phone's pixel."""
    short = re.sub(
        r"-?\d+\.\d+(?:e-?\d+)?", lambda number: f"{float(number[0]):.1f}".removesuffix(".0"), numbers
    )
    return re.sub(r"\s+", " ", short).replace(" L ", "L").replace("M ", "M").strip()
