"""A whole report written by somebody who had not seen the rules -> the report, and what is said of it.

A file of ``reports/`` holds 表二 and 表四 as rows of figures and of 表三 only the cells that are not 0;
``right`` says whether its writer made no mistake in it, ``faults`` what the mistakes are.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.phrases.corpus import LEVELS, cell
from tests.tools import make
from xlsheets.checks import Case, run_checks
from xlsheets.report import PREAMBLE, Report
from xlsheets.report.findings import Finding

HERE = Path(__file__).parent / "reports"
DOCUMENTS = ("制发件数", "废止件数", "现行有效件数")
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结")
DECISIONS = "处理决定数量"
CHARGES = "本年收费金额"
KINDS = {**LEVELS, "县级人民政府": "county"}
# What the files call a row whose official label they do not hold.
ROWS = {
    "申请人无正当理由逾期不补正": "逾期不补正",
    "申请人逾期未按收费通知要求缴纳费用": "逾期不缴费",
    "其他处理其他": "其他处理3.其他",
    "没有现成信息需要另行制作": "没有现成信息",
    "其他法律行政法规禁止公开": "法律行政法规禁止公开",
    "要求行政机关确认或重新出具已获取信息": "重新出具已获取信息",
}


@dataclass(frozen=True, slots=True)
class Whole:
    """One report of the folder."""

    name: str
    right: bool
    faults: tuple[str, ...]
    report: Report


@cache
def wholes() -> tuple[Whole, ...]:
    """Return the reports of the folder in order."""
    return tuple(_whole(path) for path in sorted(HERE.glob("*.json")))


def _whole(path: Path) -> Whole:
    written = json.loads(path.read_text("utf-8"))
    narrative = {
        PREAMBLE: (written["preamble"],),
        "overview": tuple(written["一"]),
        "problems": tuple(written["五"]),
        "other_matters": tuple(written["六"]),
    }
    report = make.report(
        {str(cell(name)): value for name, value in _figures(written["tables"])},
        narrative=narrative,
        unit=written["unit"],
        level=KINDS[written["kind"]],
        year=written["year"],
        signed=datetime.date(written["year"] + 1, 1, 20),
        address="",
        phone="",
        postcode="",
    )
    return Whole(path.stem, written["right"], tuple(written["faults"]), report)


def _figures(tables: dict) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    for row, value in tables["表二"].items():
        if isinstance(value, list):
            found += [
                (f"表二 {row} {column}", one) for column, one in zip(DOCUMENTS, value, strict=True)
            ]
        else:
            found.append((f"表二 {row} {CHARGES if '收费' in row else DECISIONS}", value))
    for row, classes in tables["表三"].items():
        found += [(f"表三 {ROWS.get(row, row)} {label}", value) for label, value in classes.items()]
    for remedy, results in tables["表四"].items():
        found += [
            (f"表四 {remedy} {result}", value)
            for result, value in zip(RESULTS, results, strict=True)
        ]
    return [(name, value) for name, value in found if value]


def said_of(whole: Whole) -> list[Finding]:
    """Return every finding about a report."""
    return run_checks(Case(whole.report))
