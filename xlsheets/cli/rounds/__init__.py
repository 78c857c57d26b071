"""Commands over a round as a whole: what goes back to the units, and the round as it is closed."""
