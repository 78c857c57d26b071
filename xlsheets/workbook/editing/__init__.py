"""A clerk's workbook -> the same file with only what was asked for changed."""
