"""A whole table judged at once: what rows have in common is read and judged once, by the code that judges one model."""
