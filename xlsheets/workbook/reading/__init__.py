"""A filled workbook -> the report in it, by defined name, and what was odd there."""
