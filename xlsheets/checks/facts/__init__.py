"""Families C3, N5, N6 and N8: 基础数据 by itself, against the text, and what a text says of fees."""
