"""What was published and what comes back, beside its workbook on the page: compared, or taken in."""
