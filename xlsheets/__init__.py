"""xlsheets."""
