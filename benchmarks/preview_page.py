"""Measures in Chromium how fast the page of `deckgen preview` is: its first card, and the search.

Run: python benchmarks/preview_page.py [--notes N]; it fails where a limit is missed, and needs Playwright.
A key is measured from its event until the list that it leads to is drawn.
"""

import argparse
import re
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import make_project
from preview import ROOT, run

if TYPE_CHECKING:
    from playwright.sync_api import Page

sys.path.insert(0, str(ROOT))
from mathjax.page import find_browser

FIRST_CARD, KEY = 2.0, 0.05
"""The limits in seconds."""
SEARCHED = ("the cache", "question 99", "zzzz")
"""What is typed, letter by letter, and removed again: many notes have it, few, none."""
SHOWN = "#stage iframe:not(.coming)"
TYPED = """async (text) => {
  const field = document.getElementById("search");
  field.focus();
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const texts = [...text].map((_, at) => text.slice(0, at + 1));
  const found = [];
  for (const value of [...texts, ...texts.slice(0, -1).reverse(), ""]) {
    const before = performance.now();
    field.value = value;
    field.dispatchEvent(new Event("input"));
    await drawn();
    const words = document.getElementById("count").textContent;
    const milliseconds = performance.now() - before;
    await new Promise((resolve) => setTimeout(resolve, 150));
    if (words !== document.getElementById("count").textContent) throw new Error(`${value} was late`);
    found.push(milliseconds / 1000);
  }
  return found;
}"""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--notes", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        make_project(project, options.notes, max(1, options.notes // 20))
        run(project, "build", "--quiet").wait()
        process = run(project, "preview", "--no-open", "--port", "0")
        try:
            line = process.stdout.readline() if process.stdout else ""
            first, keys = measure(re.findall(r"http\S+/", line)[0])
        finally:
            process.terminate()
            process.communicate()
    median = statistics.median(keys)
    print(
        f"{options.notes:,} notes: the first card is shown after {first:.2f} s; a key in the search takes "
        f"{median * 1000:.0f} ms, the median of {len(keys)}, at most {max(keys) * 1000:.0f} ms"
    )
    sys.exit(first > FIRST_CARD or median > KEY)


def measure(address: str) -> tuple[float, list[float]]:
    """Seconds until the first card is shown, and for each key."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (only this benchmark needs it)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        first = open_page(page, address)
        page.wait_for_timeout(2000)
        keys = [seconds for text in SEARCHED for seconds in page.evaluate(TYPED, text)]
        browser.close()
    return first, keys


def open_page(page: "Page", address: str) -> float:
    """Seconds from the start of the request until the first card is there."""
    page.goto(address)
    page.wait_for_selector(SHOWN)
    return float(page.evaluate("performance.now()")) / 1000


if __name__ == "__main__":
    main()
