"""登记簿.xlsx: where everything stands in it, how it is written, and how it is read."""
