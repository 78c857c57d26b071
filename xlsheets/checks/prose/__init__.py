"""What a text says, before any rule: figures, words, clauses and what is said in each."""
