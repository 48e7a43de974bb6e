"""Rendering against the floor: the same texts through Python-Markdown as it comes.

Run: python benchmarks/render.py [SOURCE]   (this project's own `source/` by default)
Times are the best of five. The second table shows the seconds that 64 KiB of one mark take on this machine.
"""

import sys
from functools import partial
from pathlib import Path

from markdown import Markdown
from timing import shortest

from deckgen.render.render import render_question
from deckgen.sources.parse import parse
from deckgen.syntax.blocks import parse_blocks
from deckgen.syntax.inlines import parse_inlines
from deckgen.values.document import Document

EXTENSIONS = ["extra", "sane_lists", "codehilite"]
HEAVY = (
    "[",
    "![a",
    "[a][",
    "[a](",
    "http://a",
    "www.a ",
    "a@b.cd ",
    "*a ",
    "a**",
    "~~a",
    "`a",
    "$a ",
    "{{c1::a}} ",
)


def main() -> None:
    """Print both tables."""
    source = Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent.parent / "source"
    paths = sorted(source.rglob("*.md"))
    documents = [parse("package", path.name, path.read_bytes())[0] for path in paths]
    _measure(documents)
    print("\n64 KiB of      inlines  rendered")
    for unit in HEAVY:
        text = unit * (65_536 // len(unit))
        inlines = shortest(partial(parse_inlines, text), 1)
        rendered = shortest(partial(_render, [_document(f"## Question\n\n{text}\n")]), 1)
        print(f"{unit!r:<14} {inlines:>7.2f} {rendered:>9.2f}")


def _measure(documents: list[Document]) -> None:
    questions = [question for document in documents for question in document.questions]
    texts = [p.text for q in questions for p in (q.heading, q.prompt, q.answer) if p.text]
    blocks = [token.content for text in texts for token in parse_blocks(text) if token.type == "inline"]
    stock = Markdown(extensions=EXTENSIONS)
    floor = shortest(lambda: [stock.reset().convert(text) for text in texts], 5)
    print(f"{len(questions)} questions; Python-Markdown with {', '.join(EXTENSIONS)} = 1.00")
    for name, run in (
        ("deckgen, whole notes", lambda: _render(documents)),
        ("  of it blocks", lambda: [parse_blocks(text) for text in texts]),
        ("  of it inlines", lambda: [parse_inlines(block) for block in blocks]),
    ):
        taken = shortest(run, 5)
        print(f"{name:<22} {taken / floor:>5.2f}  {taken / len(questions) * 1e6:>5.0f} \u00b5s per question")
    print(f"{'Python-Markdown':<22} {1:>5.2f}  {floor / len(questions) * 1e6:>5.0f} \u00b5s per question")


def _render(documents: list[Document]) -> object:
    return [
        render_question(question, document, {}) for document in documents for question in document.questions
    ]


def _document(text: str) -> Document:
    return parse("package", "heavy.md", text.encode())[0]


if __name__ == "__main__":
    main()
