"""A table of a Word document: every row fills the grid, and what is merged continues something."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_COLUMNS = 63


def violations(table: etree._Element) -> Iterator[str]:
    """Yield what is wrong with a table."""
    grid = [int(column.get(f"{W}w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    rows = table.findall(f"{W}tr")
    if not 0 < len(grid) <= _MOST_COLUMNS or not rows:
        yield f"a table of {len(grid)} columns and {len(rows)} rows"
    above: dict[int, int] = {}
    headers = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
    if headers != sorted(headers, reverse=True):
        yield "a heading row that is not at the top"
    for number, row in enumerate(rows, 1):
        cells = list(_placed(row))
        yield from (f"row {number}: {problem}" for problem in _row(row, cells, grid))
        merged = {}
        for place, span, cell in cells:
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is None:
                continue
            merged[place] = span
            if merge.get(f"{W}val") != "restart":
                if above.get(place) != span:
                    yield f"row {number}, column {place + 1}: continues nothing of the same width"
                if "".join(cell.itertext(f"{W}t")):
                    yield f"row {number}: a text in a continued cell, which nobody sees"
        above = merged
    width = table.find(f"{W}tblPr/{W}tblW")
    given = int(width.get(f"{W}w")) if width is not None else sum(grid)
    if width is not None and width.get(f"{W}type") == "dxa" and abs(given - sum(grid)) > 4:
        yield f"the table is {given} wide, its columns {sum(grid)}"


def _placed(row: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """Yield each cell with the column it begins at and how many it takes."""
    place = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for cell in row.iterfind(f"{W}tc"):
        span = _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
        yield place, span, cell
        place += span


def _number(element: etree._Element | None, otherwise: int) -> int:
    return otherwise if element is None else int(element.get(f"{W}val"))


def _row(row: etree._Element, cells: list, grid: list[int]) -> Iterator[str]:
    end = cells[-1][0] + cells[-1][1] if cells else 0
    if end + _number(row.find(f"{W}trPr/{W}gridAfter"), 0) != len(grid):
        yield f"{end} columns of {len(grid)}"
    height = row.find(f"{W}trPr/{W}trHeight")
    if height is not None and int(height.get(f"{W}val")) > 31680:
        yield "too high"
    for place, span, cell in cells:
        width = cell.find(f"{W}tcPr/{W}tcW")
        wanted = sum(grid[place : place + span])
        if width is None or (
            width.get(f"{W}type") == "dxa" and abs(int(width.get(f"{W}w")) - wanted) > 2
        ):
            yield f"column {place + 1}: its width is not that of the grid, {wanted}"
        if not len(cell) or cell[-1].tag != f"{W}p":
            yield f"column {place + 1}: does not end with a paragraph"
