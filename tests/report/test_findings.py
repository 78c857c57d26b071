"""Findings: one fact, one line, with its ranges, order and fingerprint."""

from __future__ import annotations

from dataclasses import replace

import pytest

import xlsheets as xs
from tests.tools.make import report
from xlsheets.basics.addresses import Spot
from xlsheets.notices.listing import (
    LISTINGS,
    as_concise,
    as_json,
    as_jsonl,
    as_text,
    harmless,
    pad,
    streamed,
    tally,
    verdict,
)
from xlsheets.report.findings import Finding, Severity, locate, merge, order
from xlsheets.report.json_format import from_json, to_json
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workbook.template import write_workbook


def _finding(**changes):
    return Finding(
        **{"code": "C101", "severity": Severity.ERROR, "message": "这一格是空的。", **changes}
    )


def test_repeats_of_one_fact_become_one_finding():
    places = {"a.b.c": Spot("三", "C9"), "a.b.d": Spot("三", "D9"), "x.y.z": Spot("四", "A6")}
    findings = [_finding(places=(place,), path=place, many="有 {n} 格是空的。") for place in places]
    merged = merge(locate(findings, places))
    assert [(finding.sheet, finding.cell, finding.message) for finding in merged] == [
        ("三", "C9:D9", "有 2 格是空的。"),
        ("四", "A6", "这一格是空的。"),
    ]


def test_the_worst_comes_first():
    hint, error = _finding(severity=Severity.HINT, code="A001"), _finding(code="Z001")
    assert order([hint, error]) == [error, hint]


def test_a_paragraph_that_moves_keeps_the_fingerprint_of_what_is_said_of_it():
    third, fourth, cell = (
        _finding(code="T113", places=(f"text.overview.{paragraph}",), found="甲").fingerprint
        for paragraph in ("3", "4", "@B9")
    )
    assert third == fourth == cell
    other = _finding(code="T113", places=("text.problems.3",), found="甲").fingerprint
    assert third != other


def test_findings_that_say_the_same_of_a_section_are_told_apart():
    twice = [
        _finding(code="T113", places=(f"text.overview.{paragraph}",)) for paragraph in (1, 2, 4)
    ]
    marks = [finding.fingerprint for finding in merge(twice)]
    assert len(set(marks)) == 3
    assert marks == [finding.fingerprint for finding in merge(twice)]
    assert [finding.repeat for finding in merge([*twice, _finding(code="T114")])] == [0, 1, 2, 0]


def test_a_changed_figure_changes_the_fingerprint():
    assert (
        _finding(found=1, places=("a",)).fingerprint == _finding(found=1, places=("a",)).fingerprint
    )
    assert (
        _finding(found=1, places=("a",)).fingerprint != _finding(found=2, places=("a",)).fingerprint
    )


def test_difference_is_found_minus_expected_where_both_are_numbers():
    assert _finding(found=14, expected=15).delta == -1
    assert _finding(found="十四", expected=15).delta is None


def test_listings_agree_on_what_was_found():
    findings = [
        _finding(file="甲.xlsx", sheet="三、申请办理", cell="D30", unit="甲乡"),
        _finding(file="乙.xlsx", severity=Severity.CONFIRM, hint="核对台账。"),
    ]
    files = ["甲.xlsx", "乙.xlsx", "丙.xlsx"]
    text = as_text(findings, files)
    assert "三、申请办理!D30" in text
    assert "丙.xlsx\n  结论：合格" in text
    assert as_concise(findings, files).count("\n") == len(findings)
    assert as_json(findings, files).count('"fingerprint"') == len(findings)
    assert as_jsonl(findings, files).count("\n") == len(findings)


@pytest.mark.parametrize("form", LISTINGS)
@pytest.mark.parametrize("files", [["乙.xlsx", "甲.xlsx"], ["甲.xlsx"], []])
def test_a_listing_file_by_file_is_the_listing_of_all(form, files):
    found = {
        "甲.xlsx": [_finding(file="甲.xlsx", sheet="三、申请办理", cell="D30", unit="甲乡")],
        "乙.xlsx": [],
    }
    pieces = streamed(form, [(file, found[file]) for file in files])
    whole = LISTINGS[form]([finding for file in files for finding in found[file]], files)
    assert "".join(pieces) == (f"{whole}\n" if form == "text" and files else whole)


def test_files_are_counted_by_where_they_stand():
    assert tally(["有错", "合格", "需核实"]) == "3 个文件：合格 1，需核实 1，有错 1。"
    assert tally([]) == "0 个文件。"


def test_an_accepted_finding_is_no_longer_open():
    accepted = _finding(severity=Severity.CONFIRM, reason="司法局清理后失效 3 件")
    assert verdict([accepted]) == "结论：合格，可以生成正式报告。"


def test_text_from_a_file_cannot_steer_the_terminal_or_forge_a_line():
    assert harmless("甲\x1b[31m\n乙\u202e") == "甲\\x1b[31m\\x0a乙\\x202e"


def test_chinese_counts_two_columns():
    assert pad("表三", 6) == "表三  "


def test_a_paragraph_nobody_wrote_is_placed_where_its_section_begins():
    places = {"text.overview": Spot("一、总体情况", "B5")}
    (found,) = locate([_finding(places=("text.overview.1",))], places)
    assert found.address == "一、总体情况!B5"


def test_a_reason_survives_a_paragraph_inserted_above_and_a_round_trip():
    """The whole way: found, explained, the text grown above it, filled into a workbook and written as JSON."""
    written = report(narrative={"overview": ("开头一段。", "全年现行有效行政规范性文件 393 件。")})
    asked = [finding for finding in xs.validate(written) if finding.code == "N201"]
    assert [finding.reason for finding in asked] == [""]
    explained = replace(written, reasons={asked[0].fingerprint: "口径不同。"})
    grown = ("新写的一段。", *explained.narrative["overview"])
    moved = replace(explained, narrative={**explained.narrative, "overview": grown})
    for found in (moved, read_workbook(write_workbook(moved)), from_json(to_json(moved))):
        (again,) = [finding for finding in xs.validate(found) if finding.code == "N201"]
        assert (again.places[0], again.reason) == ("text.overview.3", "口径不同。")
