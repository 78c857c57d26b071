"""Typed figures of a table -> a short digest, by which a total stated earlier is known to be still meant.

A source may state a total beside its parts. As soon as somebody changes an input of the table, that
statement is about figures that are no longer there, and the sum counts alone.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsheets.basics.numbers import Number
    from xlsheets.schema import Cell
    from xlsheets.schema.spec import Table

_LENGTH = 16


def inputs_digest(table: Table, figures: Mapping[Cell, Number]) -> str:
    """Return a digest over every typed figure of a table; it changes when one is added, changed or deleted."""
    text = "|".join(f"{cell}={show(figures[cell])}" for cell in table.cells if cell in figures)
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]
