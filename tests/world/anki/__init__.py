"""What the real Anki does with our packages."""
