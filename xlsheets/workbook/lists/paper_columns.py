"""What the sheets of a working paper are called, and their columns: declared once, for writing and reading back."""

from __future__ import annotations

from xlsheets.county.rollup import ExclusionReason
from xlsheets.workbook.lists.list_writer import Column, column_under

REMARKS, DIFFERENCES, MATRIX, ADJUSTMENTS = "概况", "差异", "明细", "调整"
FACT_SUMS, UNITS, GONE = "基础数据", "单位", "旧备注"
SHEETS = (REMARKS, DIFFERENCES, MATRIX, FACT_SUMS, ADJUSTMENTS, UNITS, GONE)
# A column for people, which every list begins with; it stays like those they add.
REMARK = "备注"
FACT, SHEET, ROW, HEADING, ENTRY = "项目", "表", "哪一行", "哪一栏", "写的"
AS_WRITTEN = "写进报告"
RULE, WHERE, PLACE, UNIT, FILE = "规则", "文件或者位置", "位置", "填报单位", "文件"
REMARK_COLUMNS = (
    Column(RULE, 9),
    Column("类别", 10),
    Column(WHERE, 36, "left"),
    Column("问题", 70, "left"),
    Column("怎么办", 60, "left"),
)
DIFFERENCE_COLUMNS = (
    Column(PLACE, 60, "left"),
    Column("手工汇总"),
    Column("各单位之和"),
    Column("差"),
    Column("可能的原因", 40, "left"),
    Column("由哪些单位组成", 80, "left"),
    Column("明细", 8, "link"),
)
FIXED = (
    Column("单元格", 13, "fit"),
    Column(PLACE, 46, "fine"),
    Column("单位", 6),
    Column("汇总", 10, "sum"),
    Column("调整", 8),
    # The sum as it was written, which stays when somebody changes an adjustment and saves.
    Column(AS_WRITTEN, 10),
)
# A unit takes little room: its name stands in several lines, and a long number is shown smaller.
UNIT_LOOK = (7, "fit")
ADJUSTED = column_under(FIXED, "调整")
PATH = column_under(FIXED, PLACE)
# A sheet has 16384 columns.
MOST_UNITS = 16_384 - len(FIXED)
# Links are kept in memory until the end: a province does without.
MOST_LINKED = 1_000
AMOUNT, WHY = "调整数", "理由"
ADJUSTMENT_COLUMNS = (
    Column(PLACE, 70, "input"),
    Column(AMOUNT, 12, "input"),
    Column(WHY, 70, "input"),
)
ADJUSTMENT_ROWS = 100
UNIT_COLUMNS = (
    Column("序号", 7),
    Column(UNIT, 36, "left"),
    Column("单位类别", 24),
    Column("状态", 34, "left"),
    Column("新收"),
    Column("办理总计"),
    Column("结转下年度"),
    Column("强制性", 9),
    Column("核实性", 9),
    Column(FILE, 44, "left"),
)
FACT_COLUMNS = (
    Column(FACT, 36, "left"),
    Column("单位", 8),
    Column("合计", 16),
    Column("填了的", 22, "left"),
    Column("没有填的单位", 90, "left"),
)
GONE_COLUMNS = (
    Column(SHEET, 12, "left"),
    Column(ROW, 70, "left"),
    Column(HEADING, 20, "left"),
    Column(ENTRY, 70, "left"),
)
COUNTED = "计入"
STATES = {
    ExclusionReason.NAMELESS: "没有计入：没有单位名称",
    ExclusionReason.OTHER_YEAR: "没有计入：年度不对",
    ExclusionReason.OTHER_EDITION: "没有计入：格式版本不对",
    ExclusionReason.VERTICAL: "没有计入：垂直管理单位",
    ExclusionReason.UNKNOWN: "没有计入：不在名录里",
    ExclusionReason.AGGREGATE: "没有计入：本级或者上级的汇总",
    ExclusionReason.TWICE: "没有计入：报了几份，数字不同",
    ExclusionReason.REPEATED: "没有计入：与另一份相同",
    ExclusionReason.UNDECIDED: "没有计入：代码与单位名称不符",
    ExclusionReason.DISSOLVED: "没有计入：已经撤销的单位",
    ExclusionReason.UNUSABLE: "没有计入：有空白或者看不出的数字",
}
