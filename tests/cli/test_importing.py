"""import and new --from as a person runs them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from openpyxl import load_workbook

import xlsheets as xs
from tests.tools.deviations import lost_totals, printed
from tests.tools.make import EDITION, report
from tests.tools.word import rewritten
from xlsheets.documents.word.report import render
from xlsheets.schema import Cell
from xlsheets.workflows import samples

TYPED = len(EDITION.typed_cells)


@pytest.fixture
def published(tmp_path):
    path = tmp_path / "报告.docx"
    path.write_bytes(render(samples.sound()))
    return path


def test_a_published_report_becomes_a_workbook(run, published, tmp_path):
    code, out, _ = run("import", published, "-o", tmp_path / "a.xlsx", "--kind", "township")
    made, original = xs.read(tmp_path / "a.xlsx"), samples.sound()
    assert (code, made.figures, made.profile.level) == (0, original.figures, "township")
    assert f"读出 {TYPED} 个数（应有 {TYPED} 个），{len(EDITION.sums)} 个合计。" in out


def test_what_was_not_understood_is_listed_and_changes_the_exit_code(run, tmp_path):
    page = printed(report(), 1)
    lost_totals(page)
    page.table("行政事业性收费")[-1][-1] = "3940元"
    (tmp_path / "a.html").write_bytes(page.html())
    code, out, _ = run("import", tmp_path / "a.html", "-o", tmp_path / "a.json")
    assert code == 1
    assert "没有读入的有 1 处：" in out
    assert "写着“3940元”" in out
    assert len(xs.read(tmp_path / "a.json").figures) == TYPED - 1


def test_nothing_is_overwritten_and_a_foreign_file_is_refused(run, published, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"mine")
    code, _, complaint = run("import", published, "-o", tmp_path / "a.xlsx")
    assert (code, (tmp_path / "a.xlsx").read_bytes()) == (2, b"mine")
    assert "已经存在" in complaint
    (tmp_path / "信.txt").write_text("没有报告", encoding="utf-8")
    code, _, complaint = run("import", tmp_path / "信.txt", "-o", tmp_path / "b.xlsx")
    assert (code, (tmp_path / "b.xlsx").exists()) == (2, False)
    assert "没有找到政府信息公开工作年度报告" in complaint


@pytest.mark.parametrize("source", ["报告.docx", "工作簿.xlsx"])
def test_a_new_year_starts_from_the_last_one(source, run, published, tmp_path):
    last = samples.sound()
    xs.write(last, tmp_path / "工作簿.xlsx")
    year = last.profile.year + 1
    code, _, _ = run("new", "--year", year, "--from", tmp_path / source, "-o", tmp_path / "n.xlsx")
    made = xs.read(tmp_path / "n.xlsx")
    carried = Cell("req", "carried_over", "natural_person")
    assert (code, made.profile.unit, made.profile.year) == (0, last.profile.unit, year)
    assert made.figures[carried] == last.figures[carried._replace(row="carried_forward")]
    assert {cell.row for cell in made.figures} == {"carried_over"}
    assert (made.narrative, made.observations) == ({}, ())


def test_last_year_stands_beside_the_inputs_and_on_a_sheet_of_its_own(run, published, tmp_path):
    last = samples.sound()
    run("new", "--year", 2026, "--from", published, "-o", tmp_path / "n.xlsx")
    book = load_workbook(tmp_path / "n.xlsx")
    valid = last.figures[Cell("pro1", "normative", "in_force")]
    assert book["二、主动公开"]["E6"].value == f"上年数：现行有效 {valid} 件"
    carried = last.values[Cell("req", "carried_forward", "all")]
    assert book["三、申请办理"]["K7"].value == f"上年数：结转下年度 {carried} 件，已逐格填入"
    texts = {cell.value for row in book["上年参考"].iter_rows() for cell in row}
    assert {text for _, text in last.prose} <= texts


def test_a_report_of_another_year_is_no_start(run, published, tmp_path):
    code, _, complaint = run("new", "--year", 2030, "--from", published, "-o", tmp_path / "n.xlsx")
    assert (code, (tmp_path / "n.xlsx").exists()) == (2, False)
    assert "请给出 2029 年度的报告" in complaint


def test_last_year_parts_figures_that_no_sum_can_part(run, tmp_path):
    row = "pro1.normative"
    original = report({f"{row}.issued": 3, f"{row}.repealed": 1, f"{row}.in_force": 120})
    glued = printed(original, 1)
    glued.glued = True
    (tmp_path / "a.txt").write_bytes(glued.text())
    code, out, _ = run("import", tmp_path / "a.txt", "-o", tmp_path / "a.json")
    assert (code, "行政规范性文件：这一行写着“31120”" in out) == (1, True)
    xs.write(report({f"{row}.in_force": 118}, year=2024), tmp_path / "上年.xlsx")
    code, out, _ = run(
        "import", tmp_path / "a.txt", "-o", tmp_path / "b.json", "--last", tmp_path / "上年.xlsx"
    )
    assert (code, "表二 › 行政规范性文件：本年制发件数、本年废止件数、现行有效件数" in out) == (
        0,
        True,
    )
    assert xs.read(tmp_path / "b.json").figures == original.figures


def test_a_report_of_the_wrong_year_is_not_taken_for_last_years(run, published, tmp_path):
    xs.write(report(year=2019), tmp_path / "上年.json")
    code, _, complaint = run(
        "import", published, "-o", tmp_path / "a.json", "--last", tmp_path / "上年.json"
    )
    assert (code, (tmp_path / "a.json").exists()) == (2, False)
    assert "“上年.json”是 2019 年度的报告，请给出 2024 年度的报告" in complaint


def test_where_each_number_was_read_can_be_listed(run, published, tmp_path):
    listed = tmp_path / "出处.tsv"
    code, _, _ = run("import", published, "-o", tmp_path / "a.json", "--origins", listed)
    lines = [line.split("\t") for line in listed.read_text(encoding="utf-8-sig").splitlines()]
    assert (code, lines[0]) == (0, ["格子", "数", "读自", "说明"])
    assert len(lines) == 1 + len(EDITION.cells)
    assert lines[1] == ["表二 › 规章 › 本年制发件数", "0", "第 1 个表格!B3", ""]


def test_what_was_not_read_is_listed_first_and_put_in_as_typed(run, tmp_path):
    """A number that is none is a row to look at; typed beside it, it is in the workbook, and is told no more."""
    word = rewritten(
        render(report({"req.received.business": 41})), lambda text: text.replace(">41<", ">4①<", 1)
    )
    (tmp_path / "报告.docx").write_bytes(word)
    listed, out = tmp_path / "核对.xlsx", tmp_path / "a.xlsx"
    given = ("import", tmp_path / "报告.docx", "-o", out, "--force")
    code, said, _ = run(*given, "--origins", listed)
    assert (code, "写着“4①”" in said) == (1, True)
    book = load_workbook(listed)
    (sheet,) = book.worksheets
    heads = [cell.value for cell in sheet[3]]
    rows = [
        dict(zip(heads, [cell.value for cell in row], strict=True))
        for row in sheet.iter_rows(min_row=4)
    ]
    path = "表三 › 一、本年新收政府信息公开申请数量 › 商业企业"
    assert (rows[0]["要看什么"], rows[0]["格子"]) == ("没有读入", path)
    assert len(rows) == len(EDITION.cells)
    sums = [row for row in rows if row["它进的合计"] and "≠" in row["它进的合计"]]
    assert [row["要看什么"] for row in sums] == ["合计不符"] * len(sums)
    sheet.cell(4, heads.index("应为") + 1, 41)
    book.save(listed)
    code, said, _ = run(*given, "--corrected", listed)
    assert "照“核对.xlsx”改了 1 个数。" in said
    assert "4①" not in said
    assert xs.read(out).values[Cell.parse("req.received.all")] == 41


@pytest.mark.parametrize(
    ("column", "typed", "told"),
    [
        ("应为", "四十", "第 4 行的“应为”写着“四十”，不是一个数"),
        ("格子", "表九", "第 4 行的“格子”不是报告里的一格"),
    ],
)
def test_a_correction_that_cannot_be_put_in_is_refused_by_its_row(
    run, published, tmp_path, column, typed, told
):
    listed, out = tmp_path / "核对.xlsx", tmp_path / "a.xlsx"
    run("import", published, "-o", tmp_path / "b.xlsx", "--origins", listed)
    book = load_workbook(listed)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[3]]
    sheet.cell(4, heads.index("应为") + 1, 7)
    sheet.cell(4, heads.index(column) + 1, typed)
    book.save(listed)
    code, _, complaint = run("import", published, "-o", out, "--corrected", listed)
    assert (code, told in complaint, out.exists()) == (2, True, False)


def test_last_year_of_another_unit_is_told_and_never_used(run, published, tmp_path):
    sound = samples.sound()
    then = replace(sound.profile, year=(sound.profile.year or 0) - 1)
    xs.write(replace(sound, profile=replace(then, unit="外县某局")), tmp_path / "外.xlsx")
    spaced = f"{then.unit[:2]} {then.unit[2:]}"
    xs.write(replace(sound, profile=replace(then, unit=spaced)), tmp_path / "本.xlsx")
    given = ("import", published, "-o", tmp_path / "a.xlsx", "--force", "--last")
    assert "没有上年数：“外.xlsx”是“外县某局”的报告" in run(*given, tmp_path / "外.xlsx")[1]
    assert "没有上年数" not in run(*given, tmp_path / "本.xlsx")[1]


def test_a_year_begun_from_the_report_of_another_unit_says_so(run, tmp_path):
    sound = samples.sound()
    xs.write(sound, tmp_path / "上年.xlsx")
    year = (sound.profile.year or 0) + 1
    given = ("-y", year, "--from", tmp_path / "上年.xlsx", "--force", "-o", tmp_path / "a.xlsx")
    assert "不是改名的" in run("new", "外县某局", *given)[1]
    assert "不是改名的" not in run("new", f" {sound.profile.unit}", *given)[1]
