"""Sheet part as text -> its rows, those written like rows met before but for their values not parsed again.

A row without its values is its form: places, styles, formulas. The workbooks that one program saves have
few forms among their thousands of rows. A form is known only after its sheet was parsed whole and read.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.workbook.xmlpart import MARK, legible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsheets.workbook.rowxml import Row

_ROOT = re.compile(r'<worksheet(?:\s[\w:.-]+="[^"<]*")*>')
# Excel gives every sheet a number of its own.
_IDENTITY = re.compile(r' xr:uid="[^"<]*"')
_DATA, _END_OF_DATA, _END_OF_ROW = "<sheetData>", "</sheetData>", "</row>"
# A value in which every sign is what it looks like: no element, no reference, nothing XML would change.
_VALUE = re.compile("<v>([^<>&\x00-\x1f\ufffe\uffff]*)</v>")
# The forms kept for the sheets of one kind of root element, and the kinds.
_MOST_FORMS, _MOST_ROOTS = 2_048, 8


class Divided(NamedTuple):
    """The text of a sheet in pieces.

    Args:
        surroundings: everything before the rows, and everything behind them.
        root: the root element, on which the meaning of the rows depends.
        forms: the rows, one or several in a piece, with a mark in the place of each value.
        values: the values of all rows.
    """

    surroundings: tuple[str, str]
    root: str
    forms: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def without_rows(self) -> bytes:
        """The part as if it had no rows."""
        return f"{_DATA}{_END_OF_DATA}".join(self.surroundings).encode()

    @property
    def marked(self) -> bytes:
        """The part with the number of each value in its place."""
        first, *others = "".join(self.forms).split(MARK)
        numbered = (f"<v>{MARK}{number}</v>{other}" for number, other in enumerate(others))
        rows = "".join((first, *numbered))
        return f"{_DATA}{rows}{_END_OF_DATA}".join(self.surroundings).encode()


def divide(xml: bytes) -> Divided | None:
    """Take the rows of a sheet apart; None for a part in which an element may not be what it looks like."""
    text = legible(xml)
    if text is None or text.count(_DATA) != 1:
        return None
    before, _, within = text.partition(_DATA)
    rows, _, after = within.partition(_END_OF_DATA)
    root = _ROOT.search(before)
    if root is None or rows.count("<row") != rows.count('<row r="'):
        return None
    pieces = _VALUE.split(rows)
    *ended, last = MARK.join(pieces[::2]).split(_END_OF_ROW)
    forms = (*(f"{each}{_END_OF_ROW}" for each in ended), last)
    return Divided((before, after), _IDENTITY.sub("", root[0]), forms, tuple(pieces[1::2]))


@lru_cache(maxsize=_MOST_ROOTS)
def _known(root: str, styles: int) -> dict[str, tuple[Row, ...]]:  # noqa: ARG001 - the key
    """Return what forms say below a root element, in workbooks of so many styles; to be added to."""
    return {}


def recall(divided: Divided, styles: int) -> list[tuple[Row, int]] | None:
    """Return every row and the number of its first value; None when a form was not met before."""
    known = _known(divided.root, styles)
    rows, first = [], 0
    for form in divided.forms:
        met = known.get(form)
        if met is None:
            return None
        rows += [(row, first) for row in met]
        first += form.count(MARK)
    return rows


def learn(divided: Divided, rows: Sequence[Row], styles: int) -> None:
    """Keep what the forms of a sheet say; its rows were read with the numbers of their values."""
    counts = [form.count("<row") for form in divided.forms]
    if sum(counts) != len(rows) or len(counts) > _MOST_FORMS:
        return
    known = _known(divided.root, styles)
    if len(known) + len(counts) > _MOST_FORMS:
        known.clear()
    left, first = iter(rows), 0
    for form, count in zip(divided.forms, counts, strict=True):
        known[form] = tuple(_counted_from(first, row) for row in islice(left, count))
        first += form.count(MARK)


def _counted_from(first: int, row: Row) -> Row:
    """Return a row with the numbers of its values counted from another one."""
    held = (
        each._replace(value=each.value - first) if isinstance(each.value, int) else each
        for each in row.held
    )
    return row._replace(held=tuple(held))
