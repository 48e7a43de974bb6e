"""Reads the text of a page into blocks."""
