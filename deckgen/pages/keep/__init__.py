"""Proves for each page that none of its text vanished between the page and what ingest wrote."""
