"""Family Y: this year's report against earlier ones."""
