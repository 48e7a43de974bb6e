"""From documents to problems: one file a check."""
