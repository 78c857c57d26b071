"""Lists under headings of people's own, taken over into a case log: what is understood, and what is told and left."""

from __future__ import annotations

import datetime

import pytest

from xlsheets.caselog.columns import DECISIONS, DISPUTES, DOCUMENTS, SHEETS, Entry
from xlsheets.caselog.own_list import OwnSheet
from xlsheets.caselog.own_list.adoption import adopt
from xlsheets.caselog.own_list.contents import _SAME, ContentReader
from xlsheets.caselog.own_list.headings import _WORDS, column_meant
from xlsheets.caselog.own_list.said import SaidMeanings, lines_of, read_said
from xlsheets.caselog.records import LogRow
from xlsheets.caselog.words import log_words
from xlsheets.errors import UsageError
from xlsheets.schema import newest

NOBODY = SaidMeanings()
# What no output may show.
NAME = "王小明"


def day(month: int, date: int, year: int = 2025) -> datetime.date:
    return datetime.date(year, month, date)


def sheet(table: str, name: str = "") -> OwnSheet:
    """Return a list as it is drawn here: a line for each row, its cells between bars."""
    lines = [line.strip().strip("|").split("|") for line in table.strip().splitlines()]
    rows = {
        number: {at: text.strip() for at, text in enumerate(line, 1) if text.strip()}
        for number, line in enumerate(lines, 1)
    }
    return OwnSheet("台账.csv", name, rows)


def taken(table: str, name: str = "", there=(), said=NOBODY):
    return adopt([sheet(table, name)], {"requests": list(there)}, 2025, said)


