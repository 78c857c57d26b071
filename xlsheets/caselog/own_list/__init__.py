"""A unit's own list of cases, under headings of its own -> rows of a case log, and what of it does not map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from xlsheets.basics.numbers import Number

    OwnContent = str | Number | datetime.date


class OwnSheet(NamedTuple):
    """A sheet of a list that is no case log, or the whole of a text file with separators.

    Args:
        file: name of the file.
        name: name of the sheet; "" for a text file.
        rows: what stands in each row by its number, both counted from 1; blank cells are left out.
    """

    file: str
    name: str
    rows: Mapping[int, Mapping[int, OwnContent]]

    @property
    def path(self) -> str:
        """What the sheet is called in a sentence."""
        return f"“{self.file}”的“{self.name}”表" if self.name else f"“{self.file}”"
