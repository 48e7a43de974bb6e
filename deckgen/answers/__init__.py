"""What answers state, and whether their examples say the same."""
