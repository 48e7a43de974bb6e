"""Examples in the sources: found and judged."""
