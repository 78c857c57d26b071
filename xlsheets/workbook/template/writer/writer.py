"""A workbook being written: sheets, looks, live formulas and protection over XlsxWriter."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING

import xlsxwriter

from xlsheets.basics.addresses import place_of
from xlsheets.basics.characters import whole
from xlsheets.basics.numbers import as_number, show
from xlsheets.errors import OutputError
from xlsheets.workbook.layout import MARKED_NAME, Layout
from xlsheets.workbook.template.writer.formats import FLAGGED, FLAGGED_TEXT, signed, together
from xlsheets.workbook.template.writer.live_formulas import (
    Account,
    stored,
)
from xlsheets.workbook.template.writer.sheet_writer import SheetWriter
from xlsheets.xlsx.limits import LONGEST_TEXT, length

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from xlsheets.basics.addresses import Spot
    from xlsheets.basics.numbers import Number
    from xlsheets.report import Report
    from xlsheets.workbook.template.writer.formats import Look
    from xlsheets.workbook.template.writer.live_formulas import Count, Live

# A cell is locked unless its look says otherwise; no password, because this guards against slips only.
_ALLOWED = {"format_columns": True, "format_rows": True}
_TITLE = "政府信息公开工作年度报告填报工作簿"
# What is seen at first: the screen most clerks have, in pixels.
_WINDOW = (1366, 728)
# Fixed, so that the same report always gives the same bytes: the day of the notice.
_CREATED = datetime.datetime(2021, 9, 29, tzinfo=datetime.UTC)
# Where XlsxWriter keeps of a defined name whether it is hidden.
_HIDDEN = 3
# Before a text of so many characters every program can put a mark; in the place of a longer one some show #.
_MARKED = 200
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class BookWriter:
    """One workbook for one report."""

    def __init__(self, report: Report, last: Report | None = None) -> None:
        self.report, self.last = report, last
        self.layout = Layout(report.edition)
        self.account = Account(report, self.layout)
        self._bytes = io.BytesIO()
        self.workbook = xlsxwriter.Workbook(self._bytes, _OPTIONS)
        self._styles: dict[tuple[str, ...], Format] = {}
        self._flags: dict[str, Format] = {}

    def finish(self) -> bytes:
        """Return the workbook's bytes; nothing can be written afterwards."""
        self.workbook.set_properties({"title": _TITLE, "created": _CREATED})
        self.workbook.set_size(*_WINDOW)
        self.workbook.close()
        return self._bytes.getvalue()

    def style(self, *looks: str) -> Format:
        """Return the format these looks make together on top of the plain one."""
        if looks not in self._styles:
            self._styles[looks] = self.workbook.add_format(together(*looks))
        return self._styles[looks]

    def sheet(self, name: str, *, tab: str, landscape: bool = False) -> SheetWriter:
        """Add a protected sheet that prints on A4."""
        sheet: SheetWriter = self.workbook.add_worksheet(name, worksheet_class=SheetWriter)
        sheet.protect("", _ALLOWED)
        sheet.hide_gridlines(2)
        sheet.set_tab_color(tab)
        sheet.set_paper(9)
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_footer("&L&9&A&R&9第 &P 页，共 &N 页")
        if landscape:
            sheet.set_landscape()
        return sheet

    def text(self, sheet: SheetWriter, spot: Spot, text: str, *looks: str) -> None:
        """Write text as text, whatever it looks like.

        Raises:
            OutputError: it is longer than a cell can hold.
        """
        if length(text) > LONGEST_TEXT:
            raise OutputError(
                f"“{spot.sheet}”有一段文字超过 {LONGEST_TEXT} 字，一个单元格放不下，请分成几段。"
            )
        sheet.write_string(*spot.place.zero_based, whole(text), self.style(*looks))

    def number(self, sheet: SheetWriter, spot: Spot, value: Number | None, *looks: str) -> None:
        """Write a number, blank for None; one that Excel would round is written as text instead."""
        place, style = spot.place.zero_based, self.style(*looks)
        if value is None:
            sheet.write_blank(*place, None, style)
        elif as_number(float(f"{value:.16G}")) == value:
            sheet.write_number(*place, stored(value), style)
        else:
            sheet.write_string(*place, show(value), style)

    def live(self, sheet: SheetWriter, cell: str, live: Live | Count, *looks: str) -> None:
        """Write a formula together with its value."""
        sheet.write_formula(
            *place_of(cell).zero_based, f"={live.formula}", self.style(*looks), live.value
        )

    def banner(self, sheet: SheetWriter, area: str, live: Live | Count, *looks: str) -> None:
        """Write a formula across merged cells."""
        sheet.merge_range(area, "", self.style(*looks))
        self.live(sheet, area.partition(":")[0], live, *looks)

    def _flagged(self, digits: str) -> Format:
        if digits not in self._flags:
            look = FLAGGED | {"num_format": signed("●", digits)}
            self._flags[digits] = self.workbook.add_format(look)
        return self._flags[digits]

    def mark(self, sheet: SheetWriter, area: str, formula: str, look: Look) -> None:
        """Give the cells of an area another look where a formula holds.

        In the formula ``@`` stands for the cell itself. Every range has a rule of its own: programs disagree from
        which cell a rule over several ranges counts.
        """
        style = self.workbook.add_format(look)
        for part in area.split(","):
            self._when(sheet, part, formula.replace("@", part.partition(":")[0]), style)

    def flag(self, sheet: SheetWriter, area: str, digits: str = "General") -> None:
        """Mark the cells of an area whose address is among those of the findings."""
        listed = self._listed(sheet)
        for part in area.split(","):
            self._when(sheet, part, listed, self._flagged(digits))

    @staticmethod
    def _listed(sheet: SheetWriter) -> str:
        here = f'"{sheet.get_name()}!"&ADDRESS(ROW(),COLUMN(),4)'
        return f'ISNUMBER(FIND(" "&{here}&" "," "&{MARKED_NAME}&" "))'

    def flag_texts(self, sheet: SheetWriter, area: str) -> None:
        """Mark the cells of an area that may hold long texts, as ``flag`` does the others."""
        first = area.partition(":")[0]
        style = self.workbook.add_format(FLAGGED_TEXT)
        self._when(
            sheet, area, f"AND({self._listed(sheet)},LEN({first})>{_MARKED})", style, last=True
        )
        self.flag(sheet, area)

    @staticmethod
    def _when(
        sheet: SheetWriter, area: str, formula: str, look: Format, *, last: bool = False
    ) -> None:
        """Add a rule; where it holds and is the ``last``, none that is added later is asked."""
        rule = {"type": "formula", "criteria": f"={formula}", "format": look, "stop_if_true": last}
        sheet.conditional_format(area, rule)

    def name(self, name: str, target: str, *, hidden: bool = False) -> None:
        """Give a cell or some areas their defined name, one that the name box does not show where it is hidden."""
        self.workbook.define_name(name, f"={target}")
        self.workbook.defined_names[-1][_HIDDEN] = hidden
