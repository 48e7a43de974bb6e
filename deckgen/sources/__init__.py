"""Turns the text of a source into a document."""
