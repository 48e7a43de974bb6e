"""Judges formulas as Anki's MathJax does, by the list of what it knows."""
