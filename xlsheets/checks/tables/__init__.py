"""Family S: sums, identities, and figures that are unlikely together."""
