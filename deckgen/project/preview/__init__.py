"""Reads a project for its preview, and keeps what did not change."""
