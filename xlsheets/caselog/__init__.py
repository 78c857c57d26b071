"""登记簿 of one unit as a value: its cases, the clock of each, and the numbers of the report counted from them."""
