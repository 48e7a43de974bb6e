"""From values to text for people, JSON for programs, and annotations: one file for each command."""
