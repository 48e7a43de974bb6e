"""From the text of a source to a document."""
