"""Writes what was found in a page as Markdown, with its places and report."""
