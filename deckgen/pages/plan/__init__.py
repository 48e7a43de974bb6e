"""Finds which line of a page is a question, a group, an answer or noise."""
