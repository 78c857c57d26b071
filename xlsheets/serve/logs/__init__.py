"""A case log on the page: what it comes to, what is wrong in its rows, and a report filled in from it."""
