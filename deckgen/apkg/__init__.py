"""Anki packages: written from identified notes, read from any source."""
