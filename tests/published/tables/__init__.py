"""The tables of made-up reports: their numbers, how they are drawn, and what happens to them."""
