"""Sentences of the prose: their clauses, what stands in brackets, and what each speaks of."""
