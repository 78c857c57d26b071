"""Families C3 and N8: 基础数据 by itself, and against the text."""
