"""From values to text for people, JSON for machines, and annotations."""
