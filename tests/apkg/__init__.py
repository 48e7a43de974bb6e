"""What the writer and the reader of packages promise."""
