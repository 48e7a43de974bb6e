"""Divides a source into questions with their parts."""
