"""What was published and what comes back, against the workbook that was approved."""
