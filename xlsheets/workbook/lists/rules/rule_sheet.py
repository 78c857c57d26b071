"""The sheet 规则 of the register <-> rules of a county's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.county.rules.rule import Demand
from xlsheets.report.findings import Severity
from xlsheets.workbook.lists.list_writer import FIRST, Column, column_under
from xlsheets.workbook.lists.rules import rule_texts as said
from xlsheets.workbook.lists.rules.rule_texts import RuleTexts, rule_of
from xlsheets.xlsx.list_reader import read_list

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xlsheets.county.rules.rule import CountyRule
    from xlsheets.workbook.lists.list_writer import Pages
    from xlsheets.xlsx.list_reader import ListRow

_WIDTHS = {
    said.NAME: 28,
    said.WEIGHT: 10,
    said.LEFT: 44,
    said.RELATION: 8,
    said.RIGHT: 44,
    said.TOLERANCE: 10,
    said.YEARS: 12,
    said.ADVICE: 36,
    said.BASIS: 36,
    said.GOOD: 40,
    said.BAD: 40,
}
_CHOSEN = {
    said.WEIGHT: [severity.label for severity in Severity],
    said.RELATION: [relation.value for relation in Demand],
}
_COLUMNS = tuple(
    Column(heading, _WIDTHS[heading])
    if heading in _CHOSEN
    else Column(heading, _WIDTHS[heading], "text")
    for heading in said.HEADINGS
)
_SHEET = "规则"
_NOTE = (
    "县里自己的规则，一行一条，不写代码。左边、右边写单元格和数相加减，例如 三、申请办理!D6+三、申请办理!D7，前面可以乘一个数（2×……），"
    "D6:I6 是这些格之和，星号是每一列或者每一行各算一次（三、申请办理!*6）；基础数据写“基础数据!”，后面接项目名称。"
    "比较的几种写法从下拉框里选；“必填”：左边写的基础数据必须填；“必写”：左边写“一”到“六”哪一部分，右边写必须有的词，用“、”隔开。"
    "正例、反例写“单元格=数”，用“；”隔开，没有写的格是 0；“必写”的写一段话。读名录时都试一遍，不对的不收。"
)
_SPARE_ROWS = 60


def write_rules(pages: Pages, rules: Sequence[CountyRule]) -> None:
    """Add the sheet of a county's own rules, with room for more."""
    sheet = pages.sheet(_SHEET, "县里自己的规则", _NOTE, _COLUMNS)
    blank = [(None,) * len(_COLUMNS)] * _SPARE_ROWS
    count = pages.rows(sheet, _COLUMNS, [*(rule.written for rule in rules), *blank])
    for heading, choices in _CHOSEN.items():
        number = column_under(_COLUMNS, heading)
        rule = {"validate": "list", "source": choices}
        sheet.data_validation(FIRST, number, FIRST + count - 1, number, rule)
    sheet.freeze_panes(FIRST, 1)


def read_rules(path: Path) -> tuple[CountyRule, ...]:
    """Read the rules of a register; a register without the sheet has none.

    Raises:
        UsageError: a rule is malformed, or one of its examples does not come out as it says.
    """
    rows = read_list(path, path.name, said.NAME) or []
    return tuple(
        rule_of(RuleTexts(_texts(row), f"“{path.name}”的“{_SHEET}”表第 {row.number} 行"), number)
        for number, row in enumerate(rows, 1)
    )


def _texts(row: ListRow) -> dict[str, str]:
    return {heading: _written(row, heading) for heading in said.HEADINGS}


def _written(row: ListRow, heading: str) -> str:
    """Return a cell as text, a number as it is shown."""
    text, number = row.text(heading), row.figure(heading)
    return text if text or number is None else show(number)
