"""Parts of a workbook -> its cells as stored and as a person sees them; knows nothing of the report."""
