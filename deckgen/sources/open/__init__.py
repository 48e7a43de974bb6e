"""Turns the bytes of a file into the text of a source."""
