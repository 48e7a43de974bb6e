"""From documents to identified notes."""
