"""Prose from figures."""
