"""What a snapshot says: its licence, weights, data and ancestry, with evidence for the reader."""
