"""What is said to people: lists of findings, letters, changes, the status page."""
