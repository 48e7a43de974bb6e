"""The note types: each has a folder with templates and ids, and all share a style."""
