"""Whole paths of a case log: a new one, its numbers in a report, the one of the next year."""
