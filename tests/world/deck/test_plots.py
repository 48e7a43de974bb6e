"""The deck's plots show what plots/draw.py computes."""

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support import ROOT

pytestmark = pytest.mark.thorough

IMAGES = ROOT / "source/llm-interview/images"
PLOTS = sorted(IMAGES.glob("plot-*.svg"))
MISSING = "matplotlib is missing; install it by: pip install -e '.[plots]'"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the pictures, where matplotlib can say whether they are current."""
    if find_spec("matplotlib") is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
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
def test_a_plot_is_small_and_reads_at_phone_width(path: Path) -> None:
    """At 320 pixels of width every text is at least 10 pixels high; nothing says when it was drawn."""
    drawn = path.read_text(encoding="utf-8")
    assert len(drawn.encode()) < 40_000
    assert not re.search(r"metadata|matplotlib|20\d\d-\d\d", drawn)
    width = float(ElementTree.parse(path).getroot().attrib["viewBox"].split()[2])  # noqa: S314 - our own file
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', drawn)]
    assert sizes
    assert min(sizes) * 320 / width >= 10
