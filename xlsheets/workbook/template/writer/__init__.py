"""Writing a workbook over XlsxWriter: sheets, cell formats, live formulas."""
