"""Reads Markdown pages."""
