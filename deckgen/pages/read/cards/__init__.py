"""Reads pages and tables that say themselves what is a question and what is its answer."""
