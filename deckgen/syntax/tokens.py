"""The tokens that Markdown is read as: markdown-it-py's."""

from markdown_it.token import Token

__all__ = ["Token"]
