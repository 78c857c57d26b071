"""Texts -> every output that can hold them: workbooks, documents, pages."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from tests.hostile.texts import TEXTS
from tests.tools.make import report
from xlsheets.checks.county import county_findings
from xlsheets.county.adjustment import Adjustment
from xlsheets.county.comparison import compare_reports
from xlsheets.county.register import Register, Unit
from xlsheets.county.rollup import Scope, add_up
from xlsheets.notices import feedback_letter
from xlsheets.report import Profile, Report
from xlsheets.report.findings import Finding, Severity
from xlsheets.report.outcome import Outcome, Source
from xlsheets.schema import Cell
from xlsheets.workbook.editing.annotate import annotate
from xlsheets.workbook.editing.finding_list import list_findings
from xlsheets.workbook.lists.comparison import write_comparison
from xlsheets.workbook.lists.ledger import write_ledger
from xlsheets.workbook.lists.register import write_register
from xlsheets.workbook.lists.working_paper import write_working_paper
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workbook.template import write_workbook
from xlsheets.workflows import collect, one_report

HARMLESS = tuple(f"第{number}段文字" for number in range(len(TEXTS)))
CELL = Cell.parse("req.received.business")


def batches(texts: Sequence[str], size: int = 60) -> list[Sequence[str]]:
    return [texts[at : at + size] for at in range(0, len(texts), size)]


def prose(texts: Sequence[str], **profile: str) -> Report:
    """Return a report whose overview has these texts as paragraphs."""
    return report(narrative={"overview": tuple(texts)}, **profile)


def findings(texts: Sequence[str]) -> list[Finding]:
    """Return a finding that quotes each text, all of the same cell."""
    return [
        Finding(
            code="C101",
            severity=Severity.ERROR,
            message=f"{text}这里写着“{text}”。",
            places=(str(CELL),),
            path=text,
            hint=text,
            suspect=text,
            reason="",
            file=text or "空.xlsx",
            unit=text,
            sheet="三、申请办理",
            cell="E6",
        )
        for text in texts
    ]


def towns(texts: Sequence[str]) -> list[Report]:
    """Return a report of a unit of each name."""
    return [
        report({str(CELL): number}, unit=name, address=text)
        for number, (text, name) in enumerate(zip(texts, names(texts), strict=True))
    ]


def names(texts: Sequence[str]) -> list[str]:
    """Return names of units that begin as the texts do; no two units have one name."""
    return [f"{text}{number}镇" for number, text in enumerate(texts)]


# What is made ------------------------------------------------------------------------------------


def workbook(texts: Sequence[str]) -> list[bytes]:
    return [
        write_workbook(prose(batch, unit=batch[0], address=batch[1])) for batch in batches(texts)
    ]


def next_workbook(texts: Sequence[str]) -> list[bytes]:
    return [write_workbook(report(), prose(batch)) for batch in batches(texts)]


@cache
def _sent() -> bytes:
    return write_workbook(report())


def patched(texts: Sequence[str]) -> list[bytes]:
    from xlsheets.workbook.editing.patch import patch_workbook

    places = read_workbook(_sent()).places
    spots = [places[f"text.overview.{number}"] for number in range(1, 7)]
    spots += [places[f"profile.{name}"] for name in ("unit", "address", "phone", "email")]
    return [
        patch_workbook(_sent(), dict(zip(spots, batch, strict=False)))
        for batch in batches(texts, len(spots))
    ]


def annotated(texts: Sequence[str]) -> list[bytes]:
    places = read_workbook(_sent()).places
    return [annotate(_sent(), findings(batch), places) for batch in batches(texts, 20)]


def marked(texts: Sequence[str]) -> list[bytes]:
    places = read_workbook(_sent()).places
    return [list_findings(_sent(), findings(batch), places) for batch in batches(texts, 60)]


def register(texts: Sequence[str]) -> list[bytes]:
    units = [
        Unit(name, str(number), (f"{text}{number}乡",), "", contact=text, phone=text)
        for number, (text, name) in enumerate(zip(texts, names(texts), strict=True))
    ]
    return [write_register(Register(tuple(units)))]


def _collection(texts: Sequence[str]):
    examined = [
        Outcome(
            Source(Path(f"{number}{text[:9]}.xlsx"), f"{number}{text}.xlsx"),
            readable=True,
            findings=tuple(findings([text])),
            report=report,
        )
        for number, (text, report) in enumerate(zip(texts, towns(texts), strict=True))
    ]
    called = zip(texts, names(texts), strict=True)
    units = [Unit(name, contact=text, phone=text) for text, name in [*called][::2]]
    return collect.collect(examined, Register(tuple(units)))


def ledger(texts: Sequence[str]) -> list[bytes]:
    return [write_ledger(_collection(texts), "收件")]


def paper(texts: Sequence[str]) -> list[bytes]:
    county = Profile(unit=texts[3], level="county", year=2025)
    rollup = add_up(
        county,
        towns(texts),
        scope=Scope(tuple(names(texts))),
        adjustments=[Adjustment(CELL, 1, text) for text in texts],
    )
    stream = io.BytesIO()
    write_working_paper(rollup, (*county_findings(rollup), *findings(texts)), stream)
    return [stream.getvalue()]


def comparisons(texts: Sequence[str]):
    before = [replace(town, profile=replace(town.profile, year=2024)) for town in towns(texts)]
    after = [
        replace(town, narrative={**town.narrative, "overview": (f"{town.profile.address}改",)})
        for town in towns(texts)
    ]
    return compare_reports(before, after)


def comparison(texts: Sequence[str]) -> list[bytes]:
    return [write_comparison(comparisons(texts))]


WORKBOOKS = (
    workbook,
    next_workbook,
    patched,
    annotated,
    marked,
    register,
    ledger,
    paper,
    comparison,
)


def report_docx(texts: Sequence[str]) -> list[bytes]:
    every = [prose(texts, unit=texts[0], address=texts[1]), *towns(texts)]
    return [one_report.convert(report, "docx", draft=True) for report in every]


def letter(texts: Sequence[str]) -> list[bytes]:
    # Each of a rule of its own: of many of one rule the letter tells the first in full.
    return [
        feedback_letter.letter(
            batch[0],
            2025,
            [replace(finding, code=f"C{n}") for n, finding in enumerate(findings(batch))],
        )
        for batch in batches(texts)
    ]


DOCUMENTS = (report_docx, letter)


def page(texts: Sequence[str]) -> list[bytes]:
    every = [prose(texts, unit=texts[0], address=texts[1]), *towns(texts)]
    return [one_report.convert(report, "html", draft=True) for report in every]


def fragment(texts: Sequence[str]) -> list[bytes]:
    return [one_report.convert(prose(texts), "fragment", draft=True)]


def status(texts: Sequence[str]) -> list[bytes]:
    return [collect.status_page(_collection(texts))]


PAGES = (page, fragment, status)
