"""Family T: the text by itself."""
