"""Workbooks dropped on a page in the browser -> findings, prose, Word reports; on this computer only."""
