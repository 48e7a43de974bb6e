"""Turns questions into notes, whose fields are sanitised HTML."""
