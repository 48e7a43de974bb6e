"""Asks the MathJax that Anki ships what it knows; `python -m mathjax.read` writes the list for deckgen."""
