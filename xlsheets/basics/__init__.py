"""Ground functions without knowledge of the report: numbers, characters, addresses, file names, files, sentences."""
