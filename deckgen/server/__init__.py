"""Serves the preview of a project to a browser on the same machine."""
