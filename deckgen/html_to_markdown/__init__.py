"""Writes the text of HTML as Markdown."""
