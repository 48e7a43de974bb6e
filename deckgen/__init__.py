"""deckgen compiles Q&A Markdown into Anki packages."""

__version__ = "0.1.0"

DISTRIBUTION = "deckgen-cards"
"""The name by which pip, uv and pipx know deckgen: on PyPI, `deckgen` is another program."""
