"""Finds text in blocks that a card shows otherwise than the author meant."""
