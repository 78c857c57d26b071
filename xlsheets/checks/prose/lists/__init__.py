"""Lists in a sentence: what is a total, and what are its items."""
