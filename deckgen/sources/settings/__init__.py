"""Reads settings, from a front matter or from TOML."""
