"""verify as a person runs it: one file, a saved page, a folder by register."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import xlsheets as xs
from tests.tools.one_change import told
from tests.tools.web import archived_page
from xlsheets.county.register import Register, Unit
from xlsheets.documents.web.page import fragment, page
from xlsheets.documents.word.report import render
from xlsheets.report import Report
from xlsheets.report.checkcode import check_code
from xlsheets.workbook.lists.register import write_register

UNITS = ("甲乡人民政府", "乙乡人民政府", "丙乡人民政府", "丁乡人民政府")


def of_unit(seed: int, unit: str) -> Report:
    given = told(seed)
    return replace(given, profile=replace(given.profile, unit=unit))


@pytest.fixture
def approved(tmp_path):
    report = told(1)
    xs.write(report, tmp_path / "审定.xlsx")
    return report


def test_a_saved_page_that_says_what_was_approved(run, approved, tmp_path):
    for name, content in {
        "发布.html": page(approved, code=check_code(approved)).encode(),
        "发布.mht": archived_page(page(approved, code=check_code(approved)).encode()),
    }.items():
        (tmp_path / name).write_bytes(content)
        code, out, _ = run("verify", tmp_path / "审定.xlsx", tmp_path / name)
        assert (code, "数字和文字都与审定的一致" in out) == (0, True), out
        assert f"校对码 {check_code(approved)}，发布稿上也印着" in out


def test_what_differs_is_told_with_the_cell_of_the_workbook(run, approved, tmp_path):
    cell = approved.edition.typed_cells[0]
    other = replace(approved, figures={**approved.figures, cell: 98765})
    texts = dict(approved.narrative)
    first, *rest = texts["problems"]
    texts["problems"] = (first.replace("。", "甲。", 1), *rest)
    (tmp_path / "发布.html").write_bytes(page(replace(other, narrative=texts)).encode())
    arguments = ("verify", tmp_path / "审定.xlsx", tmp_path / "发布.html")
    code, out, _ = run(*arguments)
    address = str(xs.read(tmp_path / "审定.xlsx").places[str(cell)])
    assert code == 1
    assert f"（{address}）：审定 {approved.figures[cell]}，发布 98765" in out
    assert "【甲】" in out
    _, out, _ = run(*arguments, "-f", "json")
    (found,) = json.loads(out)
    kinds = [difference["kind"] for difference in found["differences"]]
    assert (found["equal"], kinds.count("text")) == (False, 1)
    assert address in [difference["cell"] for difference in found["differences"]]


def test_a_table_that_is_a_picture_is_told_as_not_compared(run, approved, tmp_path):
    text = page(approved)
    start, end = text.rindex("<table"), text.rindex("</table>")
    (tmp_path / "发布.html").write_text(
        text[:start] + "<img src='a.png'>" + text[end + 8 :], encoding="utf-8"
    )
    code, out, _ = run("verify", tmp_path / "审定.xlsx", tmp_path / "发布.html")
    assert code == 1
    assert "没有对照、请看原文的" in out
    assert "个数没有读出来，没有对照" in out


def test_what_stands_behind_the_report_counts_in_a_document_and_not_on_a_page(
    run, approved, tmp_path
):
    (tmp_path / "发布.html").write_text(
        page(approved).replace("</main>", "</main><p>打印本页</p>"), encoding="utf-8"
    )
    code, out, _ = run("verify", tmp_path / "审定.xlsx", tmp_path / "发布.html")
    assert (code, "落款以后还有：“打印本页”。" in out) == (0, True), out


def test_a_county_is_compared_by_its_register(run, tmp_path):
    register = Register(tuple(Unit(name, code=f"A0{at}") for at, name in enumerate(UNITS, 1)))
    (tmp_path / "名录.xlsx").write_bytes(write_register(register))
    for folder in ("审定", "发布"):
        (tmp_path / folder).mkdir()
    reports = {unit: of_unit(seed, unit) for seed, unit in enumerate(UNITS[:3])}
    for unit, report in reports.items():
        xs.write(report, tmp_path / "审定" / f"{unit}.xlsx")
    one, two, _ = reports.values()
    (tmp_path / "发布/A01-甲乡.docx").write_bytes(render(one))
    (tmp_path / "发布/甲乡人民政府2025（网页片段）.html").write_bytes(fragment(one).encode())
    (tmp_path / "发布/乙.html").write_bytes(page(two).replace("。</p>", "甲。</p>", 1).encode())
    (tmp_path / "发布/说明.txt").write_text("没有报告", encoding="utf-8")
    arguments = (
        "verify",
        tmp_path / "审定",
        tmp_path / "发布",
        "--register",
        tmp_path / "名录.xlsx",
    )
    code, out, _ = run(*arguments)
    assert code == 1
    assert "4 个单位：一致 1，不一致 1，没有发布稿 1，没有审定的工作簿 1；" in out
    assert "丙乡人民政府：没有发布稿" in out
    assert "说明.txt：" in out
    _, out, errors = run(*arguments, "-f", "json")
    assert [(one["unit"], one["equal"]) for one in json.loads(out)] == [
        (UNITS[0], True),
        (UNITS[0], True),
        (UNITS[1], False),
    ]
    assert "没有审定的工作簿 1" in errors


def test_what_cannot_be_compared_is_refused(run, approved, tmp_path):
    (tmp_path / "信.txt").write_text("没有报告", encoding="utf-8")
    code, _, complaint = run("verify", tmp_path / "审定.xlsx", tmp_path / "信.txt")
    assert (code, "没有找到政府信息公开工作年度报告" in complaint) == (2, True)
    code, _, complaint = run("verify", tmp_path, tmp_path)
    assert (code, "--register" in complaint) == (2, True)
