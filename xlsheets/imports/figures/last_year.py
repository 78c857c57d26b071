"""Ways to read a row whose figures stand together, and last year's report -> those that go on from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsheets.imports.figures.columns import Columns
    from xlsheets.imports.figures.placement import Reading
    from xlsheets.imports.figures.printed_rows import PrintedRow
    from xlsheets.imports.figures.run_together import Choices
    from xlsheets.report import Report


def proved(row: PrintedRow, columns: Columns, found: Choices, last: Report | None) -> Choices:
    """Keep the readings of a glued row that last year's figures lead to.

    上年结转 is what last year carried forward; 现行有效 is what was in force then, and 制发 less 废止. Where
    none leads on from last year, all remain, or none of a row in which nothing else proves one of them.
    """
    if not found.cuts:
        return found
    fitting: tuple[Reading, ...] = ()
    if last:
        fitting = tuple(
            reading for reading in found.readings if _goes_on(row, columns, reading, last)
        )
    if found.unproved:
        return replace(found, readings=fitting if len(fitting) == 1 else (), unproved=False)
    return replace(found, readings=fitting or found.readings)


def _goes_on(row: PrintedRow, columns: Columns, reading: Reading, last: Report) -> bool:
    numbers = {key: slot.value for key, slot in zip(columns.keys, reading, strict=True)}
    named = last.edition.named
    if (row.block, row.key) == named.requests.carried_over:
        closing = named.requests.carried_forward
        return numbers == {key: last.values.get(closing.at(key)) for key in columns.keys}
    held = next((held for held in named.documents if held.row == (row.block, row.key)), None)
    if held is None or held.in_force is None or held.repealed is None:
        return False
    before = last.figures.get(held.in_force)
    known = [numbers.get(cell.column) for cell in held.all_of_them]
    if before is None or any(number is None for number in known):
        return False
    issued, repealed, in_force = (number or 0 for number in known)
    return in_force == before + issued - repealed
