"""Texts that must not be mixed up: the type checker catches a double escape."""

from typing import NewType

Markdown = NewType("Markdown", str)
"""What an author wrote, with line ends as `\\n`."""

Html = NewType("Html", str)
"""Sanitised HTML, ready to be a field of a note."""

QuestionKey = NewType("QuestionKey", str)
"""Names a question for ever within its package."""

Guid = NewType("Guid", str)
"""What Anki knows a note by, for ever."""

Timestamp = NewType("Timestamp", int)
"""Whole seconds since 1970 UTC, as Anki counts a note's `mod`."""
