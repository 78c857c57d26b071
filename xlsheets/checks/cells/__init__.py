"""Family C: cells that are empty, no plain number, or say who reports wrongly."""
