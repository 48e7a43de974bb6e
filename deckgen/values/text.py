"""Types of text, so that the type checker finds a text that is escaped twice."""

from typing import NewType

Markdown = NewType("Markdown", str)
"""What an author wrote, with line ends as `\\n`."""

Html = NewType("Html", str)
"""Sanitised HTML, ready to be a field of a note."""

QuestionKey = NewType("QuestionKey", str)
"""The permanent name of a question within its package."""

Guid = NewType("Guid", str)
"""The permanent name by which Anki knows a note."""

Timestamp = NewType("Timestamp", int)
"""Whole seconds since 1970 UTC, as Anki counts a note's `mod`."""

NO_TIME = Timestamp(0)
"""A time before all others, where none is known."""
