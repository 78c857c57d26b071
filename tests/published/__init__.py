"""Published pages of reports, made from a seed together with what a person reads on them."""
