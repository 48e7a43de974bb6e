"""Finds what Markdown reads otherwise than the author meant."""
