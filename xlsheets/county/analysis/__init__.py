"""What the reports of a county show together: why sums differ, who said what, who wrote alike, how figures compare."""
