"""A click on the ribbon -> the workbook that is open, read, checked and written; ``run`` is what VBA calls."""

from xlsheets.excel.click import run

__all__ = ["run"]
