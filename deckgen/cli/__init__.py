"""The commands: arguments in, exit code out."""

from deckgen.cli.group import main

__all__ = ["main"]
