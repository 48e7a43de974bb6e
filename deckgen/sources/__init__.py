"""From pages and sources to documents."""
