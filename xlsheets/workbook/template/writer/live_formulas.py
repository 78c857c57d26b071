"""Report -> formulas by which the workbook keeps account of itself, each beside its present value."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Spot, address, link_target, reference, shortest_ranges
from xlsheets.basics.numbers import as_number, show
from xlsheets.values import NamedTuple
from xlsheets.workbook.layout import CHECKS_SHEET, CHECKS_TOP, profile_name, prose_name
from xlsheets.workbook.live_checks import live_checks, typed_below
from xlsheets.xlsx.limits import length

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsheets.basics.numbers import Number
    from xlsheets.report import Report
    from xlsheets.schema.edition import Edition
    from xlsheets.schema.spec import Cell, Table
    from xlsheets.workbook.layout import Layout
    from xlsheets.workbook.live_checks import LiveCheck

PASSED, FAILED, UNFINISHED = "✓ 相符", "✗ 不符", "… 未填完"
# By the sign of the difference: what left is more than what came, or less.
_OUT, _IN = "办出去的比收进来的多", "收进来的比办出去的多"
_LIKELY = "件，多半在本列的结转"
REQUIRED_FIELDS = ("unit", "level", "year")
# Columns of the live checks, counted from 0: what should be, what is, the difference, the verdict; then a link, whether
# it is open (1 or 0), and where the first open one from here on is, both hidden.
EXPECTED, FOUND, GAP, VERDICT, JUMP, OPEN, NEXT = 2, 3, 4, 5, 6, 7, 8
_BAR = 20


class Live(NamedTuple):
    """A formula without its equals sign, and its value for the report it is written with."""

    formula: str
    value: str


class Count(NamedTuple):
    """A live formula whose value is a number."""

    formula: str
    value: int | float


class Account(NamedTuple):
    """Writes the live formulas of one report."""

    report: Report
    layout: Layout

    @cached_property
    def edition(self) -> Edition:
        return self.report.edition

    @cached_property
    def checks(self) -> tuple[LiveCheck, ...]:
        return live_checks(self.edition)

    def areas(self, cells: Iterable[Cell]) -> tuple[str, ...]:
        """Return cells of one table as few absolute references with their sheet."""
        spots = [self.layout.numbers[cell] for cell in cells]
        addresses = shortest_ranges(spot.cell for spot in spots).split(",")
        return tuple(reference(Spot(spots[0].sheet, cell)) for cell in addresses)

    def local(self, cells: Iterable[Cell]) -> str:
        """Return cells of one table as addresses for use on their own sheet: ``D6:I28,D30``."""
        return shortest_ranges(self.layout.numbers[cell].cell for cell in cells)

    def typed(self, table: Table) -> tuple[Cell, ...]:
        """Return the typed cells of a table."""
        return tuple(cell for cell in table.cells if cell not in self.edition.sum_of)

    # Counts and sums -----------------------------------------------------------------------

    def added(self, cells: Iterable[Cell]) -> Count:
        """Add up cells; a blank adds nothing."""
        cells = tuple(cells)
        value = sum(self.report.values.get(cell, 0) for cell in cells)
        return Count(f"SUM({','.join(self.areas(cells))})", stored(value))

    def filled(self, cells: Iterable[Cell]) -> Count:
        """Count the cells that hold a number."""
        cells = tuple(cells)
        count = sum(cell in self.report.values for cell in cells)
        return Count(f"COUNT({','.join(self.areas(cells))})", count)

    def blank(self, cells: Iterable[Cell]) -> Count:
        """Count the cells that hold nothing at all."""
        cells = tuple(cells)
        parts = "+".join(f"COUNTBLANK({area})" for area in self.areas(cells))
        return Count(f"({parts})", sum(cell not in self.report.values for cell in cells))

    def all_filled(self) -> Count:
        """Count the typed cells of all tables that hold a number."""
        parts = [self.filled(self.typed(table)) for table in self.edition.tables]
        formula = "+".join(part.formula for part in parts)
        return Count(f"({formula})", sum(part.value for part in parts))

    def gap(self, check: LiveCheck) -> Count:
        """Found minus expected; rounded, because a sheet calculates in binary."""
        found, expected = self.added(check.found), self.added(check.expected)
        return Count(
            f"ROUND({found.formula}-{expected.formula},6)",
            round(found.value - expected.value, 6),
        )

    def failures(self, table: Table | None = None) -> Count:
        """Count the checks that fail, of one table or of all."""
        found = [
            (row, check)
            for row, check in enumerate(self.checks, CHECKS_TOP)
            if table is None or self.edition.table_of[check.jump.block] is table
        ]
        if not found:
            return Count("0", 0)
        cells = shortest_ranges(address(row, OPEN) for row, _ in found)
        failed = sum(self.verdict(check, row).value.startswith("✗") for row, check in found)
        return Count(f"SUM({reference(Spot(CHECKS_SHEET, cells))})", failed)

    # How far everything is -----------------------------------------------------------------

    def verdict(self, check: LiveCheck, row: int) -> Live:
        """Say whether a check passes, from the difference on its row, and which side has more."""
        typed = typed_below(self.edition, (*check.expected, *check.found))
        filled, gap, here = self.filled(typed), self.gap(check).value, address(row, GAP)
        failed, settled = f'"{FAILED}"', FAILED
        if check.weighs:
            failed = (
                f'IF({here}>0,"✗ {_OUT} "&{here}&" {_LIKELY}","✗ {_IN} "&(0-{here})&" {_LIKELY}")'
            )
            settled = f"✗ {_OUT if gap > 0 else _IN} {abs(gap)} {_LIKELY}"
        settled = settled if gap else PASSED
        return Live(
            f'IF({filled.formula}<{len(typed)},"{UNFINISHED}",IF({here}=0,"{PASSED}",{failed}))',
            settled if filled.value == len(typed) else UNFINISHED,
        )

    def meter(self) -> Live:
        """Draw how far the filling has come."""
        total, filled = len(self.edition.typed_cells), self.all_filled()
        steps = f"INT({filled.formula}*{_BAR}/{total})"
        done = int(filled.value) * _BAR // total
        return Live(
            f'REPT("■",{steps})&REPT("□",{_BAR}-{steps})&"　已填 "&{filled.formula}&"/{total}"',
            f"{'■' * done}{'□' * (_BAR - done)}　已填 {filled.value}/{total}",
        )

    def stock(self, table: Table) -> Live:
        """Say how many cells of a table are filled, blank, or hold something that is no number."""
        cells = self.typed(table)
        total, filled, blank = len(cells), self.filled(cells), self.blank(cells)
        other = f"({total}-{filled.formula}-{blank.formula})"
        return Live(
            f'IF({filled.formula}={total},"✓ ","… ")&"已填 "&{filled.formula}&"/{total} 格"'
            f'&IF({blank.formula}>0,"，空白 "&{blank.formula}&" 格（没有就填 0）","")'
            f'&IF({other}>0,"，不是数字的 "&{other}&" 格","")',
            f"{'✓' if filled.value == total else '…'} 已填 {filled.value}/{total} 格"
            + (f"，空白 {blank.value} 格（没有就填 0）" if blank.value else ""),
        )

    def profile_complete(self) -> Live:
        """Say whether the fields that every report needs are filled."""
        missing = "+".join(f'IF({profile_name(field)}="",1,0)' for field in REQUIRED_FIELDS)
        count = sum(not getattr(self.report.profile, field) for field in REQUIRED_FIELDS)
        return Live(
            f'IF({missing}=0,"✓ 必填项已填齐","… 还有 "&({missing})&" 项必填项没有填")',
            f"… 还有 {count} 项必填项没有填" if count else "✓ 必填项已填齐",
        )

    def written(self, section: str) -> Live:
        """Say how many paragraphs and characters a prose section has."""
        name, texts = prose_name(section), self.texts(section)
        size = f"SUMPRODUCT(LEN({name}))"
        return Live(
            f'IF({size}=0,"… 还没有写","✓ "&SUMPRODUCT(--(LEN({name})>0))&" 段，共 "&{size}&" 字")',
            f"✓ {len(texts)} 段，共 {sum(map(length, texts))} 字" if texts else "… 还没有写",
        )

    def unwritten(self) -> Count:
        """Count the paragraphs with 【】 in them."""
        counts = [self._bracketed(section) for section in self.layout.prose]
        formula = "+".join(count.formula for count in counts)
        return Count(f"({formula})", sum(count.value for count in counts))

    # The sheets ----------------------------------------------------------------------------

    def title(self, heading: str) -> Live:
        """Head a sheet with the unit and year typed on the first sheet."""
        unit, year = profile_name("unit"), profile_name("year")
        profile = self.report.profile
        before = f"{profile.unit}　" if profile.unit else ""
        after = "" if profile.year is None else f"（{profile.year} 年度）"
        return Live(
            f'IF({unit}="","",{unit}&"　")&"{heading}"&IF({year}="","","（"&{year}&" 年度）")',
            f"{before}{heading}{after}",
        )

    def status(self, table: Table) -> Live:
        """Say above a table how far it is, where it can be seen while typing."""
        cells = self.typed(table)
        total, filled, failed = len(cells), self.filled(cells), self.failures(table)
        if failed.value:
            value = f"✗ 有 {failed.value} 处对不上 → 点这里看"
        else:
            value = "✓ 已填齐" if filled.value == total else f"… 已填 {filled.value}/{total} 格"
        said = (
            f'IF({failed.formula}>0,"✗ 有 "&{failed.formula}&" 处对不上 → 点这里看",'
            f'IF({filled.formula}={total},"✓ 已填齐","… 已填 "&{filled.formula}&"/{total} 格"))'
        )
        return linked(
            link_target(Spot(CHECKS_SHEET, address(CHECKS_TOP - 2, 0))), Live(said, value)
        )

    def under(self, check: LiveCheck) -> Live:
        """Say in a few characters under a column whether its check passes."""
        typed = typed_below(self.edition, (*check.expected, *check.found))
        filled, gap = self.filled(typed), self.gap(check)
        more, less = ("✗ 办出多 ", "✗ 收进多 ") if check.weighs else ("✗ 多 ", "✗ 少 ")
        settled = f"{more if gap.value > 0 else less}{show(as_number(abs(gap.value)))}"
        return Live(
            f'IF({filled.formula}<{len(typed)},"…",IF({gap.formula}=0,"✓",'
            f'IF({gap.formula}>0,"{more}"&{gap.formula},"{less}"&(0-{gap.formula}))))',
            (settled if gap.value else "✓") if filled.value == len(typed) else "…",
        )

    def gauge(self, section: str, advised: int) -> Live:
        """Say how long a prose section is, against the advised length where there is one."""
        size = f"SUMPRODUCT(LEN({prose_name(section)}))"
        count = sum(map(length, self.texts(section)))
        waiting = self._waiting(section)
        if not advised:
            return Live(
                f'"全文 "&{size}&" 字"&{waiting.formula}', f"全文 {count} 字{waiting.value}"
            )
        over = f"　✗ 超过 {advised} 字"
        steps = f"INT({size}*{_BAR}/{advised})"
        bar = f'REPT("■",IF({steps}>{_BAR},{_BAR},{steps}))&REPT("□",IF({steps}>{_BAR},0,{_BAR}-{steps}))'
        done = min(count * _BAR // advised, _BAR)
        return Live(
            f'{bar}&"　全文 "&{size}&"/{advised} 字"&IF({size}>{advised},"{over}","")'
            f"&{waiting.formula}",
            f"{'■' * done}{'□' * (_BAR - done)}　全文 {count}/{advised} 字"
            + (over if count > advised else "")
            + waiting.value,
        )

    def _waiting(self, section: str) -> Live:
        """Say how many paragraphs of a prose section have 【】; nothing when none has."""
        left, count = self._bracketed(section)
        return Live(
            f'IF({left}>0,"　… 有 "&{left}&" 段里有【】没有写好","")',
            f"　… 有 {count} 段里有【】没有写好" if count else "",
        )

    def _bracketed(self, section: str) -> Count:
        """Count the paragraphs of a section with 【】: with one put behind the text there is one to be found in each."""
        name = prose_name(section)
        formula = f'SUMPRODUCT(--(FIND("【",{name}&"【")<=LEN({name})))'
        return Count(formula, sum("【" in text for text in self.texts(section)))

    def texts(self, section: str) -> tuple[str, ...]:
        """Return what the cells of a prose section hold; the last one takes what has no cell left."""
        paragraphs = self.report.paragraphs(section)
        room = len(self.layout.prose[section])
        if len(paragraphs) <= room:
            return paragraphs
        return (*paragraphs[: room - 1], "\n".join(paragraphs[room - 1 :]))


def linked(target: str, live: Live) -> Live:
    """Return a sentence that leads to a place; Excel, WPS and LibreOffice all follow it."""
    return Live(f'HYPERLINK("#{target}",{live.formula})', live.value)


def stored(value: Number) -> int | float:
    """Return a number as a sheet stores it."""
    return value if isinstance(value, int) else float(value)
