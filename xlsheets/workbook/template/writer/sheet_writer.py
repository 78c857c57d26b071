"""A worksheet as XlsxWriter writes it, but for what Excel, WPS and clerks would stumble over."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from xlsxwriter.worksheet import Worksheet

from xlsheets.basics.addresses import columns
from xlsheets.values import NamedTuple
from xlsheets.xlsx.limits import TALLEST_ROW

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter.format import Format

    Attributes = Sequence[tuple[str, object]]


class _Alike(NamedTuple):
    """Cells side by side that look alike, in the place of the first one: what each is after its address and look."""

    ends: Iterable[str]
    look: Format


class SheetWriter(Worksheet):  # type: ignore[misc]
    """A sheet without empty texts, some of whose rows have a height and yet grow with what is typed into them."""

    def set_row(self, row: int, height: float | None = None, *others: object) -> int:
        """Set the height of a row, as far as rows may be high."""
        return int(super().set_row(row, height and min(height, TALLEST_ROW), *others))

    def let_grow(self, row: int, height: float) -> None:
        """Give a row a height that is a first guess only: it is not marked as set by hand."""
        self.set_row(row, height)
        self.__dict__.setdefault("growing", set()).add(row + 1)

    def share_formula(self, formula: str, area: str) -> None:
        """Let the cells of an area share a formula, which is that of the first one, with its equals sign.

        It is written once, and every cell refers to it: a list of some thousand rows stays a small file, and opens
        quickly. ``write_formula`` with the same text then stands for it in every row.
        """
        shared = self.__dict__.setdefault("shared", {})
        shared.setdefault(formula.removeprefix("="), (len(shared), area))

    def _write_single_row(self, current_row_num: int = 0) -> None:
        """Write a row of a sheet of which a row at a time is kept, and keep nothing of it: no picture asks how high it is."""
        written = self.previous_row
        super()._write_single_row(current_row_num)
        self.row_info.pop(written, None)
        self.row_sizes.pop(written, None)

    def set_columns(self, first: int, last: int, width: float) -> None:
        """Set the width of columns, which is kept once."""
        self.set_column(first, first, width)
        self.col_info.update(dict.fromkeys(range(first, last + 1), self.col_info[first]))

    def write_figures(self, row: int, column: int, numbers: Sequence[int], look: Format) -> None:
        """Write whole numbers of at most 15 digits side by side: as many as a sheet has columns, at little cost."""
        ends = (f"><v>{number}</v></c>" for number in numbers[:-1])
        self._write_number(row, column + len(numbers) - 1, numbers[-1], look)
        self.table[row][column] = _Alike(ends, look)

    def write_names(self, row: int, column: int, names: Sequence[str], look: Format) -> None:
        """Write side by side, where a row at a time is kept, texts of letters and digits only."""
        ends = (f' t="inlineStr"><is><t>{name}</t></is></c>' for name in names[:-1])
        self._write_string(row, column + len(names) - 1, names[-1], look)
        self.table[row][column] = _Alike(ends, look)

    def _write_cell(self, row: int, col: int, cell: object) -> None:
        if not isinstance(cell, _Alike):
            super()._write_cell(row, col, cell)
            return
        style = cell.look._get_xf_index()  # noqa: SLF001 - as XlsxWriter itself asks for it here
        look = f'{row + 1}" s="{style}"'
        places = islice(columns(), col, None)
        # The last of them has a cell of its own, by which the sheet knows how wide it is.
        pairs = zip(cell.ends, places, strict=False)
        self.fh.writelines(f'<c r="{place}{look}{end}' for end, place in pairs)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002 - as XlsxWriter has it
        """Return a formula without its equals sign: none of ours has a function that a file spells otherwise."""
        return formula.removeprefix("=")

    def _write_string(
        self, row: int, col: int, string: str, cell_format: Format | None = None
    ) -> int:
        """Write a text; COUNTA and ISBLANK would count an empty one as filled, so that cell stays blank."""
        if not string:
            return int(self._write_blank(row, col, None, cell_format))
        return int(super()._write_string(row, col, string, cell_format))

    def _xml_formula_element(
        self, formula: str, result: object, attributes: Attributes = ()
    ) -> None:
        """Write a formula; one that computes a text without a character says so, as Excel has it."""
        if result == "":
            attributes = [*attributes, ("t", "str")]
        shared = self.__dict__.get("shared", {})
        if formula not in shared:
            super()._xml_formula_element(formula, result, attributes)
            return
        number, area = shared[formula]
        shared[formula] = (number, "")
        of = "".join(f' {key}="{self._escape_attributes(value)}"' for key, value in attributes)
        text = (
            f' ref="{area}" si="{number}">{self._escape_data(formula)}</f>'
            if area
            else f' si="{number}"/>'
        )
        self.fh.write(f'<c{of}><f t="shared"{text}<v>{self._escape_data(result)}</v></c>')

    def _xml_start_tag_unencoded(self, tag: str, attributes: Attributes = ()) -> None:
        growing = self.__dict__.get("growing", ())
        if tag == "row" and dict(attributes)["r"] in growing:
            attributes = [attribute for attribute in attributes if attribute[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)
