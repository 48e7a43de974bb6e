"""Writes the questions found on a page as Markdown, and the report."""
