"""Whole paths from files to files, as the commands, the buttons and the page use them."""
