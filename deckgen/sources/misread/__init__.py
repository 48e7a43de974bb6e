"""Finds what Markdown does not read as the author meant."""
