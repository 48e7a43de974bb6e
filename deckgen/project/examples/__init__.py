"""Runs the examples."""
