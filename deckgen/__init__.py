"""deckgen compiles Q&A Markdown into Anki packages."""

__version__ = "0.1.0"
