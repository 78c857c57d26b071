"""The reports of a county as values: who reports, which file counts, the sum, and what changed."""
