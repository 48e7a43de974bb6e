"""From notes to identified notes."""
