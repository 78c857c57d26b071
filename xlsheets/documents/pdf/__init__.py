"""Report -> PDF by way of Word, and the proof that it says the same."""
