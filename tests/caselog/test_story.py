"""A year told in plain words, and the log a person fills from it: its numbers are those of a plain second count."""

from __future__ import annotations

import datetime
import re

import pytest

from tests.caselog.test_counts import plainly
from tests.tools.engines import RECALCULATE, Filling, results
from tests.tools.story import STORY, UNIT, YEAR, facts, log_of, rows_of
from tests.workbook.test_engines import same
from xlsheets.basics.addresses import Spot, address
from xlsheets.caselog.columns import FIRST_ENTRY, REQUESTS, SHEETS
from xlsheets.caselog.counting import Tally
from xlsheets.schema import newest
from xlsheets.workbook.caselog.places import STATUS_ROW, TABLES_SHEET
from xlsheets.workbook.caselog.reading import read_case_log
from xlsheets.workbook.caselog.writer import write_case_log
from xlsheets.workbook.editing.patch import patch_workbook
from xlsheets.workflows.logs.case_log import blank_log

TODAY = datetime.date(2026, 1, 20)
NOTHING: dict = {sheet.key: [] for sheet in SHEETS}
# How the story says what a clerk picks from a list.
SAYS = {
    "自然人": "居民|村民",
    "商业企业": "公司",
    "法律服务机构": "律师事务所",
    "科研机构": "科研机构",
    "社会公益组织": "社会公益组织",
    "其他": "类别是“其他”",
    "网络平台": "网上",
    "邮寄": "邮寄|信|寄来",
    "当面提交": "当面",
    "电子邮件": "电子邮件",
    "传真": "传真",
    "其他方式": "其他方式",
    "granted": "予以公开",
    "partial": "部分公开",
    "state_secret": "国家秘密",
    "barred_by_law": "法律行政法规禁止公开",
    "security_stability": "三安全一稳定",
    "third_party": "第三方合法权益",
    "internal_affairs": "内部事务信息",
    "deliberative": "过程性信息",
    "enforcement_file": "行政执法案卷",
    "admin_inquiry": "行政查询事项",
    "not_held": "不掌握",
    "needs_creation": "另行制作",
    "still_unclear": "补正后仍不明确",
    "petition": "信访举报投诉",
    "repeated": "重复申请",
    "publication": "公开出版物",
    "excessive": "大量反复申请",
    "reconfirmation": "重新出具已获取信息",
    "not_supplemented": "逾期不补正",
    "fee_unpaid": "逾期未缴纳费用",
    "other_outcome": "其他处理里的“其他”",
}


def pattern(content: object) -> str:
    if isinstance(content, datetime.date):
        short = f"{content.month}月{content.day}日"
        return rf"(?<![\d年]){short}" if content.year == YEAR else f"{content.year}年{short}"
    return re.escape(str(content))


@pytest.mark.parametrize("row", facts()["requests"], ids=lambda row: row["number"])
def test_every_fact_of_a_request_is_told_in_the_story(row):
    words = Tally(log_of({"requests": [row]}), TODAY).words
    paragraph = re.search(rf"^{row['number']}\u3000(.+)$", STORY, re.MULTILINE)[1]
    for key, content in row.items():
        if key == "outcome":
            assert re.search(SAYS[words.outcomes[content].key], paragraph)
        elif key in ("kind", "channel"):
            assert re.search(SAYS[content], paragraph), key
        elif key != "number":
            assert re.search(pattern(content), paragraph), key


@pytest.mark.parametrize("key", ["disputes", "documents", "decided"])
def test_every_day_and_number_of_the_rest_is_told(key):
    rest = STORY.partition("三、复议诉讼")[2]
    for row in facts()[key]:
        for name in {"about", "reference", "arrived", "closed", "dated", "ended"} & {*row}:
            assert re.search(pattern(row[name]), rest)


def test_the_story_has_every_outcome_kind_and_channel():
    tally = Tally(log_of(facts()), TODAY)
    asked = newest().named.requests
    rows = (
        *tally.words.outcomes.values(),
        asked.received,
        asked.carried_over,
        asked.carried_forward,
    )
    columns = tally.words.classes.values()
    assert all(any(tally.figures[row.at(column)] for column in columns) for row in rows)
    assert all(tally.figures[asked.received.at(column)] for column in columns)
    assert all(tally.channels.values())


