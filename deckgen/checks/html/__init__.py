"""Checks the HTML in a source."""
