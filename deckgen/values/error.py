"""Errors that an author cannot correct in a source; the command line catches them once."""


class DeckgenError(Exception):
    """The message says what was found, where, and what to do."""


class BusyError(DeckgenError):
    """Another build holds the project."""
