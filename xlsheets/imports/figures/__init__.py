"""Tables of a published report -> the numbers in them, each proved to stand in its cell, or listed."""
