"""A sentence of the corpus -> the report it stands in, and whether what the rules say of it is what was expected.

An entry names cells in words and states only what deviates from an all-zero report:

    [[case]]
    text = "……"                     what a section holds, and nothing else
    section = "一"                   前言, 一, 五 or 六
    unit = "…"  kind = "…"           whose report it is; 示例乡人民政府 when not given
    tables = { "表三 本年新收 自然人" = 5, "表四 行政复议 结果维持" = 1, "表二 行政许可 本年处理决定数量" = 3 }
    facts = { "新闻发布会场次" = 5 }  基础数据
    last = { … }                     last year's tables
    roster = ["…"]                   the other units of the register
    expect = ["N301"]                the codes that must be raised
    also = ["N304"]                  codes that may be raised with them, or instead of a single one
    blocks = true                    whether a 强制性 finding is allowed
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from tests.tools import make
from tests.tools.make import EDITION
from xlsheets.checks import Case, run_checks
from xlsheets.report import PREAMBLE, Report
from xlsheets.report.findings import Finding, Severity
from xlsheets.schema import Cell
from xlsheets.schema.facts import FACTS

HERE = Path(__file__).parent
OPEN_SETS = ("open_a", "open_b", "open_c", "open_d")
SETS = (*OPEN_SETS, "held_out")
SECTIONS = {"前言": PREAMBLE, "一": "overview", "五": "problems", "六": "other_matters"}
# What a section holds when nothing is said of it: what this raises is no matter of the sentence.
NOTHING_SAID = {
    "前言": (),
    "一": ("工作平稳有序。",),
    "五": ("工作平稳有序。",),
    "六": make.NARRATIVE["other_matters"],
}
LEVELS = {"政府部门": "county_department", **{level.label: level.key for level in EDITION.levels}}
# What an entry calls a row whose official label it does not hold.
ROWS = {
    "危及三安全一稳定": "security_stability",
    "逾期不补正": "not_supplemented",
    "逾期不缴费": "fee_unpaid",
    "其他处理3.其他": "other_outcome",
}
FACT_KEYS = {
    "收取信息处理费件数": "fee_requests",
    "收取信息处理费金额（元）": "fee_amount",
    "政策解读材料件数": "policy_readings",
    "网站留言答复件数": "messages",
    "新闻发布会场次": "press_conferences",
    **{fact.label: fact.key for fact in FACTS},
}


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One sentence with what it stands in and what must be said of it."""

    text: str
    section: str
    expect: frozenset[str]
    also: frozenset[str]
    blocks: bool
    unit: str = make.PROFILE.unit
    kind: str = "乡镇人民政府"
    year: int = make.PROFILE.year or 0
    tables: dict[str, float] = field(default_factory=dict)
    facts: dict[str, float] = field(default_factory=dict)
    last: dict[str, float] = field(default_factory=dict)
    roster: tuple[str, ...] = ()
    why: str = ""

    @property
    def codes(self) -> frozenset[str]:
        """All codes the entry names."""
        return self.expect | self.also


@cache
def entries(name: str, folder: Path = HERE) -> list[Entry]:
    """Return the entries of a set; none where the set is not at hand."""
    path = folder / f"{name}.toml"
    if not path.exists():
        return []
    return [_entry(written) for written in tomllib.loads(path.read_text("utf-8"))["case"]]


def _entry(written: dict) -> Entry:
    given = {**written, "roster": tuple(written.get("roster", ()))}
    for codes in ("expect", "also"):
        given[codes] = frozenset(written.get(codes, ()))
    return Entry(**given)


@cache
def cell(name: str) -> Cell:
    """Return the cell that a name in words means: table, row or remedy, column."""
    table, row, column = name.split(" ")
    edition = EDITION
    for found in edition.typed_cells:
        columns = edition.column_labels[found.block, found.column]
        rows = edition.row_labels.get((found.block, found.row), ())
        same_row = row in columns if table == "表四" else _is_row(found.row, rows, row)
        if edition.table_of[found.block].number == table and same_row and column in columns[-1]:
            return found
    raise KeyError(name)


def _is_row(key: str, labels: tuple[str, ...], row: str) -> bool:
    if row in ROWS:
        return key == ROWS[row]
    return labels[-1] == row or (row != "规章" and row in labels[-1])


def _cells(tables: dict[str, float]) -> dict[str, float]:
    return {str(cell(name)): value for name, value in tables.items()}


def report_of(entry: Entry, paragraphs: tuple[str, ...]) -> Report:
    """Return the report of an entry whose section holds these paragraphs."""
    narrative = {
        key: tuple(finding.replace(make.PROFILE.unit, entry.unit) for finding in said)
        for key, said in make.NARRATIVE.items()
    }
    base = make.report(
        _cells(entry.tables),
        narrative={**narrative, SECTIONS[entry.section]: paragraphs},
        unit=entry.unit,
        level=LEVELS[entry.kind],
        year=entry.year,
        address="",
        phone="",
        postcode="",
    )
    facts = {FACT_KEYS[name]: make.figure(value) for name, value in entry.facts.items()}
    return replace(base, facts=facts)


def case_of(entry: Entry, paragraphs: tuple[str, ...]) -> Case:
    """Return an entry as the rules see it."""
    previous: tuple[Report, ...] = ()
    if entry.last:
        nothing = dict.fromkeys(make.NARRATIVE, ())
        profile = {"unit": entry.unit, "level": LEVELS[entry.kind], "year": entry.year - 1}
        previous = (make.report(_cells(entry.last), narrative=nothing, **profile),)
    return Case(report_of(entry, paragraphs), previous=previous, units=entry.roster)


@cache
def found(entry: Entry) -> list[Finding]:
    """Return what the rules say of the sentence: families N and T, and what the entry names."""
    said = _said(entry, (entry.text,))
    unnamed = {finding.code for finding in said} - entry.codes
    beside = _said(entry, NOTHING_SAID[entry.section]) if unnamed else []
    not_of_it = {finding.code for finding in beside} - entry.codes
    return [finding for finding in said if finding.code not in not_of_it]


def _said(entry: Entry, paragraphs: tuple[str, ...]) -> list[Finding]:
    return run_checks(case_of(entry, paragraphs), select=("N", "T", *entry.codes))


def missing(entry: Entry, codes: set[str]) -> set[str]:
    """Return the expected codes that were not raised; another fair one may stand for a single one."""
    if len(entry.expect) == 1 and codes & entry.also:
        return set()
    return set(entry.expect - codes)


def faults(entry: Entry) -> list[str]:
    """Return what is wrong with what was said: a code missing, one too many, or one that blocks."""
    said = found(entry)
    codes = {finding.code for finding in said}
    blocking = {finding.code for finding in said if finding.severity is Severity.ERROR}
    return [
        *(f"missing {code}" for code in sorted(missing(entry, codes))),
        *(f"false {code}" for code in sorted(codes - entry.codes)),
        *(f"blocks {code}" for code in sorted(blocking) if not entry.blocks),
    ]
