"""政府信息公开工作年度报告: workbook -> findings -> narrative -> document.

``import xlsheets as xs`` and then ``xs.read``, ``xs.validate``, ``xs.convert``, ``xs.write``: values in,
values out, no printing, no globals.
"""

from __future__ import annotations

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
    "convert",
    "edition_for",
    "newest",
    "read",
    "validate",
    "write",
]

__version__ = "0.1.0"
