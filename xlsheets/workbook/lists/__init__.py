"""Workbooks that are lists: register, ledger, working paper, comparison."""
