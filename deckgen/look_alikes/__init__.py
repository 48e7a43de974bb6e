"""Finds what other programs write and a card would show as text, and says what to write instead."""