def test_the_numbers_are_those_that_its_clerk_counted_by_hand():
    figures, asked = plainly(rows_of(facts())), newest().named.requests
    columns = Tally(log_of({}), TODAY).words.classes.values()
    stages = [asked.received, asked.carried_over, asked.carried_forward]
    new, old, left = (sum(figures[row.at(column)] for column in columns) for row in stages)
    told = re.search(r"新收 (\d+) 件，上年结转 (\d+) 件，办完 (\d+) 件，结转下年度 (\d+) 件", STORY)
    assert [new, old, new + old - left, left] == [int(number) for number in told.groups()]


def typed_cells(told: dict) -> dict:
    """Return what a clerk types into which cell of an empty log, days as the numbers they are."""
    found = {}
    for sheet in SHEETS:
        for at, row in enumerate(told[sheet.key]):
            for key, content in row.items():
                day = isinstance(content, datetime.date)
                typed = (content - datetime.date(1899, 12, 30)).days if day else content
                found[_cell(sheet, at, key)] = typed
    return found


def test_typed_into_an_empty_log_it_is_read_and_counted_as_it_was_told():
    told = facts()
    book = patch_workbook(blank_log(UNIT, YEAR), typed_cells(told))
    log = read_case_log(book, "登记簿.xlsx").log
    assert dict(Tally(log, TODAY).figures) == plainly(rows_of(told))


@pytest.mark.office
def test_a_changed_row_changes_exactly_its_cells_in_a_spreadsheet_program():
    """An answered request of a resident becomes an open one of a company."""
    told = facts()
    at = next(at for at, row in enumerate(told["requests"]) if row["number"] == "2025-012")
    book = write_case_log(log_of(told), rows_of(told), datetime.datetime.now().astimezone().date())
    new = {"kind": "商业企业", "answered": "", "outcome": ""}
    typed = {_cell(REQUESTS, at, key): text for key, text in new.items()}
    (computed,) = RECALCULATE["LibreOffice"]([Filling(book, typed)])
    before = results(book)
    changed = {spot for spot, value in before.items() if not same(value, computed.values[spot])}
    of_the_row = {_cell(REQUESTS, at, key) for key in ("state", "closed", "ending")}
    assert {spot for spot in changed if spot.sheet == REQUESTS.name} == of_the_row
    numbers = changed - of_the_row - {Spot(TABLES_SHEET, f"A{STATUS_ROW}")}
    assert {spot.sheet for spot in numbers} == {TABLES_SHEET}
    # 自然人 have one less of 本年新收, of 内部事务信息 and of 总计, 商业企业 one more of 本年新收 and of 结转下年度; of all
    # together there is one less of 内部事务信息 and of 总计, and one more of 结转下年度.
    differences = [computed.values[spot] - before[spot] for spot in numbers]
    assert sorted(differences) == [-1, -1, -1, -1, -1, 1, 1, 1]


def _cell(sheet, at: int, key: str) -> Spot:
    return Spot(sheet.name, address(FIRST_ENTRY - 1 + at, sheet.places[key]))


CHANGES = [
    {"kind": "科研机构"},
    {"arrived": datetime.date(2024, 12, 20)},
    {"arrived": datetime.date(2026, 2, 3)},
    {"answered": datetime.date(2026, 1, 8)},
    {"answered": datetime.date(2024, 12, 31)},
    {"outcome": "（六）3.其他"},
    {"outcome": "别的"},
    {"kind": "别的"},
    {"arrived": "三月"},
    {"channel": "传真", "extension": 5, "charged": 30, "remark": "改过"},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_changed_row_changes_the_numbers_by_what_it_counted_before_and_counts_now(change):
    told = facts()
    before = plainly(rows_of(told))
    for at, row in enumerate(told["requests"]):
        changed = [*told["requests"]]
        changed[at] = row | change
        after = Tally(log_of({**told, "requests": changed}), TODAY).figures
        was, now = (plainly(rows_of({**NOTHING, "requests": [one]})) for one in (row, row | change))
        moved = {cell: after[cell] - before[cell] for cell in before}
        assert moved == {cell: now.get(cell, 0) - was.get(cell, 0) for cell in before}
