"""What makes Excel or Word offer to repair a file, beyond the schemas that the Open XML SDK validates.

``python -m tests.tools.strict FILE...`` prints a line for each violation.
"""

from __future__ import annotations

from pathlib import Path

from tests.tools.strict import addin, document, package, workbook

_KINDS = {
    ".xlsx": (workbook.violations,),
    ".docx": (document.violations,),
    ".xlam": (workbook.violations, addin.violations),
}


def violations(path: Path) -> list[str]:
    """Return what is wrong with a file."""
    return in_bytes(path.read_bytes(), path.suffix)


def in_bytes(content: bytes, ending: str) -> list[str]:
    """Return what is wrong with a file whose name has this ending."""
    file = package.opened(content)
    checks = (package.violations, *_KINDS[ending])
    return [problem for check in checks for problem in check(file)]
