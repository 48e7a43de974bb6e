"""Checks whether questions are worth a learner's time."""
