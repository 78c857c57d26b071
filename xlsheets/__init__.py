"""政府信息公开工作年度报告: workbook -> findings -> narrative -> document.

``import xlsheets as xs`` and then ``xs.read``, ``xs.validate``, ``xs.convert``, ``xs.write``,
``xs.roll_up``, ``xs.compare``: values in, values out, no printing, no globals.
"""

from __future__ import annotations

from xlsheets.comparison import compare
from xlsheets.errors import (
    BlockedError,
    OutputError,
    UnknownEditionError,
    UnreadableError,
    UsageError,
    XlsheetsError,
)
from xlsheets.findings import Finding, Operand, Severity
from xlsheets.pipeline import convert, read, validate, write
from xlsheets.report import Profile, Report
from xlsheets.rollup import roll_up
from xlsheets.schema import Cell, Edition, edition_for, newest

__all__ = [
    "BlockedError",
    "Cell",
    "Edition",
    "Finding",
    "Operand",
    "OutputError",
    "Profile",
    "Report",
    "Severity",
    "UnknownEditionError",
    "UnreadableError",
    "UsageError",
    "XlsheetsError",
    "compare",
    "convert",
    "edition_for",
    "newest",
    "read",
    "roll_up",
    "validate",
    "write",
]

__version__ = "0.1.0"