ENTRY = {
    "number": "2025-001",
    "arrived": day(3, 5),
    "channel": "网络平台",
    "kind": "自然人",
    "answered": day(3, 20),
    "outcome": "（一）予以公开",
}
# The same entry as five offices keep it.
SHAPES = {
    "编号在前，一行表头": """
        | 编号 | 收到日期 | 收到方式 | 申请人类别 | 答复日期 | 办理结果 |
        | 2025-001 | 2025-3-5 | 网络平台 | 自然人 | 2025-3-20 | （一）予以公开 |""",
    "上面有标题，栏名是口语": """
        | 示例乡依申请公开台账 |
        | 登记号 | 收件时间 | 申请方式 | 申请人性质 | 答复时间 | 答复类型 |
        | 2025-001 | 2025年3月5日 | 网上申请 | 公民 | 2025.3.20 | 公开 |""",
    "两行表头": """
        | 受理编号 | 申请人信息 | | 受理情况 | | 答复 | |
        | | 姓名 | 类型 | 受理日期 | 申请渠道 | 日期 | 结果 |
        | 2025-001 | 王小明 | 个人 | 2025/3/5 | 网站 | 2025/3/20 | 同意公开 |""",
    "栏目多，次序不同，日期带时间": """
        | 序号 | 流水号 | 申请人姓名 | 联系电话 | 答复类别 | 办结日期 | 提交方式 | 主体类型 | 登记日期 | 经办人 |
        | 1 | 2025-001 | 王小明 | 13800000000 | 1.予以公开 | 20250320 | 在线 | 公民-自然人 | 2025-03-05 09:30:00 | 李四 |""",
    "栏名带说明和换行": """
        | 申请编号（自编） | 收到申请日期 * | 接收渠道： | 申请人 类别 | 作出答复日期（年月日） | 处理结果 |
        | 2025-001 | 二〇二五年三月五日 | 门户网站 | 自然人 | 2025年3月20日 | （一）予以公开 |""",
    "别的系统导出的": """
        | 受理号 | 申请提交时间 | 来件方式 | 申请主体性质 | 办理完成时间 | 答复结论 | 答复期限 |
        | 2025-001 | 2025-3-5T08:00 | 网络 | 个人 | 2025-3-20 | 准予公开 | 2025-4-2 |""",
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_an_entry_is_understood_under_anybodys_headings(shape):
    found = taken(SHAPES[shape])
    assert [dict(row) for row in found.new["requests"]] == [ENTRY]
    assert NAME not in "".join(found.listed)


@pytest.mark.parametrize("shape", SHAPES)
def test_what_was_taken_over_is_known_when_it_comes_again(shape):
    found = taken(SHAPES[shape], there=[LogRow(4, ENTRY)])
    assert (found.known, found.new["requests"], found.filled) == (1, [], ())


OTHERS = {
    DISPUTES.key: (
        "复议诉讼",
        """
        | 案件类型 | 申请编号 | 受理日期 | 复议结果 | 结案日期 |
        | 复议 | 2025-001 | 2025-5-20 | 维持 | 2025-7-1 |
        | 经复议起诉 | 2025-002 | 2025-8-1 | 审理中 | |""",
        [
            {"remedy": "行政复议", "about": "2025-001", "arrived": day(5, 20), "result": "结果维持", "closed": day(7, 1)},
            {"remedy": "复议后起诉", "about": "2025-002", "arrived": day(8, 1)},
        ],
    ),
    DOCUMENTS.key: (
        "规范性文件目录",
        """
        | 发文字号 | 文件名称 | 类别 | 发布日期 | 废止时间 |
        | 示政规〔2021〕3号 | 示例办法 | 规范性文件 | 2021-6-1 | 2025-2-1 |""",
        [{"reference": "示政规〔2021〕3号", "title": "示例办法", "sort": "行政规范性文件", "dated": day(6, 1, 2021), "ended": day(2, 1)}],
    ),
    DECISIONS.key: (
        "许可处罚",
        """
        | 决定类别 | 决定日期 | 数量 |
        | 许可 | 2025-3-31 | 12件 |
        | 处罚 | 2025-4-30 | 0 |""",
        [
            {"sort": "行政许可", "dated": day(3, 31), "count": 12},
            {"sort": "行政处罚", "dated": day(4, 30), "count": 0},
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("key", OTHERS)
def test_the_other_sheets_are_told_by_their_headings(key):
    name, table, entries = OTHERS[key]
    found = taken(table, name)
    assert found.new[key] == entries
    assert found.listed == ()


def test_every_column_that_is_left_is_named_with_what_to_do():
    found = taken(SHAPES["栏目多，次序不同，日期带时间"])
    told = "\n".join(found.listed)
    assert "“序号”栏没有带：另一栏已经记到“编号”" in told
    assert "“申请人姓名”栏没有带：登记簿不记申请人是谁" in told
    assert "“联系电话”栏没有带：登记簿不记申请人是谁" in told
    assert "“经办人”栏没有带：登记簿没有这一栏" in told
    assert all(sentence.endswith("。") for sentence in found.listed)


ODD = f"""
    | 编号 | 收到日期 | 申请人类别 | 延期 | 答复日期 | 办理结果 |
    | 1 | 3月5日 | 自然人 | | | |
    | 2 | 2025-3-6 | {NAME} | 否 | / | 办理中 |
    | 3 | 2025-3-7 | 企业 | 是 | 2025-4-1 | 不予公开 |
    | 4 | 2025-3-8 | 企业 | 10个工作日 | 2025-4-1 | 不予公开—个人隐私 |
    | 4 | 2025-3-9 | 企业 | 30 | 2025-4-1 | 给了{NAME} |
    | 5 | 2023-3-9 | 企业 | | 2023-4-1 | 公开 |
    | 合计 | | | | | |
    | 填表人：{NAME} | | | | | |
"""


def test_every_cell_and_row_that_is_left_is_named_and_nothing_is_invented():
    found = taken(ODD)
    assert found.new["requests"] == [
        {"number": "1", "kind": "自然人"},
        {"number": "2", "arrived": day(3, 6)},
        {"number": "3", "arrived": day(3, 7), "kind": "商业企业", "answered": day(4, 1)},
        {
            "number": "4",
            "arrived": day(3, 8),
            "kind": "商业企业",
            "extension": 10,
            "answered": day(4, 1),
            "outcome": "（三）4.保护第三方合法权益",
        },
    ]
    told = "\n".join(found.listed)
    for sentence in (
        "第 2 行的“收到日期”栏：不是 2025-3-5 这样有年、月、日的日期",
        "第 3 行的“申请人类别”栏：不是下拉框里的",
        "第 4 行的“延期”栏：不是整数",
        "第 4 行的“办理结果”栏：“不予公开”分好几项，说不清是哪一项",
        "第 6 行的“延期”栏：不在 1 到 20 之间",
        "第 6 行的编号前面已经有了，没有带",
        "第 7 行不属于 2025 年",
        "第 8 行是合计，没有带",
        "第 9 行没有认得出的“收到日期”",
    ):
        assert sentence in told
    assert NAME not in told


def test_blanks_are_filled_in_and_what_was_typed_stays():
    there = {"number": "2025-001", "arrived": day(3, 4), "kind": "自然人"}
    found = taken(SHAPES["编号在前，一行表头"], there=[LogRow(9, there)])
    assert {(blank.row, blank.key) for blank in found.filled} == {
        (9, "channel"),
        (9, "answered"),
        (9, "outcome"),
    }
    (told,) = found.listed
    assert told.startswith("“台账.csv”第 2 行的“收到日期”与登记簿第 9 行填的不同，没有改登记簿")


def test_entries_without_a_number_are_known_by_all_they_have_and_each_once():
    table = """
        | 种类 | 决定日期 |
        | 许可 | 2025-3-31 |
        | 许可 | 2025-3-31 |
        | 许可 | 2025-3-31 |"""
    there = {"sort": "行政许可", "dated": day(3, 31), "remark": "自己记的"}
    found = adopt([sheet(table, "许可决定")], {DECISIONS.key: [LogRow(4, there)]}, 2025, NOBODY)
    assert (found.known, len(found.new[DECISIONS.key])) == (1, 2)


def test_what_people_said_goes_before_what_we_know():
    said = read_said(
        [
            ["依申请", "承办科室收文日", "", "收到日期"],
            ["依申请", "收到日期", "", "不带"],
            ["依申请", "办理结果", "给了复印件", "（一）予以公开"],
        ],
        newest(),
        "对照表.csv",
    )
    table = """
        | 编号 | 收到日期 | 承办科室收文日 | 答复日期 | 办理结果 |
        | 1 | 2025-1-1 | 2025-3-5 | 2025-3-20 | 给了复印件 |"""
    found = taken(table, said=said)
    assert found.new["requests"] == [
        {"number": "1", "arrived": day(3, 5), "answered": day(3, 20), "outcome": "（一）予以公开"}
    ]
    kept = read_said(lines_of(found, said), newest(), "对照表.csv")
    assert taken(table, said=kept).new == found.new


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (["信访", "收到日期", "", "收到日期"], "第 1 行：登记簿里没有“信访”表"),
        (["依申请", "收文日", "", "收文日期"], "第 1 行：“依申请”表里没有“收文日期”栏"),
        (["依申请", "办理结果", "给了", "公开"], "第 1 行：下拉框里没有“公开”"),
    ],
)
def test_a_line_that_says_what_there_is_not_is_refused_with_its_number(line, told):
    with pytest.raises(UsageError, match=told):
        read_said([line], newest(), "对照表.csv")


def test_a_sheet_without_headings_is_told():
    (told,) = taken("| 甲 | 乙 |\n| 1 | 2 |").listed
    assert told.startswith("“台账.csv”：前 10 行里没有认出表头，没有带。")


@pytest.mark.parametrize("log_sheet", SHEETS, ids=lambda found: found.key)
def test_a_sheet_of_another_case_log_is_known_column_by_column(log_sheet):
    heads = {at: column.heading for at, column in enumerate(log_sheet.columns, 1)}
    (head,) = adopt([OwnSheet("登记簿.xlsx", log_sheet.name, {3: heads})], {}, 2025, NOBODY).heads
    assert head.sheet is log_sheet
    assert [column.key for column in head.taken] == [column.key for column in log_sheet.typed]
    told = {column.why for column in head.columns if not column.key}
    assert all("自己计算" in why or "另一栏" in why for why in told)


def test_days_off_are_no_list_of_decisions():
    assert taken("| 日期 | 放假或者上班 | 说明 |\n| 2025-1-1 | 放假 | 元旦 |").heads == ()


# What is declared ---------------------------------------------------------------------------------


@pytest.mark.parametrize("log_sheet", SHEETS, ids=lambda found: found.key)
def test_every_column_has_words_and_is_known_by_its_own_heading(log_sheet):
    assert set(_WORDS[log_sheet.key]) == {column.key for column in log_sheet.typed}
    for column in log_sheet.typed:
        assert column_meant(log_sheet, column.heading).key == column.key


def test_every_word_stands_for_an_official_one_and_for_one_only():
    reader, lists = ContentReader(newest()), log_words(newest()).lists
    for name, words in _SAME.items():
        official = {word for _, word in reader._known[name].items()} - {""}
        assert official == set(lists[name])
        spelt = [word for same in words.values() for word in same]
        assert len(spelt) == len(set(spelt))


def test_official_words_are_taken_as_they_are():
    reader = ContentReader(newest())
    for log_sheet in SHEETS:
        for column in log_sheet.typed:
            if column.entry is Entry.CHOICE:
                for word in log_words(newest()).lists[log_sheet.choice_of(column)]:
                    found = reader.taken(log_sheet, column, word, {})
                    assert (found.content, found.problem) == (word, "")
