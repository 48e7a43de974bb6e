"""Reads text dumps of pages."""
