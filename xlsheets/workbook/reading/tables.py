"""One official table in a workbook -> its figures, the totals it states, and what was odd."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import Oddity
from xlsheets.report import Observation, with_sums
from xlsheets.schema.spec import Measure
from xlsheets.workbook.layout import cell_name
from xlsheets.workbook.linked_figures import linked_figure
from xlsheets.workbook.reading.headings import check_table
from xlsheets.workbook.reading.totals import judge_total

if TYPE_CHECKING:
    from xlsheets.basics.numbers import Number
    from xlsheets.schema import Cell, Edition
    from xlsheets.schema.spec import Sum, Table
    from xlsheets.xlsx.workbook import NameTarget, Workbook


class TableRead:
    """What was read of a table."""

    def __init__(self) -> None:
        self.figures: dict[Cell, Number] = {}
        self.stated: dict[Cell, Number] = {}
        self.found: dict[Cell, NameTarget] = {}
        self.observations: list[Observation] = []

    def observe(self, oddity: Oddity, cell: Cell, text: str = "", note: str = "") -> None:
        self.observations.append(Observation(oddity, str(cell), text, note))


def read_table(workbook: Workbook, edition: Edition, table: Table) -> TableRead:
    """Read a table by the names of its cells."""
    read = TableRead()
    for cell in table.cells:
        found = workbook.cell(cell_name(cell))
        if found:
            read.found[cell] = found
        else:
            read.observe(Oddity.NAME_LOST, cell)
    check = check_table(table, read.found, workbook)
    read.observations.extend(check.changed_headings)
    for cell, found in read.found.items():
        raw = workbook.raw(found)
        if cell in check.moved:
            read.observe(Oddity.NAME_MOVED, cell, raw.text)
        elif cell not in edition.sum_of:
            _read_figure(workbook, edition, cell, read)
    _read_totals(workbook, table, read, check.moved)
    _look_at_cells(workbook, edition, read)
    return read


def _read_figure(workbook: Workbook, edition: Edition, cell: Cell, read: TableRead) -> None:
    measure = edition.measure(cell)
    money = measure is Measure.WAN_YUAN
    seen = linked_figure(workbook, edition, read.found[cell], measure.decimals, money=money)
    if seen.oddity:
        read.observe(seen.oddity, cell, seen.text, seen.note)
    if seen.faint:
        read.observe(Oddity.HIDDEN, cell, seen.text)
    if seen.value is not None:
        read.figures[cell] = seen.value


def _read_totals(workbook: Workbook, table: Table, read: TableRead, moved: frozenset[Cell]) -> None:
    """Judge every total whose parts are in place; a stale one only while every part is a number."""
    values = with_sums(read.figures, table.sums)
    plain = not any(
        observation.kind is not Oddity.LABEL_CHANGED for observation in read.observations
    )
    for total in table.sums:
        involved = (total.total, *total.parts)
        if all(cell in read.found and cell not in moved for cell in involved):
            _read_total(workbook, total, read, values[total.total], plain=plain)


def _read_total(
    workbook: Workbook, rule: Sum, read: TableRead, due: Number, *, plain: bool
) -> None:
    found = read.found[rule.total]
    parts = [read.found[part].place for part in rule.parts]
    judged = judge_total(workbook.raw(found), parts, workbook.sheet(found.sheet), due)
    if judged.oddity and (plain or judged.oddity is not Oddity.TOTAL_STALE):
        read.observe(judged.oddity, rule.total, judged.text, judged.note)
    if judged.stated is not None:
        read.stated[rule.total] = judged.stated


def _look_at_cells(workbook: Workbook, edition: Edition, read: TableRead) -> None:
    """Notice locks that were changed, and contents that cannot be seen."""
    for cell, found in read.found.items():
        sheet = workbook.sheet(found.sheet)
        raw = sheet.cells.get(found.place)
        if raw is None:
            continue
        if workbook.locked(raw) != (cell in edition.sum_of):
            read.observe(Oddity.UNLOCKED, cell)
        if (raw.text or raw.formula) and sheet.hides(found.place):
            read.observe(Oddity.HIDDEN, cell, raw.text)
