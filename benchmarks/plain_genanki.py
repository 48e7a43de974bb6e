"""The twenty lines that one writes first: Python-Markdown and genanki as their manuals show them.

Run: python benchmarks/plain_genanki.py SOURCE PACKAGE
"""

import sys
from pathlib import Path

import genanki
import markdown
from corpus import read_notes

EXTENSIONS = ["codehilite", "fenced_code", "sane_lists", "tables"]


def main() -> None:
    """Write the package."""
    source, package = sys.argv[1:]
    fields = [{"name": "Front"}, {"name": "Back"}]
    template = {"name": "Card", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr>{{Back}}"}
    model = genanki.Model(1607392319, "Plain", fields=fields, templates=[template])
    deck = genanki.Deck(2059400110, "Plain")
    for note in read_notes(Path(source)):
        question, answer = (markdown.markdown(text, extensions=EXTENSIONS) for text in note[1:])
        deck.add_note(genanki.Note(model=model, fields=[question, answer], guid=note.key))
    genanki.Package(deck).write_to_file(package)


if __name__ == "__main__":
    main()
