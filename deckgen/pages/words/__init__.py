"""Lists what pages say: markers, labels, noise, and the words that ask."""
