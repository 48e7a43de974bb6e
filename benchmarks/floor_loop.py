"""The floor: the same notes through Python-Markdown and pymdown-extensions, sqlite3 and zipfile, in one loop.

Run: python benchmarks/floor_loop.py SOURCE PACKAGE
Nothing is checked, sanitised or remembered. The extensions are those that do what deckgen does by itself:
fences with highlighted code, formulas, tables, footnotes, task lists, strikethrough, bare addresses. One
instance of each is used for all notes, the quickest way that these libraries offer.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from corpus import read_notes
from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from pymdownx.arithmatex import ArithmatexExtension
from pymdownx.highlight import HighlightExtension
from pymdownx.magiclink import MagiclinkExtension
from pymdownx.superfences import SuperFencesCodeExtension
from pymdownx.tasklist import TasklistExtension
from pymdownx.tilde import DeleteSubExtension
from raw_package import Row, write_raw_package


def main() -> None:
    """Write the package."""
    source, package = map(Path, sys.argv[1:])
    write_raw_package(package, _rows(source))


def _rows(source: Path) -> Iterator[Row]:
    markdown = Markdown(
        extensions=[
            ArithmatexExtension(generic=True),
            DeleteSubExtension(),
            FootnoteExtension(),
            HighlightExtension(),
            MagiclinkExtension(),
            SaneListExtension(),
            SuperFencesCodeExtension(),
            TableExtension(),
            TasklistExtension(),
        ]
    )
    for note in read_notes(source):
        question = markdown.reset().convert(note.question)
        answer = markdown.reset().convert(note.answer)
        yield note.key, f"{question}\x1f{answer}"


if __name__ == "__main__":
    main()
