"""Report -> HTML, and the proof that it says the same."""
