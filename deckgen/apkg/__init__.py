"""Writes and reads Anki packages."""
