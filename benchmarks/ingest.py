"""Measures how long ingest takes for a page of 1 MB, as a multiple of the time lxml takes to parse it.

Run: python benchmarks/ingest.py [MULTIPLE]; with a multiple it fails where ingest takes longer.
"""

import gc
import sys
from pathlib import Path

from lxml import etree
from timing import shortest

sys.path.insert(0, str(Path(__file__).parent.parent))

from deckgen.pages.ingest import ingest

PAGE = Path(__file__).parent.parent / "tests/cases/ingest/csdn-with-every-trap/page.html"
SIZE = 1_000_000


def make_page() -> bytes:
    """The page with every trap, its questions repeated under other words until it is 1 MB."""
    text = PAGE.read_text(encoding="utf-8")
    start, end = text.index('<h2><a name="t0">'), text.index("<hr><p>创作")
    part = text[start:end]
    parts = []
    for number in range(SIZE // len(part.encode())):
        asked = part.replace("LoRA 的原理", f"LoRA{number} 的原理").replace(
            "为什么除以", f"为什么{number}除以"
        )
        parts.append(asked.replace("(22,1) 减", f"({number},1) 减"))
    return (text[:start] + "".join(parts) + text[end:]).encode()


def main() -> None:
    """Print the figures."""
    gc.set_threshold(100_000, 50, 50)  # as `deckgen` does
    page = make_page()
    questions = len(ingest(page, "page.html").report.taken)
    parsing = shortest(lambda: etree.fromstring(page, etree.HTMLParser(encoding="utf-8", huge_tree=True)), 9)
    ingesting = shortest(lambda: ingest(page, "page.html"), 5)
    multiple = ingesting / parsing
    print(f"{len(page):,} bytes, {questions} questions: lxml parses in {parsing * 1000:.0f} ms")
    print(f"ingest takes {ingesting * 1000:.0f} ms, {multiple:.1f} times as long")
    if len(sys.argv) > 1 and multiple > float(sys.argv[1]):
        sys.exit(1)


if __name__ == "__main__":
    main()
