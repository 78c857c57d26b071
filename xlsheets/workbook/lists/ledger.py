"""Collection <-> 台账.xlsx: who stands where, every problem, who is missing, what compares; and the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Spot, link_target
from xlsheets.county.collection import (
    LATE_RULE,
    ORDER_RULE,
    Confirmation,
    FileState,
    UnitState,
)
from xlsheets.county.indicators import indicator_changes
from xlsheets.errors import UsageError
from xlsheets.report.findings import Severity
from xlsheets.schema import edition_for
from xlsheets.workbook.lists.list_writer import (
    FIRST,
    Column,
    Link,
    Pages,
    column_under,
    entries,
)
from xlsheets.workbook.template.writer.formats import FAILED, PASSED
from xlsheets.xlsx.list_reader import read_list

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xlsxwriter.worksheet import Worksheet

    from xlsheets.county.collection import Collection, FileRow, UnitRow
    from xlsheets.report.findings import Finding
    from xlsheets.workbook.lists.list_writer import Content

    Rows = Iterator[tuple[Content, ...]]

_STATUS = "状态总表"
_UNIT, _STATE = "单位", "状态"
_FILE, _CONFIRMED, _RECEIVED = "文件", "确认单位", "确认收到日期"
_EXCLUDED, _DIGEST = "不计入的理由", "内容标识"
# Enough of a sha-256 to tell any two files of a folder apart.
_DIGITS = 16
_STATES = {
    FileState.SOUND.value: PASSED,
    FileState.FAULTY.value: FAILED,
    FileState.UNREADABLE.value: FAILED,
    FileState.FOREIGN.value: FAILED,
    UnitState.MISSING.value: FAILED,
}
_UNITS = (
    Column(_UNIT, 34, "left"),
    Column("代码", 9, "text"),
    Column("类别", 22, "left"),
    Column(_STATE, 10, "bold"),
    Column("情况", 18, "left"),
    Column("计入的文件", 38, "left"),
    Column("收到日期", 17),
    Column("截止日期", 17),
    Column("强制性", 9),
    Column("核实性", 9),
    Column("提示性", 9),
    Column("联系人", 11, "left"),
    Column("联系电话", 17, "left"),
)
_PROBLEMS = (
    Column("单位", 28, "left"),
    Column("文件", 30, "left"),
    Column("规则", 8),
    Column("程度", 9),
    Column("单元格", 24, "left"),
    Column("位置", 30, "left"),
    Column("问题", 60, "left"),
    Column("怎么办", 40, "left"),
    Column("已说明的理由", 24, "left"),
)
_MISSING = (
    Column("单位", 34, "left"),
    Column("代码", 9, "text"),
    Column("类别", 22, "left"),
    Column("截止日期", 17),
    Column("联系人", 11, "left"),
    Column("联系电话", 17, "left"),
    Column("上级单位", 26, "left"),
    Column("线索", 70, "left"),
)
_ALIKE = (
    Column("单位", 34, "left"),
    Column("另一单位", 34, "left"),
    Column("部分", 30, "left"),
    Column("重复率", 10, "share"),
    Column("连续相同字数", 14),
    Column("要不要核对", 12),
)
_YEARS = (
    Column("单位", 34, "left"),
    Column("指标", 22, "left"),
    Column("计量", 8),
    Column("上年", 14),
    Column("本年", 14),
    Column("增减", 14),
    Column("增减幅度", 12, "share"),
)
_FILES = (
    Column(_FILE, 42, "left"),
    Column("认定的单位", 30, "left"),
    Column("认定依据", 10),
    Column(_STATE, 16, "bold"),
    Column("情况", 16, "left"),
    Column("说明", 46, "left"),
    Column("年度", 8),
    Column("收到日期", 17),
    Column("可能是", 36, "left"),
    Column(_CONFIRMED, 30, "input"),
    Column(_RECEIVED, 17, "input"),
    Column(_EXCLUDED, 30, "input"),
    Column(_DIGEST, 19, "text"),
)


def write_ledger(collection: Collection, folder: str) -> bytes:
    """Return the ledger; ``folder`` is the path of the files as seen from it, "" to link nothing."""
    pages, year = Pages(f"{collection.year} 年度报告收件台账"), collection.year
    units = _add(pages, _STATUS, f"{year} 年度报告收件台账", _told(collection), _UNITS)
    rows = (_unit(row, year, folder) for row in collection.units)
    _states(pages, units, _UNITS, pages.rows(units, _UNITS, rows))
    problems = _add(pages, "问题明细", "问题明细", _PROBLEMS_NOTE, _PROBLEMS)
    pages.rows(problems, _PROBLEMS, _problems(collection, folder))
    missing = _add(pages, "未报", "没有报来的单位", _MISSING_NOTE, _MISSING)
    pages.rows(missing, _MISSING, _missing(collection))
    alike = _add(pages, "相似度", "文字相似的单位", _ALIKE_NOTE, _ALIKE)
    pages.rows(alike, _ALIKE, _alike(collection))
    years = _add(pages, "跨年", "与上年比较", _YEARS_NOTE, _YEARS)
    pages.rows(years, _YEARS, _years(collection))
    files = _add(pages, "文件", "收到的文件", f"{ORDER_RULE}{LATE_RULE}{_FILES_NOTE}", _FILES)
    count = pages.rows(files, _FILES, (_file(row, folder) for row in collection.files))
    files.set_row(1, 44)
    _states(pages, files, _FILES, count)
    _offer_units(files, count, len(collection.units))
    return pages.finish()


_PROBLEMS_NOTE = "重复和旧版的文件不列。点“单元格”一栏打开文件的那一格；按单位、规则、程度筛选。"
_MISSING_NOTE = "“线索”是收到了、但是没有计入的文件，包括可能是这个单位的。"
_ALIKE_NOTE = (
    "只比第一、第五部分里各单位自己写的话，法定的套话和程序起草的句子不算。重复率按较短的一篇算。"
)
_YEARS_NOTE = "给出上年工作簿的单位才有；“增减幅度”空着的，是上年为 0。"
_FILES_NOTE = (
    f"不在名录里的文件，在“{_CONFIRMED}”里选定单位；知道哪天收到的，填“{_RECEIVED}”；不该计入的，填“{_EXCLUDED}”。"
    "保存后再运行一次，程序按填的算；同名的文件换了内容，要再填一次。"
)


def read_confirmations(path: Path) -> dict[str, Confirmation]:
    """Return what the officer wrote into an earlier ledger, by file.

    Raises:
        UnreadableError: it is no sound workbook.
        UsageError: it is no ledger.
    """
    rows = read_list(path, path.name, _CONFIRMED, (_FILE,))
    if rows is None:
        raise UsageError(
            f"“{path.name}”里没有“{_CONFIRMED}”一栏，不是 collect 写的台账，没有改动它。"
        )
    answers = (
        (
            row.text(_FILE),
            Confirmation(
                row.text(_CONFIRMED), row.day(_RECEIVED), row.text(_EXCLUDED), row.text(_DIGEST)
            ),
        )
        for row in rows
    )
    return {file: answer for file, answer in answers if any(answer[:3])}


def _told(collection: Collection) -> str:
    """Return the line that sums everything up."""
    states = [row.state for row in collection.units]
    parts = "，".join(f"{each.value} {states.count(each)}" for each in UnitState if each in states)
    return (
        f"应报 {collection.expected} 个单位，已收 {collection.received} 个。{parts}。"
        f"共收到 {len(collection.files)} 个文件，逐个列在“文件”表里。{_aside(collection)}"
    )


def _aside(collection: Collection) -> str:
    return f"另有不是报送文件 {collection.aside} 个，没有列出。" if collection.aside else ""


def _add(pages: Pages, name: str, title: str, note: str, columns: tuple[Column, ...]) -> Worksheet:
    sheet = pages.sheet(name, title, note, columns)
    sheet.freeze_panes(FIRST, 1)
    return sheet


def _states(pages: Pages, sheet: Worksheet, columns: tuple[Column, ...], count: int) -> None:
    """Colour the column of states."""
    column = column_under(columns, _STATE)
    for text, look in _STATES.items() if count else ():
        rule = {"type": "cell", "criteria": "==", "value": f'"{text}"'}
        rule["format"] = pages.workbook.add_format(look)
        sheet.conditional_format(FIRST, column, FIRST + count - 1, column, rule)


def _offer_units(sheet: Worksheet, count: int, units: int) -> None:
    """Let the officer choose among the units of the register."""
    if count and units:
        column = column_under(_FILES, _CONFIRMED)
        source = f"={entries(_STATUS, column_under(_UNITS, _UNIT), units)}"
        rule = {"validate": "list", "source": source, "error_type": "warning"}
        sheet.data_validation(FIRST, column, FIRST + count - 1, column, rule)


def _link(file: str, folder: str, text: str = "", place: str = "") -> Link:
    return Link(text or file, f"{folder}/{file}" if folder else "", place)


def _level(row: UnitRow, year: int) -> str:
    level = edition_for(year).level(row.unit.level)
    return level.label if level else ""


def _unit(row: UnitRow, year: int, folder: str) -> tuple[Content, ...]:
    unit, counted = row.unit, row.counted
    weights = [counted.count(each) if counted else None for each in Severity]
    return (
        unit.name,
        unit.code,
        _level(row, year),
        row.state.value,
        "、".join(each.value for each in row.remarks),
        _link(counted.file, folder) if counted else None,
        counted.arrival if counted else None,
        row.due,
        *weights,
        unit.contact,
        unit.phone,
    )


def _problems(collection: Collection, folder: str) -> Rows:
    for row in collection.current:
        unit = row.match.unit.name if row.match.unit else row.filing.name
        for finding in row.filing.findings:
            yield (
                unit,
                _link(row.filing.file, folder),
                finding.code,
                finding.severity.label,
                _place(finding, row.filing.file, folder),
                finding.path,
                finding.message,
                finding.hint,
                finding.reason,
            )


def _place(finding: Finding, file: str, folder: str) -> Link | None:
    if not finding.address:
        return None
    first = Spot(finding.sheet, finding.cell.partition(",")[0] or "A1")
    return _link(file, folder, finding.address, link_target(first))


def _missing(collection: Collection) -> Rows:
    for row in collection.units:
        if row.state is UnitState.MISSING:
            unit, clues = row.unit, "\n".join(map(_clue, row.clues))
            level = _level(row, collection.year)
            contact = (row.due, unit.contact, unit.phone, unit.parent)
            yield (unit.name, unit.code, level, *contact, clues)


def _clue(row: FileRow) -> str:
    return f"{row.filing.file}：{row.state.value}。{row.note}"


def _alike(collection: Collection) -> Rows:
    for each in collection.alike:
        told = "要核对" if each.suspect else ""
        yield each.one, each.other, each.section, each.share, each.run or None, told


def _years(collection: Collection) -> Rows:
    for each in indicator_changes(collection):
        indicator, delta = each.indicator, each.now - each.before
        yield (
            each.unit,
            indicator.label,
            indicator.unit,
            each.before,
            each.now,
            delta,
            each.share,
        )


def _file(row: FileRow, folder: str) -> tuple[Content, ...]:
    filing, match = row.filing, row.match
    return (
        _link(filing.file, folder),
        match.unit.name if match.unit else filing.name,
        match.how.value if match.how else "",
        row.state.value,
        "、".join(each.value for each in row.remarks),
        row.note,
        filing.report.profile.year if filing.report else None,
        filing.arrival,
        "、".join(unit.name for unit in match.proposed),
        filing.confirmed,
        filing.received,
        filing.excluded,
        filing.digest[:_DIGITS],
    )
