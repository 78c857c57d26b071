"""Report -> Word document, and the proof that it says the same."""
