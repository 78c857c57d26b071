"""A report as it was approved and as it was published -> values: what differs, and what could not be compared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DiscrepancyKind(StrEnum):
    """What differs."""

    FIGURE = "figure"
    TEXT = "text"
    LABEL = "label"
    TITLE = "title"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One place where what was published is not what was approved.

    Args:
        kind: what differs.
        path: where, in the words of the form.
        approved: what the workbook says; "" where it says nothing.
        published: what was published; "" where nothing was.
        place: id of the place in the workbook; "" for what has none.
        address: the cell of the workbook; "" for what has none.
    """

    kind: DiscrepancyKind
    path: str
    approved: str
    published: str
    place: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """One published file against the workbook that was approved.

    Args:
        unit: whose report it is, as the workbook says.
        workbook, published: names of the two files.
        differences: every place that differs, in printed order.
        left: sentences about what was not compared.
        around: sentences about text around the report that is no part of it.
        code: the 校对码 of the workbook; "" while a figure is missing.
        printed: whether that code is printed in what was published.
    """

    unit: str
    workbook: str
    published: str
    differences: tuple[Discrepancy, ...] = ()
    left: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    code: str = ""
    printed: bool = False

    @property
    def equal(self) -> bool:
        """Whether all was compared and nothing differs."""
        return not self.differences and not self.left
