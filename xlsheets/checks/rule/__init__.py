"""The words a rule is written in."""
