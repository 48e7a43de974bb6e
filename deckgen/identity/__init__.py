"""From summaries of notes to their guids and times."""
