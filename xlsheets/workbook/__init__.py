"""Workbooks: the template, the reader, and writing back into a clerk's file."""
