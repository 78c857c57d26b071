"""What the lists of a ledger are called, and their columns: declared once, for writing and reading back."""

from __future__ import annotations

from xlsheets.county.analysis.ratios import LEAST_BASE, RATIOS
from xlsheets.workbook.lists.list_writer import Column

STATUS, PROBLEM_LIST, MISSING_LIST = "状态总表", "问题明细", "未报"
ALIKE_LIST, YEAR_LIST, FILE_LIST = "相似度", "跨年", "文件"
RATIO_LIST, ROUND_LIST = "指标", "这一轮"
SHEETS = (
    STATUS,
    PROBLEM_LIST,
    MISSING_LIST,
    ALIKE_LIST,
    YEAR_LIST,
    RATIO_LIST,
    FILE_LIST,
    ROUND_LIST,
)
UNIT, STATE, COUNTED = "单位", "状态", "计入的文件"
FIRST_CAME, FIRST_READ, DAYS, PASSED_ON = "首次送达", "首次读出", "历时天数", "通过日期"
PROGRESS, RETURNED, PASSED_BY = "进度", "退回日期", "审核通过"
ASKED, RULE, SEVERITY, REASON = "退回时的问题", "规则", "程度", "已说明的理由"
YES = "是"
# What stands before the rules of a copy that another took the place of before it was returned.
REPLACED = "上一份"
FILE, CONFIRMED, RECEIVED = "文件", "确认单位", "确认收到日期"
MATCHED, CAME = "认定的单位", "收到日期"
INDICATOR, LAST_YEAR = "指标", "上年"
EXCLUDED, DIGEST = "不计入的理由", "内容标识"
# Enough of a sha-256 to tell any two files of a folder apart.
DIGITS = 16
# How far a unit has come.
WAY = (
    Column(FIRST_CAME, 17),
    Column(FIRST_READ, 17),
    Column(DAYS, 10),
    Column(PROGRESS, 30, "left"),
    Column(RETURNED, 22, "input"),
    Column(PASSED_BY, 10, "input"),
    Column(PASSED_ON, 17),
    Column(ASKED, 26, "left"),
    Column("已改好", 20, "left"),
    Column("新出现", 20, "left"),
)
UNITS = (
    Column(UNIT, 34, "left"),
    Column("代码", 9, "text"),
    Column("类别", 22, "left"),
    Column(STATE, 10, "bold"),
    Column("情况", 18, "left"),
    Column(COUNTED, 38, "left"),
    Column("收到日期", 17),
    Column("截止日期", 17),
    Column("强制性", 9),
    Column("核实性", 9),
    Column("提示性", 9),
    Column("联系人", 11, "left"),
    Column("联系电话", 17, "left"),
    *WAY,
)
PROBLEMS = (
    Column("单位", 28, "left"),
    Column("文件", 30, "left"),
    Column(RULE, 8),
    Column(SEVERITY, 9),
    Column("单元格", 24, "left"),
    Column("位置", 30, "left"),
    Column("问题", 60, "left"),
    Column("怎么办", 40, "left"),
    Column(REASON, 24, "left"),
)
MISSING = (
    Column("单位", 34, "left"),
    Column("代码", 9, "text"),
    Column("类别", 22, "left"),
    Column("截止日期", 17),
    Column("联系人", 11, "left"),
    Column("联系电话", 17, "left"),
    Column("上级单位", 26, "left"),
    Column("线索", 70, "left"),
)
ALIKE = (
    Column("单位", 34, "left"),
    Column("另一单位", 34, "left"),
    Column("部分", 30, "left"),
    Column("重复率", 10, "share"),
    Column("连续相同字数", 14),
    Column("要不要核对", 12),
)
YEARS = (
    Column("单位", 34, "left"),
    Column(INDICATOR, 22, "left"),
    Column("计量", 8),
    Column(LAST_YEAR, 14),
    Column("本年", 14),
    Column("增减", 14),
    Column("增减幅度", 12, "share"),
)
RATIO_COLUMNS = (
    Column("单位", 34, "left"),
    Column("新收申请", 12),
    *(Column(ratio.label, 18, "share") for ratio in RATIOS),
)
RATIOS_NOTE = (
    f"{'；'.join(f'{ratio.label}＝{ratio.formula}' for ratio in RATIOS)}。"
    f"分母不到 {LEAST_BASE} 件的、有空白的不算。第一行是数字齐全的各单位合计。"
)
FILES = (
    Column(FILE, 42, "left"),
    Column(MATCHED, 30, "left"),
    Column("认定依据", 10),
    Column(STATE, 16, "bold"),
    Column("情况", 16, "left"),
    Column("说明", 46, "left"),
    Column("年度", 8),
    Column(CAME, 17),
    Column("可能是", 36, "left"),
    Column(CONFIRMED, 30, "input"),
    Column(RECEIVED, 17, "input"),
    Column(EXCLUDED, 30, "input"),
    Column(DIGEST, 19, "text"),
)
SAID, ENTRY = "这一轮的", "写明"
SAID_YEAR, SAID_DUE = "报告年度", "报送截止日期"
ROUND = (
    Column(SAID, 24, "left"),
    Column(ENTRY, 22, "input"),
    Column("不写的", 60, "left"),
)
