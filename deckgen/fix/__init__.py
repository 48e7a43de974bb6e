"""Rewrites what has exactly one meaning into deckgen's Markdown."""
