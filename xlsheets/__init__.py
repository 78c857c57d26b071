"""政府信息公开工作年度报告: workbook -> findings -> narrative -> document.

``import xlsheets as xs`` and then ``xs.read``, ``xs.validate``, ``xs.convert``, ``xs.write``,
``xs.collect``, ``xs.roll_up``, ``xs.compare``: values in, values out, no printing, no globals.
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
from xlsheets.intake import collect, read_register
from xlsheets.pipeline import convert, examine, files_in, read, validate, write
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
    "collect",
    "compare",
    "convert",
    "edition_for",
    "examine",
    "files_in",
    "newest",
    "read",
    "read_register",
    "roll_up",
    "validate",
    "write",
]

__version__ = "0.1.0"
