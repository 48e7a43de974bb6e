"""The deck's plots show what plots/draw.py computes, and all its pictures can be read on a phone."""

import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support import ROOT, leave_out

pytestmark = pytest.mark.thorough

IMAGES = ROOT / "source/llm-interview/images"
PLOTS = sorted(IMAGES.glob("plot-*.svg"))
PICTURES = sorted(IMAGES.glob("*.svg"))
FAMILIES = re.sub(
    r"\s+",
    " ",
    """-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', 'PingFang SC',
    'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC',
    'WenQuanYi Micro Hei', sans-serif""",
)
MISSING = "matplotlib is missing; install it by: pip install -e '.[plots]'"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the pictures, where matplotlib can say whether they are current."""
    if find_spec("matplotlib") is None:
        leave_out(MISSING)
    for path in PLOTS:
        shutil.copy(path, tmp_path)
    return tmp_path


def _draw(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-B", str(ROOT / "plots/draw.py"), "--folder", str(folder), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_the_plots_are_what_is_computed(folder: Path) -> None:
    done = _draw(folder, "--check")
    assert (done.returncode, done.stderr) == (0, "")


def test_no_plot_is_left_that_nothing_draws(folder: Path) -> None:
    drawn = {Path(line).name for line in _draw(folder).stdout.splitlines()}
    assert drawn == {path.name for path in PLOTS}


def test_drawing_twice_gives_the_same_bytes(folder: Path) -> None:
    _draw(folder)
    once = {path.name: path.read_bytes() for path in folder.iterdir()}
    _draw(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == once


@pytest.mark.parametrize(
    ("what", "pattern", "instead", "said"),
    [
        ("a number", r'"fp16":\[0\.0,128\.0', '"fp16":[0.0,129.0', "other numbers than are computed: fp16"),
        ("a row", r',"bf16":\[[^]]*\]', "", "other numbers than are computed: bf16"),
        ("all numbers", r"<desc>.*</desc>", "", "has no numbers in <desc>"),
        ("a line", r'<path d="M70 \d+', '<path d="M70 10', "is drawn otherwise"),
        ("a word", "停在 2048", "停在 4096", "is drawn otherwise"),
        ("half the numbers", r"<desc>.*</desc>", '<desc>{"fp16":[0.0</desc>', "has no numbers in <desc>"),
    ],
)
def test_a_plot_that_was_changed_by_hand_is_noticed(
    folder: Path, what: str, pattern: str, instead: str, said: str
) -> None:
    path = folder / "plot-sum-of-ones.svg"
    drawn = path.read_text(encoding="utf-8")
    changed = re.sub(pattern, lambda _: instead, drawn, count=1)
    assert changed != drawn, what
    path.write_text(changed, encoding="utf-8")
    done = _draw(folder, "--check", "sum-of-ones")
    assert done.returncode == 1
    assert said in done.stderr
    assert "run python plots/draw.py sum-of-ones" in done.stderr


def test_a_plot_that_is_missing_is_noticed(folder: Path) -> None:
    (folder / "plot-rbf-kernel.svg").unlink()
    done = _draw(folder, "--check")
    assert done.returncode == 1
    assert done.stderr.startswith("plot-rbf-kernel.svg is missing")


@pytest.mark.parametrize("path", PLOTS, ids=lambda path: path.stem)
def test_a_plot_is_small(path: Path) -> None:
    """Nothing says when it was drawn."""
    drawn = path.read_text(encoding="utf-8")
    assert len(drawn.encode()) < 40_000
    assert not re.search(r"metadata|matplotlib|20\d\d-\d\d", drawn)


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_reads_on_a_phone(path: Path) -> None:
    """On a phone of 360 px, of which a card leaves 312 at night, every text is at least 12 px high."""
    root = ElementTree.parse(path).getroot()  # noqa: S314 - our own file
    width = float(root.attrib["viewBox"].split()[2])
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', path.read_text(encoding="utf-8"))]
    assert sizes
    assert min(sizes) * 312 / width >= 12
    assert float(root.attrib["width"]) == width


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_has_the_look_of_a_card(path: Path) -> None:
    """Its fonts, Chinese glyphs, and its paper without a frame: at night the card gives it one."""
    root = ElementTree.parse(path).getroot()  # noqa: S314 - our own file
    assert root.attrib["font-family"] == FAMILIES
    assert root.attrib["lang"] == "zh-CN"
    ground = next(element for element in root.iter() if element.tag.endswith("}rect"))
    assert ground.attrib["fill"] == "#fcfbf8"
    assert not ground.attrib.keys() & {"stroke", "rx"}
    for name in ("width", "height"):
        assert ground.attrib[name] == root.attrib[name]
