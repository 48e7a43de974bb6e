"""Finds clozes that Anki would not read as the author meant."""
