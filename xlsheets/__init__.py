"""政府信息公开工作年度报告: workbook -> findings -> narrative -> document.

``import xlsheets as xs`` and then ``xs.read``, ``xs.validate``, ``xs.narrate``, ``xs.convert``, ``xs.write``,
``xs.collect``, ``xs.roll_up``, ``xs.compare``, ``xs.read_published``, ``xs.repair``: the functions that the
commands use. Values in, values out, no printing, no globals.
"""

# Nothing is loaded here, not even from Python: what cannot be loaded is told by ``__main__``, which comes next.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from xlsheets.errors import (
        BlockedError,
        OutputError,
        UnknownEditionError,
        UnreadableError,
        UsageError,
        XlsheetsError,
    )
    from xlsheets.imports import read_published
    from xlsheets.report import Profile, Report
    from xlsheets.report.findings import Finding, Operand, Severity
    from xlsheets.schema import Cell, Edition, edition_for, newest
    from xlsheets.workflows.collect import collect, read_register
    from xlsheets.workflows.county import compare, roll_up
    from xlsheets.workflows.one_report import (
        convert,
        examine,
        narrate,
        read,
        validate,
        write,
    )
    from xlsheets.workflows.repair import repair
    from xlsheets.workflows.sources import files_in

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
    "narrate",
    "newest",
    "read",
    "read_published",
    "read_register",
    "repair",
    "roll_up",
    "validate",
    "write",
]

__version__ = "0.1.0"

# Where each name lives; a command that reads one workbook need not load what rolls up a county.
_HOMES = {
    "errors": (
        "BlockedError",
        "OutputError",
        "UnknownEditionError",
        "UnreadableError",
        "UsageError",
        "XlsheetsError",
    ),
    "report.findings": ("Finding", "Operand", "Severity"),
    "workflows.collect": ("collect", "read_register"),
    "workflows.county": ("compare", "roll_up"),
    "workflows.one_report": (
        "convert",
        "examine",
        "narrate",
        "read",
        "validate",
        "write",
    ),
    "workflows.repair": ("repair",),
    "workflows.sources": ("files_in",),
    "imports": ("read_published",),
    "report": ("Profile", "Report"),
    "schema": ("Cell", "Edition", "edition_for", "newest"),
}


def __getattr__(name: str) -> object:
    """Import a name of this package when it is first asked for."""
    from importlib import import_module

    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"xlsheets.{module}"), name)
    raise AttributeError(f"module 'xlsheets' has no attribute {name!r}")
