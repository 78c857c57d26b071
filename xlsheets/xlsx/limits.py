"""What a sheet can hold; Excel offers to repair a file that goes beyond."""

from __future__ import annotations

# Characters of a cell, as LEN counts them, and the height of a row in points.
LONGEST_TEXT, TALLEST_ROW = 32_767, 409


def length(text: str) -> int:
    """Return the length of a text as LEN counts it: a character beyond the first 65,536 counts twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
