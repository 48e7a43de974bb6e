"""Compares the settings of a package with its sources."""
