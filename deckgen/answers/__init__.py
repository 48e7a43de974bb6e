"""What answers state, whether their examples say the same, and which mistakes in them nothing would catch."""
