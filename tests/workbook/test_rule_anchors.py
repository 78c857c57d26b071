"""From which cell a rule over several ranges counts: programs disagree, so nothing may depend on it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from tests.tools.made import MADE, made

# A reference whose column or row moves along with the cell: D6, $D6, D$6.
_MOVING = re.compile(r"(?<![\w$!'])(?:[A-Z]{1,3}\$?\d+|\$[A-Z]{1,3}\d+)(?![\w(])")


def _rules(sheet: Worksheet) -> Iterator[tuple[str, list[str]]]:
    """Yield the cells and the formulas of every conditional format and every validation."""
    for held in sheet.conditional_formatting:
        yield str(held.sqref), [formula for rule in held.rules for formula in rule.formula]
    for rule in sheet.data_validations.dataValidation:
        yield str(rule.sqref), [rule.formula1 or "", rule.formula2 or ""]


def _depends(area: str, formulas: list[str]) -> bool:
    """Tell whether a rule reads differently from its first range and from its top left cell."""
    ranges = [range_boundaries(part) for part in area.split()]
    corner = min(one[0] for one in ranges), min(one[1] for one in ranges)
    return ranges[0][:2] != corner and any(map(_MOVING.search, formulas))


@pytest.mark.parametrize("kind", MADE)
def test_no_rule_depends_on_the_cell_it_counts_from(kind):
    book = openpyxl.load_workbook(io.BytesIO(made(kind)))
    found = [
        (sheet.title, area)
        for sheet in book
        for area, formulas in _rules(sheet)
        if _depends(area, formulas)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("area", "formula", "expected"),
    [
        ("J6:J28 D29:J29 J30", "J6>0", True),
        ("J6:J28 D29:J29 J30", "ISNUMBER($J$6)", False),
        ("J6:J28 D29:J29 J30", 'FIND("表!"&ADDRESS(ROW(),COLUMN(),4),marks)', False),
        ("D6:I28 D30:I30", "D6<0", False),
        ("D6:I28", "D6<0", False),
    ],
)
def test_a_rule_that_depends_on_it_is_known(area, formula, expected):
    assert _depends(area, [formula]) == expected
