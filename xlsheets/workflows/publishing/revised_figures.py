"""Tables of a revised draft and the report -> input cells that change, and what is only told."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from xlsheets.basics.numbers import Oddity, oddity_of, parse_figure, show
from xlsheets.extract import GridCell
from xlsheets.extract.squeeze import squeezed
from xlsheets.report import complete
from xlsheets.report.absorbed import FigureEdit
from xlsheets.schema.shape import Box, Role, boxes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xlsheets.basics.numbers import Number
    from xlsheets.documents.printed.composition import Form
    from xlsheets.extract import Grid
    from xlsheets.report import Report
    from xlsheets.schema import Cell

_Placed = TypeVar("_Placed", Box, GridCell)


class RevisedFigures:
    """The figures of a draft, table by table.

    Attributes:
        edits: input cells that hold another number in the draft.
        listed: sentences about what is not written.
    """

    def __init__(self, report: Report) -> None:
        self.edits: list[FigureEdit] = []
        self.listed: list[str] = []
        self._report = report
        self._totals: dict[Cell, Number] = {}

    def read(self, form: Form, grid: Grid) -> None:
        """Compare a table of the draft, cell by cell, with the table it was printed from.

        A figure counts where all labels of its row and all headings stand as printed: rows that changed places
        would give theirs to others.
        """
        drawn, there = _by_row(boxes(form.table)), _by_row(grid.cells)
        if {row: len(cells) for row, cells in drawn.items()} != {
            row: len(cells) for row, cells in there.items()
        }:
            self.listed.append(
                f"“{form.caption}”的行、列或者合并方式改了，里面的数没有写入，请逐格核对。"
            )
            return
        facing = [
            (box, cell.text)
            for row, found in drawn.items()
            for box, cell in zip(found, there[row], strict=True)
        ]
        odd = [(box, text) for box, text in facing if not box.cell and not _same(box.text, text)]
        for box, text in odd:
            self.listed.append(
                f"“{form.caption}”的栏目“{box.text}”改成了“{text}”，没有写入：格式规定了，不能改。"
            )
        for box, text in facing:
            if box.cell:
                self._take(box.cell, text, certain=not any(_concerns(one, box) for one, _ in odd))

    def _take(self, cell: Cell, text: str, *, certain: bool) -> None:
        report, path = self._report, self._report.edition.path(cell)
        before = report.values.get(cell)
        if "".join(text.split()) == ("" if before is None else show(before)):
            return
        number = self._number(cell, text)
        if number is None:
            written = f"改成了“{text}”，不能当作一个数" if text.strip() else "空着了"
            self.listed.append(f"{path}：{written}，没有写入，工作簿里还是 {_shown(before)}。")
        elif number == before:
            return
        elif not certain:
            self.listed.append(
                f"{path}：改成了 {show(number)}，这一行或者表头的栏目也改了，没有写入，"
                f"工作簿里还是 {_shown(before)}。"
            )
        elif cell in report.edition.sum_of:
            self._totals[cell] = number
        else:
            spot = report.places.get(str(cell))
            self.edits.append(FigureEdit(cell, path, str(spot or ""), before, number))

    def _number(self, cell: Cell, text: str) -> Number | None:
        measure = self._report.edition.measure(cell)
        read = parse_figure(text, money=measure.decimals > 0)
        plain = read.oddity is Oddity.TEXT_NUMBER and read.value is not None
        return read.value if plain and not oddity_of(read.value or 0, measure.decimals) else None

    def about_totals(self) -> Iterator[str]:
        """Yield every total that was changed to something else than its cells add up to."""
        values = self.afterwards()
        for cell, number in self._totals.items():
            if values.get(cell) != number:
                yield (
                    f"{self._report.edition.path(cell)}：合计改成了 {show(number)}，各项加起来是 "
                    f"{_shown(values.get(cell))}，没有写入。要改合计，请改它的各项。"
                )

    def stale_totals(self) -> Iterator[str]:
        """Yield every total that the draft leaves as it was, though its cells changed."""
        before, after = self._report.values, self.afterwards()
        for cell in self._report.edition.sum_of:
            if before.get(cell) != after.get(cell) and cell not in self._totals:
                yield (
                    f"{self._report.edition.path(cell)}：稿子上的合计还是 {_shown(before.get(cell))}，"
                    f"按改后的数是 {_shown(after.get(cell))}，由工作簿重新计算。"
                )

    def afterwards(self) -> Mapping[Cell, Number]:
        """Return all numbers of the report with the edits in it."""
        changed = {edit.cell: edit.after for edit in self.edits}
        return complete(self._report.edition, {**self._report.figures, **changed})


def _by_row(cells: Iterable[_Placed]) -> dict[int, list[_Placed]]:
    """Return cells row by row, from left to right: other programs count columns otherwise."""
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    return {row: list(found) for row, found in groupby(ordered, key=lambda cell: cell.row)}


def _same(label: str, text: str) -> bool:
    return squeezed(label) == squeezed(text)


def _concerns(label: Box, box: Box) -> bool:
    """Tell whether a label is a heading, or stands in the row of a figure."""
    beside = label.row <= box.row < label.row + label.height
    return label.role is not Role.STUB or beside


def _shown(number: Number | None) -> str:
    return "空" if number is None else show(number)
