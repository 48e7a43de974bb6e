"""Checks the style of a project."""
