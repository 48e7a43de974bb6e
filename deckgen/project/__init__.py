"""One project on disk: the only reader and writer of its files."""
