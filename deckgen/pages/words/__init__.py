"""What pages say: markers, labels, noise, the words that ask."""
