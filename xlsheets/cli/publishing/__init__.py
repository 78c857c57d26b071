"""Commands about what leaves the house and comes back: what was published, what was revised."""
