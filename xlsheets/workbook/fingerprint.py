"""Edition -> the formulas locked into its workbook, and the fingerprint that tells templates apart."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import reference, shortest_ranges
from xlsheets.workbook.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsheets.basics.addresses import Spot
    from xlsheets.schema import Cell, Edition

# Counted up by hand when a clerk would notice that the workbook is another one.
TEMPLATE_VERSION = "3"


def formula_of(edition: Edition, cell: Cell, numbers: Mapping[Cell, Spot] | None = None) -> str:
    """Return the formula of a total, without the equals sign: ``SUM(D6:I6)``.

    Args:
        edition: the official format.
        cell: a computed cell.
        numbers: where the cells stand, when rows were inserted; the template's own places by default.
    """
    places = Layout(edition).numbers if numbers is None else numbers
    return f"SUM({shortest_ranges(places[part].cell for part in edition.sum_of[cell].parts)})"


def fingerprint(edition: Edition) -> str:
    """Return sixteen hex digits over names, addresses, labels and formulas of an edition's workbook."""
    layout = Layout(edition)
    numbers = layout.numbers
    lines = [
        TEMPLATE_VERSION,
        edition.key,
        *(f"{name}={reference(spot)}" for name, spot in layout.names.items()),
        *(f"{spot}={label}" for spot, label in layout.labels.items()),
        *(f"{rule.total}={formula_of(edition, rule.total, numbers)}" for rule in edition.sums),
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
