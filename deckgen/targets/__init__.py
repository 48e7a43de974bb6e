"""Talks to Anki: a collection in its file, a running Anki, or a sync server."""
