"""Cuts a page into questions and answers."""
