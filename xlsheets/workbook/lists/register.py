"""Register <-> 名录.xlsx: the list of units an officer keeps, with drop-downs and a few lines of help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsheets.basics.dates import written_day
from xlsheets.basics.numbers import show
from xlsheets.basics.patterns import pattern_of
from xlsheets.county.register import Office, Register, Unit
from xlsheets.errors import UsageError
from xlsheets.schema import newest
from xlsheets.workbook.lists.list_writer import FIRST, Column, Pages, column_under
from xlsheets.workbook.lists.rules.rule_sheet import read_rules, write_rules
from xlsheets.xlsx.list_reader import Lists

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from xlsheets.xlsx.list_reader import ListRow

_NAME = "单位名称"
_YES = "是"
# Stands under 前身 for a unit that was set up in the report year.
_NEW = "新设"
_ALIASES = pattern_of(r"[、,，;；\n]+")
_COLUMNS = (
    Column("代码", 10, "text"),
    Column(_NAME, 36, "text"),
    Column("别名", 30, "text"),
    Column("单位类别", 28, "text"),
    Column("垂直管理", 12),
    Column("上级单位", 26, "text"),
    Column("联系人", 12, "text"),
    Column("联系电话", 18, "text"),
    Column("曾用名", 30, "text"),
    Column("前身", 36, "text"),
    Column("撤销", 8),
)
_NOTE = (
    "每个单位一行，名称写全称；别名是文件里可能出现的其他写法，用“、”隔开。代码可以不写；写了的，文件名以它开头就认得出是哪个单位。"
    "税务、海关、气象等垂直管理的单位，“垂直管理”写“是”：它们向本系统报送，收到也不计入。"
    f"改过名的写“曾用名”；由几个单位合并来的，“前身”写原来各单位，报告年度里新设立的写“{_NEW}”；已经撤销的，“撤销”写“是”。"
)
_SPARE_ROWS = 300
_ITEM, _ENTRY = "项目", "内容"
_OFFICE_COLUMNS = (
    Column(_ITEM, 24, "left"),
    Column(_ENTRY, 40, "input"),
    Column("说明", 80, "left"),
)
_DAYS = ("due", "reply_by")
_OFFICE: Mapping[str, tuple[str, str]] = {
    "县（市、区）": ("area", "例如 示例县，写在给领导看的网页和简报上。"),
    "落款单位": ("name", "反馈意见、催报、通报落款用的全称。"),
    "报送截止日期": ("due", "县里自己规定的，例如 2026-01-26；不填按国家规定的。"),
    "重新报送截止日期": ("reply_by", "退回的报告改好以后，最晚哪天重新报送。"),
    "联系人": ("contact", "写在反馈意见、催报、通报里。"),
    "联系电话": ("phone", ""),
}


def write_register(register: Register) -> bytes:
    """Return the register as a workbook, with room for more units."""
    pages = Pages("报送单位名录")
    sheet = pages.sheet("名录", "报送单位名录", _NOTE, _COLUMNS)
    used = pages.rows(sheet, _COLUMNS, map(_cells, register.units))
    last = FIRST + used + _SPARE_ROWS - 1
    for row in range(FIRST + used, last + 1):
        for number, column in enumerate(_COLUMNS):
            pages.put(sheet, (row, number), None, column.look)
    for heading, choices in (
        ("单位类别", _kinds()),
        ("垂直管理", [_YES, "否"]),
        ("撤销", [_YES, "否"]),
    ):
        number = column_under(_COLUMNS, heading)
        rule = {"validate": "list", "source": choices, "error_type": "warning"}
        sheet.data_validation(FIRST, number, last, number, rule)
    sheet.freeze_panes(FIRST, 2)
    office = pages.sheet(
        "主管部门", "主管部门", "反馈意见、催报、通报照这里写的落款。", _OFFICE_COLUMNS
    )
    rows = (
        (item, getattr(register.office, field) or None, help_)
        for item, (field, help_) in _OFFICE.items()
    )
    pages.rows(office, _OFFICE_COLUMNS, rows)
    write_rules(pages, register.rules)
    return pages.finish()


def _kinds() -> list[str]:
    return [level.label for level in newest().levels]


def _cells(unit: Unit) -> tuple[str, ...]:
    level = newest().level(unit.level)
    return (
        unit.code,
        unit.name,
        "、".join(unit.aliases),
        level.label if level else "",
        _YES if unit.vertical else "",
        unit.parent,
        unit.contact,
        unit.phone,
        "、".join(unit.former),
        _NEW if unit.is_new else "、".join(unit.predecessors),
        _YES if unit.dissolved else "",
    )


def read_register(path: Path, *, blank: bool = False) -> Register:
    """Read the register, with ``blank`` also one without units.

    Raises:
        UnreadableError: it is no sound workbook.
        UsageError: it has no units, a kind that does not exist, or a name or code twice.
    """
    lists = Lists(path, path.name)
    rows = lists.rows(_NAME)
    if rows is None or not (rows or blank):
        missing = "没有填单位" if rows == [] else f"没有“{_NAME}”这一栏"
        raise UsageError(f"“{path.name}”里{missing}，请先起草名录（register 命令）再填写。")
    units = tuple(_unit(row, path.name) for row in rows)
    office = _office(lists.rows(_ENTRY, (_ITEM,)) or [], path.name)
    return Register(units, office, read_rules(path))


def _office(rows: Iterable[ListRow], file: str) -> Office:
    """Return what the sheet about who collects says."""
    found: dict[str, Any] = {}
    for row in rows:
        field, _ = _OFFICE.get(row.text(_ITEM), ("", ""))
        text, day = row.text(_ENTRY), row.day(_ENTRY)
        number = row.figure(_ENTRY)
        text = text or ("" if number is None else show(number))
        if not field or not (text or day):
            continue
        found[field] = (day or written_day(text)) if field in _DAYS else text
        if found[field] is None:
            raise UsageError(
                f"“{file}”的“主管部门”表第 {row.number} 行：“{row.text(_ITEM)}”写的“{text}”不是日期，请写成 2026-01-26 这样。"
            )
    return Office(**found)


def _unit(row: ListRow, file: str) -> Unit:
    kind = row.text("单位类别")
    level = newest().level(kind)
    if kind and level is None:
        raise UsageError(f"“{file}”第 {row.number} 行：没有“{kind}”这个单位类别，请从下拉框里选。")
    came_from = _names(row.text("前身"))
    is_new = came_from == (_NEW,)
    return Unit(
        name=row.text(_NAME),
        code=row.text("代码"),
        aliases=_names(row.text("别名")),
        level=level.key if level else "",
        vertical=row.text("垂直管理") == _YES,
        parent=row.text("上级单位"),
        contact=row.text("联系人"),
        phone=row.text("联系电话"),
        former=_names(row.text("曾用名")),
        predecessors=() if is_new else came_from,
        dissolved=row.text("撤销") == _YES,
        is_new=is_new,
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in _ALIASES.split(text) if name.strip())
