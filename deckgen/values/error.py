"""What no author can fix in a source: caught once, by the command line."""


class DeckgenError(Exception):
    """The message says what was found, where, and what to do."""


class BusyError(DeckgenError):
    """Another build holds the project."""
