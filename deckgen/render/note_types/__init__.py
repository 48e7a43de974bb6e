"""The note types as shipped: a folder each, with its templates and its frozen ids, and one style for all."""
