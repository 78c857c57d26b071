"""Family N7: the figures of the text among themselves."""
