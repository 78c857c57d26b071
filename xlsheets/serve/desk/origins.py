"""A published report as it was read, and its workbook as it stands -> every number with where it was read, as JSON values."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.workflows.provenance import corrected, origins

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsheets.basics.numbers import Number
    from xlsheets.imports import Imported
    from xlsheets.report import Report
    from xlsheets.schema import Cell, Edition
    from xlsheets.workbook.lists.origins import ReadNumber

_PICTURE = "data:image/png;base64,"


def numbers_read(found: Imported, report: Report) -> dict[str, object]:
    """Return every number as it was read and as it stands, those first that somebody should look at; and what is told of them.

    Args:
        found: what was read, as it was read.
        report: the report in the workbook now.
    """
    now = _as_it_stands(found, report)
    places = _places(found.report.edition)
    standing = {number.path: number for number in origins(now)}
    told = _told(now)
    read = [
        _row(number, standing[number.path], places[number.path], told.get(number.path, ""))
        for number in origins(found)
    ]
    return {"read": read, "mended": to_compare(now), "unread": now.unread}


def to_compare(found: Imported) -> tuple[str, ...]:
    """Return a sentence for each number that the sums decided."""
    return tuple(
        f"{path}：原文连写、错位或者看不准，按合计推断，请对照原文。" for path in found.inferred
    )


def pictures(found: Imported) -> dict[str, str]:
    """Return how each number of a scan looks, as addresses that hold the picture, by its place."""
    places = _places(found.report.edition)
    return {
        places[number.path]: _PICTURE + base64.b64encode(number.picture).decode()
        for number in origins(found)
        if number.picture
    }


def without_pictures(found: Imported) -> Imported:
    """Return what was read without how it looks, which need not go from process to process with every change."""
    plain = {spot: sight._replace(picture=b"") for spot, sight in found.sights.items()}
    return replace(found, sights=plain)


def _places(edition: Edition) -> dict[str, str]:
    """Return the place of every cell by its path."""
    return {edition.path(cell): str(cell) for cell in edition.cells}


def _as_it_stands(found: Imported, report: Report) -> Imported:
    """Return what was read with the numbers that stand in the workbook by now.

    A total that its source states is shown as long as the workbook does not say otherwise.
    """
    stated = {**found.report.stated, **report.stated}
    was, standing = (
        _values(found.report.figures, found.report.stated),
        _values(report.figures, stated),
    )
    path = found.report.edition.path
    typed = {path(cell): number for cell, number in standing.items() if was.get(cell) != number}
    mended = corrected(found, typed)
    return replace(mended, report=replace(mended.report, figures=report.figures, stated=stated))


def _values(figures: Mapping[Cell, Number], stated: Mapping[Cell, Number]) -> dict[Cell, Number]:
    return {**figures, **stated}


def _told(found: Imported) -> dict[str, str]:
    """Return by the path of a cell what is said of it, or of its row, where nothing was taken."""
    said = dict(
        reversed([sentence.split("：", 1) for sentence in found.unread if "：" in sentence])
    )
    seen = {observed.place: f"写着“{observed.text}”。" for observed in found.report.observations}
    return {
        path: next((said[part] for part in _within(path) if part in said), seen.get(place, ""))
        for path, place in _places(found.report.edition).items()
    }


def _within(path: str) -> Iterator[str]:
    """Yield the path of a cell, then of its row, then of what that stands in."""
    while path:
        yield path
        path = path.rpartition(" › ")[0]


def _row(read: ReadNumber, now: ReadNumber, place: str, told: str) -> dict[str, object]:
    return {
        "place": place,
        "path": read.path,
        "read": _shown(read),
        "now": _shown(now),
        "why": read.doubt,
        "doubt": now.doubt,
        "sums": now.sums.split("；") if now.sums else [],
        "spot": str(read.spot or ""),
        "page": read.page,
        "told": told,
    }


def _shown(number: ReadNumber) -> str:
    return "" if number.number is None else show(number.number)
