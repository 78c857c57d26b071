"""Ways to read a row whose figures stand together, and last year's report -> those that go on from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsheets.imports.printed_rows import PrintedRow
    from xlsheets.imports.run_together import Choices, Reading
    from xlsheets.report import Report


def going_on(row: PrintedRow, found: Choices, last: Report) -> Choices:
    """Keep the readings of a glued row that last year's figures lead to; all of them where none does.

    上年结转 is what last year carried forward; 现行有效 is what was in force then, and 制发 less 废止.
    """
    if not found.cuts:
        return found
    fitting = tuple(each for each in found.readings if _goes_on(row, each, last))
    return replace(found, readings=fitting or found.readings)


def _goes_on(row: PrintedRow, reading: Reading, last: Report) -> bool:
    numbers = [slot.value for slot in reading]
    named = last.edition.named
    if (row.block, row.key) == named.requests.carried_over:
        columns = [leaf.key for leaf in last.edition.blocks[row.block].column_leaves]
        closing = named.requests.carried_forward
        return numbers == [last.values.get(closing.at(column)) for column in columns]
    held = next((held for held in named.documents if held.row == (row.block, row.key)), None)
    before = last.figures.get(held.in_force) if held and held.in_force else None
    if before is None or None in numbers:
        return False
    issued, repealed, in_force = (number or 0 for number in numbers)
    return in_force == before + issued - repealed
