"""absorb as a person runs it: shown first, then written; comments and what cannot be written are told."""

from __future__ import annotations

import io

import pytest
from docx import Document

import xlsheets as xs
from tests.tools.one_change import told
from tests.tools.revising import WORD, draft_of, numbers_of, rewrite
from xlsheets.documents.word.report import render
from xlsheets.report.checkcode import check_code
from xlsheets.report.json_format import to_json


@pytest.fixture
def workbook(tmp_path):
    report = told(1)
    xs.write(report, tmp_path / "甲.xlsx")
    return xs.read(tmp_path / "甲.xlsx")


def revised(report, *, tracked: bool) -> bytes:
    """Return a draft in which the first paragraph of the second section of text was reworded."""
    draft = draft_of(report, render(report, code=check_code(report)), tracked=tracked)
    line = next(
        line for line in draft.lines if line.spot.section == "problems" and line.spot.number
    )
    rewrite(line.element, f"领导加了一句。{line.text}", tracked=tracked)
    return draft.save()


def commented(document: bytes) -> bytes:
    opened = Document(io.BytesIO(document))
    paragraph = next(one for one in opened.paragraphs if "。" in one.text)
    opened.add_comment(paragraph.runs, text="这句请核实出处", author="张局")
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


@pytest.mark.parametrize("tracked", [False, True])
def test_it_is_shown_first_and_written_then(tracked, run, workbook, tmp_path):
    (tmp_path / "稿.docx").write_bytes(revised(workbook, tracked=tracked))
    before = (tmp_path / "甲.xlsx").read_bytes()
    arguments = ("absorb", tmp_path / "稿.docx", tmp_path / "甲.xlsx")
    code, out, _ = run(*arguments, "--dry-run")
    assert (code, (tmp_path / "甲.xlsx").read_bytes() == before) == (0, True)
    assert "＋ 领导加了一句。" in out
    assert ("修订 1 处（领导），按全部接受处理" in out) == tracked
    code, out, _ = run(*arguments)
    after = xs.read(tmp_path / "甲.xlsx")
    assert (code, "已写进" in out) == (0, True)
    assert after.paragraphs("problems")[0] == f"领导加了一句。{workbook.paragraphs('problems')[0]}"
    assert after.figures == workbook.figures
    code, out, _ = run(*arguments)
    assert "没有要改的" in out


def test_a_comment_is_told_with_the_words_it_is_about(run, workbook, tmp_path):
    (tmp_path / "稿.docx").write_bytes(commented(revised(workbook, tracked=False)))
    code, out, _ = run(
        "absorb", tmp_path / "稿.docx", tmp_path / "甲.xlsx", "-o", tmp_path / "乙.xlsx"
    )
    assert (code, "批注（张局，对“" in out, "这句请核实出处" in out) == (1, True, True)
    assert xs.read(tmp_path / "乙.xlsx").narrative != workbook.narrative
    assert xs.read(tmp_path / "甲.xlsx").narrative == workbook.narrative


def test_figures_are_not_written_when_the_workbook_went_on(run, workbook, tmp_path):
    draft = draft_of(workbook, render(workbook, code="AAAA-AAAA"), tracked=False)
    spot, table = draft.tables[0]
    cell, element = numbers_of(spot, table)[0]
    rewrite(next(element.iter(f"{WORD}p")), "4321", tracked=False)
    (tmp_path / "稿.docx").write_bytes(draft.save())
    code, out, _ = run("absorb", tmp_path / "稿.docx", tmp_path / "甲.xlsx")
    assert (code, "AAAA-AAAA" in out) == (1, True)
    assert xs.read(tmp_path / "甲.xlsx").figures == workbook.figures
    assert cell in workbook.figures


def test_a_sentence_of_the_program_is_a_persons_when_it_was_revised(run, tmp_path):
    run("demo", "-o", tmp_path / "demo")
    source = next(path for path in (tmp_path / "demo").glob("*.xlsx") if "有错" not in path.name)
    xs.write(_without_text(xs.read(source)), tmp_path / "甲.xlsx")
    run("narrate", tmp_path / "甲.xlsx")
    report = xs.read(tmp_path / "甲.xlsx")
    draft = draft_of(report, render(report), tracked=True)
    line = next(line for line in draft.lines if line.spot.number and "。" in line.text[:-1])
    rewrite(line.element, line.text.replace("。", "（领导改）。", 1), tracked=True)
    (tmp_path / "稿.docx").write_bytes(draft.save())
    _, out, _ = run("absorb", tmp_path / "稿.docx", tmp_path / "甲.xlsx")
    assert "原来是程序写的一句" in out
    _, out, _ = run("narrate", tmp_path / "甲.xlsx")
    assert "有一句改过或者删了，没有动它" in out or "没有要改的" in out
    assert any("（领导改）" in text for _, text in xs.read(tmp_path / "甲.xlsx").prose)


def _without_text(report):
    from dataclasses import replace

    return replace(report, narrative={}, drafted={})


def test_another_report_and_another_kind_of_file_are_refused(run, workbook, tmp_path):
    other = Document()
    other.add_paragraph("一封信。")
    other.save(tmp_path / "信.docx")
    code, _, complaint = run("absorb", tmp_path / "信.docx", tmp_path / "甲.xlsx")
    assert (code, "不像是这个工作簿生成的稿子" in complaint) == (2, True)
    (tmp_path / "稿.doc").write_bytes(b"x")
    code, _, complaint = run("absorb", tmp_path / "稿.doc", tmp_path / "甲.xlsx")
    assert (code, ".docx" in complaint) == (2, True)
    (tmp_path / "稿.docx").write_bytes(b"x")
    code, _, complaint = run("absorb", tmp_path / "稿.docx", tmp_path / "甲.xlsx")
    assert (code, "Traceback" in complaint) == (2, False)


@pytest.mark.parametrize("more", [(), ("-o", "乙.xlsx")])
def test_what_is_no_workbook_takes_no_draft_and_is_told_how_to_become_one(run, tmp_path, more):
    report = told(1)
    (tmp_path / "稿.docx").write_bytes(render(report))
    (tmp_path / "甲.json").write_text(to_json(report), encoding="utf-8")
    before = (tmp_path / "甲.json").read_bytes()
    code, _, complaint = run("absorb", tmp_path / "稿.docx", tmp_path / "甲.json", *more)
    assert code == 2
    assert "“甲.json”不是填报工作簿（.xlsx），没有格子可以写。JSON 先用 fill" in complaint
    assert (tmp_path / "甲.json").read_bytes() == before
