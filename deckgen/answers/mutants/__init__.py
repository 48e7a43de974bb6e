"""The kinds of mistakes that are made in a lead, to see whether anything notices them."""
