"""Sheet part as text -> its rows, those written like rows met before but for their values not parsed again.

A row without its values is its form: places, styles, formulas. The workbooks that one program saves have
few forms among their thousands of rows. A form is known only after its sheet was parsed whole and read.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.ooxml.part import cut
from xlsheets.ooxml.xml import MARK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsheets.ooxml.part import Cut
    from xlsheets.xlsx.rows import StoredRow

_END_OF_ROW = "</row>"
# A value in which every sign is what it looks like: no element, no reference, nothing XML would change.
_VALUE = re.compile("<v>([^<>&\x00-\x1f\ufffe\uffff]*)</v>")
# The forms kept for the sheets of one kind of root element, the kinds, and the signs of a form.
_MOST_FORMS, _MOST_ROOTS, _LONGEST_FORM = 2_048, 8, 2**14


class Divided(NamedTuple):
    """The text of a sheet in pieces.

    Args:
        cut: what is around the rows.
        forms: the rows, one or several in a piece, with a mark in the place of each value.
        values: the values of all rows.
    """

    cut: Cut
    forms: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def marked(self) -> bytes:
        """The part with the number of each value in its place."""
        first, *others = "".join(self.forms).split(MARK)
        numbered = (f"<v>{MARK}{number}</v>{other}" for number, other in enumerate(others))
        return "".join((self.cut.before, first, *numbered, self.cut.after)).encode()


def divide(xml: bytes) -> Divided | None:
    """Take the rows of a sheet apart; None for a part in which an element may not be what it looks like."""
    found = cut(xml, "worksheet", "sheetData")
    if found is None or found.within.count("<row") != found.within.count('<row r="'):
        return None
    pieces = _VALUE.split(found.within)
    *ended, last = MARK.join(pieces[::2]).split(_END_OF_ROW)
    forms = (*(f"{each}{_END_OF_ROW}" for each in ended), last)
    return Divided(found, forms, tuple(pieces[1::2]))


@lru_cache(maxsize=_MOST_ROOTS)
def _known(root: str, styles: int) -> dict[str, tuple[StoredRow, ...]]:  # noqa: ARG001 - the key
    """Return what forms say below a root element, in workbooks of so many styles; to be added to."""
    return {}


def recall(divided: Divided, styles: int) -> list[tuple[StoredRow, int]] | None:
    """Return every row and the number of its first value; None when a form was not met before."""
    known = _known(divided.cut.root, styles)
    rows, first = [], 0
    for form in divided.forms:
        met = known.get(form)
        if met is None:
            return None
        rows += [(row, first) for row in met]
        first += form.count(MARK)
    return rows


def learn(divided: Divided, rows: Sequence[StoredRow], styles: int) -> None:
    """Keep what the forms of a sheet say; its rows were read with the numbers of their values."""
    counts = [form.count("<row") for form in divided.forms]
    large = len(counts) > _MOST_FORMS or max(map(len, divided.forms)) > _LONGEST_FORM
    if large or sum(counts) != len(rows):
        return
    known = _known(divided.cut.root, styles)
    if len(known) + len(counts) > _MOST_FORMS:
        known.clear()
    left, first = iter(rows), 0
    for form, count in zip(divided.forms, counts, strict=True):
        known[form] = tuple(_counted_from(first, row) for row in islice(left, count))
        first += form.count(MARK)


def _counted_from(first: int, row: StoredRow) -> StoredRow:
    """Return a row with the numbers of its values counted from another one."""
    held = (
        each._replace(value=each.value - first) if isinstance(each.value, int) else each
        for each in row.held
    )
    return row._replace(held=tuple(held))
