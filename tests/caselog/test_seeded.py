"""Faults people make, each put into a sound log of a year: what is said of it, at its row, and nothing else."""

from __future__ import annotations

import datetime

import pytest

from tests.tools.story import FIRST, facts, log_of
from xlsheets.checks.caselog import row_findings
from xlsheets.checks.caselog.subject import LogCase

TODAY = datetime.date(2026, 1, 20)
REQUESTS, DISPUTES, DOCUMENTS, DECISIONS = "requests", "disputes", "documents", "decided"


def found_in(told: dict) -> list[tuple[str, str]]:
    return [
        (finding.code, finding.places[0]) for finding in row_findings(LogCase(log_of(told), TODAY))
    ]


def day(month: int, date: int, year: int = 2025) -> datetime.date:
    return datetime.date(year, month, date)


def at(told: dict, number: str) -> int:
    return next(place for place, row in enumerate(told[REQUESTS]) if row["number"] == number)


# The fault; the rule; the sheet and the row, or the number of the request; the column; what is changed there.
SEEDS = [
    ("没有收到日期", "L101", REQUESTS, "2025-021", "arrived", {"arrived": None}),
    ("没有选类别", "L102", REQUESTS, "2025-021", "kind", {"kind": None}),
    ("类别不在下拉框里", "L102", REQUESTS, "2025-021", "kind", {"kind": "村委会"}),
    ("有结果没有日期", "L103", REQUESTS, "2025-012", "answered", {"answered": None}),
    ("有日期没有结果", "L104", REQUESTS, "2025-012", "outcome", {"outcome": None}),
    ("答复早于收到", "L105", REQUESTS, "2025-018", "answered", {"answered": day(4, 20)}),
    ("收到日期在下一年", "L106", REQUESTS, "2025-036", "arrived", {"arrived": day(1, 5, 2026)}),
    ("结转的上年已经答复", "L106", REQUESTS, "2024-031", "answered", {"answered": day(12, 30, 2024)}),
    ("超期没有延期", "L107", REQUESTS, "2025-027", "answered", {"answered": day(9, 1)}),
    ("到期没有答复", "L108", REQUESTS, "2025-034", "answered", {"answered": None, "outcome": None}),
    ("延期三十天", "L109", REQUESTS, "2025-022", "extension", {"extension": 30}),
    ("日期写成文字", "L110", REQUESTS, "2025-030", "heard", {"heard": "八月初"}),
    ("没有编号", "L111", REQUESTS, "2025-021", "number", {"number": None}),
    ("按件又按页", "L301", REQUESTS, "2025-016", "pages", {"pieces": 3, "charged": None}),
    ("收费不合标准", "L302", REQUESTS, "2025-016", "charged", {"charged": 860}),
    ("诉讼没有选类型", "L401", DISPUTES, 0, "remedy", {"remedy": None}),
    ("有结果没有结案日期", "L402", DISPUTES, 0, "closed", {"closed": None}),
    ("复议没有对应的申请", "L403", DISPUTES, 0, "about", {"about": "2025-099"}),
    ("诉讼以前年度已经结案", "L404", DISPUTES, 6, "closed", {"closed": day(12, 20, 2024)}),
    ("结案早于收到", "L105", DISPUTES, 0, "closed", {"closed": day(5, 1)}),
    ("文件没有选种类", "L501", DOCUMENTS, 1, "sort", {"sort": "通知"}),
    ("废止早于印发", "L105", DOCUMENTS, 0, "ended", {"ended": day(1, 1, 2019)}),
    ("文号登记两次", "L502", DOCUMENTS, 4, "reference", {"reference": "示镇规〔2025〕1号"}),
    ("决定没有日期", "L503", DECISIONS, 2, "dated", {"dated": None}),
]  # fmt: skip


def test_the_story_is_sound():
    assert found_in(facts()) == []


@pytest.mark.parametrize(("_fault", "code", "key", "place", "column", "change"), SEEDS)
def test_a_fault_is_found_at_its_row_and_nothing_else(_fault, code, key, place, column, change):
    told = facts()
    row = at(told, place) if isinstance(place, str) else place
    changed = told[key][row] | change
    told[key][row] = {name: content for name, content in changed.items() if content is not None}
    assert found_in(told) == [(code, f"log.{key}.{FIRST + row}.{column}")]


# An entry that is there twice: how the second differs from the first, and what is said of it.
TWICE = [
    ("重复登记", "L201", "number", {}),
    ("部分公开又计一次", "L203", "outcome", {"outcome": "（三）1.属于国家秘密"}),
]


@pytest.mark.parametrize(("_fault", "code", "column", "change"), TWICE)
def test_an_entry_that_is_there_twice_is_found_at_the_second(_fault, code, column, change):
    told = facts()
    row = told[REQUESTS][at(told, "2025-010")]
    told[REQUESTS].append(row | change)
    assert found_in(told) == [(code, f"log.requests.{FIRST + len(told[REQUESTS]) - 1}.{column}")]


def test_one_request_under_two_numbers_is_found_at_the_second():
    told = facts()
    first = told[REQUESTS][at(told, "2025-010")]
    first["gist"] = "救助名册"
    told[REQUESTS].append({**first, "number": "2025-037"})
    assert found_in(told) == [("L202", f"log.requests.{FIRST + 40}.arrived")]
