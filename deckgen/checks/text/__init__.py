"""Finds text in blocks that a card does not show as the author meant."""
