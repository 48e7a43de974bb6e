"""Brings the packages of a project into a collection, and remembers what it was given."""
