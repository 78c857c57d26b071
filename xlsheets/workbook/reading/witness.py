"""A workbook of ours -> its figures as openpyxl reads them: a witness that shares no code with our own reader."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import as_number
from xlsheets.workbook.layout import cell_name

if TYPE_CHECKING:
    from openpyxl import Workbook

    from xlsheets.basics.numbers import Number
    from xlsheets.schema import Cell, Edition


def witnessed(content: bytes, edition: Edition) -> dict[Cell, Number]:
    """Return every typed cell that holds a number, found by its name; blank cells are left out."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    found = {cell: _value(book, cell_name(cell)) for cell in edition.typed_cells}
    return {
        cell: as_number(value)
        for cell, value in found.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }


def _value(book: Workbook, name: str) -> object:
    """Return what stands in the one cell that a defined name leads to; None when it leads nowhere."""
    named = book.defined_names.get(name)
    places = list(named.destinations) if named else []
    if len(places) != 1:
        return None
    sheet, address = places[0]
    return book[sheet][address.replace("$", "")].value
