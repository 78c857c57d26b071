"""The hidden sheet -> totals as the source of the workbook stated them, while they are still meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Place
from xlsheets.report.inputs import inputs_digest
from xlsheets.workbook.layout import DIGEST_COLUMN, stated_name
from xlsheets.xlsx import cell_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsheets.basics.numbers import Number
    from xlsheets.schema import Cell, Edition
    from xlsheets.schema.spec import Table
    from xlsheets.xlsx.workbook import Workbook


def read_stated(
    workbook: Workbook, edition: Edition, table: Table, figures: Mapping[Cell, Number]
) -> Iterator[tuple[Cell, Number]]:
    """Yield the totals of a table that an import or a JSON document stated.

    They count only while the figures of the table are those they were stated with: as soon as somebody
    corrects one in Excel, the sums of the sheet count, as the sheet shows them.
    """
    there = ((summed, workbook.cell(stated_name(summed.total))) for summed in table.sums)
    stated = [(summed, found) for summed, found in there if found and workbook.raw(found).text]
    digest = inputs_digest(table, figures) if stated else ""
    for summed, found in stated:
        beside = Place(found.place.row, DIGEST_COLUMN + 1)
        if workbook.raw(found._replace(place=beside)).text == digest:
            decimals = edition.measure(summed.total).decimals
            seen = cell_value.figure(workbook.raw(found), workbook.book, decimals, money=False)
            if seen.value is not None:
                yield summed.total, seen.value
