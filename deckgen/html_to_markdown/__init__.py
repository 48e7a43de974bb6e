"""Writes text of HTML as Markdown."""
