"""Measurements: how many planted mistakes are found, and how fast."""
