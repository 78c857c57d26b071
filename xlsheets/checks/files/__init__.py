"""Family F: what is wrong with the file or its locked parts."""
