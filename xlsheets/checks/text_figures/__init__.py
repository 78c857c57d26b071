"""Family N: the figures of the text against the tables."""
