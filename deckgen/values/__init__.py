"""Immutable values: what flows from stage to stage."""
