"""Judgements on a report: pure functions, one rule each; no Excel, no Word."""
