"""Collection <-> 台账.xlsx: who stands where, every problem, who is missing, what compares; and the answers."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Spot, link_target
from xlsheets.county.analysis.ratios import ratio_rows
from xlsheets.county.collection import (
    LATE_RULE,
    ORDER_RULE,
    FileState,
    UnitState,
)
from xlsheets.county.indicators import indicator_changes
from xlsheets.county.progress import PROGRESS_RULE
from xlsheets.report.findings import Severity
from xlsheets.schema import edition_for
from xlsheets.workbook.lists.ledger_answers import NOTHING_KEPT, Kept
from xlsheets.workbook.lists.ledger_columns import (
    ALIKE,
    ALIKE_LIST,
    CONFIRMED,
    DIGITS,
    EXCLUDED,
    FILE_LIST,
    FILES,
    MISSING,
    MISSING_LIST,
    PROBLEM_LIST,
    PROBLEMS,
    RATIO_COLUMNS,
    RATIO_LIST,
    RATIOS_NOTE,
    RECEIVED,
    REPLACED,
    ROUND,
    ROUND_LIST,
    SAID_DUE,
    SAID_YEAR,
    STATE,
    STATUS,
    UNIT,
    UNITS,
    WAY,
    YEAR_LIST,
    YEARS,
    YES,
)
from xlsheets.workbook.lists.list_writer import (
    FIRST,
    Column,
    Link,
    Pages,
    column_under,
    entries,
)
from xlsheets.workbook.template.writer.formats import FAILED, PASSED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter.worksheet import Worksheet

    from xlsheets.county.collection import (
        Collection,
        Confirmation,
        FileRow,
        RoundSaid,
        UnitRow,
    )
    from xlsheets.county.progress import Progress
    from xlsheets.report.findings import Finding
    from xlsheets.workbook.lists.list_writer import Content

    Rows = Iterator[tuple[Content, ...]]

_STATES = {
    FileState.SOUND.value: PASSED,
    FileState.FAULTY.value: FAILED,
    FileState.UNREADABLE.value: FAILED,
    FileState.FOREIGN.value: FAILED,
    UnitState.MISSING.value: FAILED,
}


def write_ledger(collection: Collection, folder: str, kept: Kept = NOTHING_KEPT) -> bytes:
    """Return the ledger.

    Args:
        collection: what the folder holds, judged.
        folder: the path of the files as seen from the ledger; "" to link nothing.
        kept: what an earlier ledger has that this one keeps.
    """
    pages, year = Pages(f"{collection.year} 年度报告收件台账"), collection.year
    columns = (*UNITS, *kept.units.columns)
    units = _add(pages, STATUS, f"{year} 年度报告收件台账", _told(collection), columns)
    rows = (
        (*_unit(row, collection, folder), *kept.units.of(row.unit.name)) for row in collection.units
    )
    _states(pages, units, columns, pages.rows(units, columns, rows))
    problems = _add(pages, PROBLEM_LIST, "问题明细", _PROBLEMS_NOTE, PROBLEMS)
    pages.rows(problems, PROBLEMS, _problems(collection, folder))
    missing = _add(pages, MISSING_LIST, "没有报来的单位", _MISSING_NOTE, MISSING)
    pages.rows(missing, MISSING, _missing(collection))
    alike = _add(pages, ALIKE_LIST, "文字相似的单位", _ALIKE_NOTE, ALIKE)
    pages.rows(alike, ALIKE, _alike(collection))
    years = _add(pages, YEAR_LIST, "与上年比较", _YEARS_NOTE, YEARS)
    pages.rows(years, YEARS, _years(collection))
    ratios = _add(pages, RATIO_LIST, "各单位的指标", RATIOS_NOTE, RATIO_COLUMNS)
    pages.rows(ratios, RATIO_COLUMNS, ratio_rows(collection))
    _list_files(pages, collection, folder, kept)
    said = _add(pages, ROUND_LIST, "这一轮", _ROUND_NOTE, ROUND)
    pages.rows(said, ROUND, _round_rows(collection.said))
    return pages.finish()


def _list_files(pages: Pages, collection: Collection, folder: str, kept: Kept) -> None:
    columns = (*FILES, *kept.files.columns)
    files = _add(pages, FILE_LIST, "收到的文件", f"{ORDER_RULE}{LATE_RULE}{_FILES_NOTE}", columns)
    here = {row.filing.file for row in collection.files}
    gone = ((file, answer) for file, answer in kept.answers.items() if file not in here)
    entries_of = chain(
        ((*_file(row, folder), *kept.files.of(row.filing.file)) for row in collection.files),
        ((*_gone(file, answer), *kept.files.of(file)) for file, answer in gone),
    )
    count = pages.rows(files, columns, entries_of)
    _states(pages, files, columns, count)
    _offer_units(files, count, len(collection.units))


_PROBLEMS_NOTE = "重复和旧版的文件不列。点“单元格”一栏打开文件的那一格；按单位、规则、程度筛选。"
_MISSING_NOTE = "“线索”是收到了、但是没有计入的文件，包括可能是这个单位的。"
_ALIKE_NOTE = (
    "只比第一、第五部分里各单位自己写的话，法定的套话和程序起草的句子不算。重复率按较短的一篇算，"
    "达到三成的才列，每个单位只列与它最像的一家。"
)
_YEARS_NOTE = "给出上年工作簿的单位才有；“增减幅度”空着的，是上年为 0。"
_FILES_NOTE = (
    f"不在名录里的文件，在“{CONFIRMED}”里选定单位；知道哪天收到的，填“{RECEIVED}”；不该计入的，填“{EXCLUDED}”。"
    "保存后再运行一次，程序按填的算；同名的文件换了内容，要再填一次。"
)
_ROUND_NOTE = (
    "收件时写明的年度、截止日期（命令里是 --year、--due）记在这里，以后每一步给了这份台账，都照着算；"
    "要改的，就在这里改，保存后再运行一次。"
)


def _told(collection: Collection) -> str:
    """Return the line that sums everything up."""
    states = [row.state for row in collection.units]
    parts = "，".join(
        f"{state.value} {states.count(state)}" for state in UnitState if state in states
    )
    return (
        f"应报 {collection.expected} 个单位，已收 {collection.received} 个。{parts}。"
        f"共收到 {len(collection.files)} 个文件，逐个列在“文件”表里。{_aside(collection)}{PROGRESS_RULE}"
    )


def _aside(collection: Collection) -> str:
    return f"另有不是报送文件 {collection.aside} 个，没有列出。" if collection.aside else ""


def _add(pages: Pages, name: str, title: str, note: str, columns: tuple[Column, ...]) -> Worksheet:
    sheet = pages.sheet(name, title, note, columns)
    sheet.freeze_panes(FIRST, 1)
    return sheet


def _states(pages: Pages, sheet: Worksheet, columns: tuple[Column, ...], count: int) -> None:
    """Colour the column of states."""
    column = column_under(columns, STATE)
    for text, look in _STATES.items() if count else ():
        rule = {"type": "cell", "criteria": "==", "value": f'"{text}"'}
        rule["format"] = pages.workbook.add_format(look)
        sheet.conditional_format(FIRST, column, FIRST + count - 1, column, rule)


def _offer_units(sheet: Worksheet, count: int, units: int) -> None:
    """Let the officer choose among the units of the register."""
    if count and units:
        column = column_under(FILES, CONFIRMED)
        source = f"={entries(STATUS, column_under(UNITS, UNIT), units)}"
        rule = {"validate": "list", "source": source, "error_type": "warning"}
        sheet.data_validation(FIRST, column, FIRST + count - 1, column, rule)


def _link(file: str, folder: str, text: str = "", place: str = "") -> Link:
    return Link(text or file, f"{folder}/{file}" if folder else "", place)


def _level(row: UnitRow, year: int) -> str:
    level = edition_for(year).level(row.unit.level)
    return level.label if level else ""


def _unit(row: UnitRow, collection: Collection, folder: str) -> tuple[Content, ...]:
    unit, counted, year = row.unit, row.counted, collection.year
    progress = collection.progress.get(unit.name)
    weights = [counted.count(severity) if counted else None for severity in Severity]
    return (
        unit.name,
        unit.code,
        _level(row, year),
        row.state.value,
        "、".join(remark.value for remark in row.remarks),
        _link(counted.file, folder) if counted else None,
        counted.arrival if counted else None,
        row.due,
        *weights,
        unit.contact,
        unit.phone,
        *(_way(progress) if progress else (None,) * len(WAY)),
    )


def _way(progress: Progress) -> tuple[Content, ...]:
    """Return what the list of units says of a unit's way."""
    kept, asked = progress.kept, progress.kept.asked
    days = "、".join(day.isoformat() for day in kept.returned)
    changed = ("、".join(codes) for codes in (asked.codes, progress.closed, progress.new))
    earlier, closed, new = changed
    which = f"第 {asked.number} 次" if asked.number else REPLACED
    return (
        kept.first,
        kept.read,
        progress.days,
        progress.told,
        days,
        YES if kept.passed else None,
        kept.passed_on,
        None if asked.number is None else f"{which}：{earlier}",
        closed,
        new,
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
    for pair in collection.alike:
        told = "要核对" if pair.suspect else ""
        yield pair.one, pair.other, pair.section, pair.share, pair.run or None, told


def _years(collection: Collection) -> Rows:
    for indicator_change in indicator_changes(collection):
        indicator, delta = (
            indicator_change.indicator,
            indicator_change.now - indicator_change.before,
        )
        yield (
            indicator_change.unit,
            indicator.label,
            indicator.unit,
            indicator_change.before,
            indicator_change.now,
            delta,
            indicator_change.share,
        )


def _round_rows(said: RoundSaid) -> Rows:
    yield SAID_YEAR, said.year, "按多数文件的年度。"
    yield SAID_DUE, said.due, "按名录“主管部门”表里的；那里也没有写的，按国家规定的。"


def _gone(file: str, answer: Confirmation) -> tuple[Content, ...]:
    """Return what was written beside a file that is no longer there: it may come back."""
    note = "文件夹里没有这个文件了，填过的先留着。"
    found = (file, None, None, "不在了", None, note, None, None, None)
    return (*found, answer.unit, answer.received, answer.excluded, answer.digest)


def _file(row: FileRow, folder: str) -> tuple[Content, ...]:
    filing, match = row.filing, row.match
    return (
        _link(filing.file, folder),
        match.unit.name if match.unit else filing.name,
        match.how.value if match.how else "",
        row.state.value,
        "、".join(remark.value for remark in row.remarks),
        row.note,
        filing.report.profile.year if filing.report else None,
        filing.arrival,
        "、".join(unit.name for unit in match.proposed),
        filing.confirmed,
        filing.received,
        filing.excluded,
        filing.digest[:DIGITS],
    )
