"""What may be deleted at any time: cache and manifest."""
