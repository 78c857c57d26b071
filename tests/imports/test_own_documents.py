"""What this program writes comes back whole: Word, web page, fragment, and what an editor makes of it."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.tools.browser import chromium
from tests.tools.deviations import ROUND_TRIPS, generated
from tests.tools.make import report
from tests.tools.shared import shared_case, shared_names
from xlsheets.cli import main
from xlsheets.documents.web.page import fragment, page
from xlsheets.documents.word.report import render
from xlsheets.imports import Imported, read_published
from xlsheets.report import PREAMBLE, Report
from xlsheets.report.checkcode import check_code, code_as_printed
from xlsheets.schema import Cell

NO_TITLE = (
    "没有找到标题里的年度，请在“基本信息”里填写。",
    "没有找到标题里的单位名称，请在“基本信息”里填写。",
)


def documents(original: Report) -> dict[str, bytes]:
    """Return a report in every form a text program can open, the 校对码 printed where there is one."""
    code = check_code(original)
    return {
        "a.docx": render(original, draft=True, code=code),
        "a.html": page(original, code=code).encode(),
        "fragment.html": fragment(original, code=code).encode(),
    }


def same(found: Imported, original: Report, name: str) -> None:
    """Fail unless everything of a report came back: figures, totals, text, signature and code."""
    assert found.report.figures == original.figures
    totals = {cell: original.values[cell] for cell in original.edition.sum_of}
    assert found.report.stated == totals
    written = {key: texts for key, texts in original.narrative.items() if texts}
    assert found.report.narrative == written
    assert found.inferred == ()
    assert found.codes == tuple(filter(None, [check_code(original)]))
    if name == "fragment.html":
        assert set(found.unread) <= set(NO_TITLE)
    else:
        assert (found.report.profile.unit, found.report.profile.year) == (
            original.profile.unit,
            original.profile.year,
        )
        assert found.report.profile.signed == original.profile.signed


@pytest.mark.parametrize("name", shared_names(complete=True))
def test_a_published_case_comes_back_whole(name):
    original = shared_case(name)
    for form, content in documents(original).items():
        same(read_published(content, form), original, form)


def test_generated_reports_come_back_whole():
    for seed in range(ROUND_TRIPS):
        original = generated(seed)
        for form, content in documents(original).items():
            found = read_published(content, form)
            same(found, original, form)
            assert found.unread == (NO_TITLE[:1] if form == "fragment.html" else ()), seed


def test_a_fragment_tells_its_year_where_the_preamble_names_the_first_and_the_last_day():
    original = report(narrative={PREAMBLE: ("统计期限自2025年1月1日起至2025年12月31日止。",)})
    found = read_published(fragment(original).encode(), "a.html")
    assert (found.report.profile.year, found.unread) == (2025, ())


# The 校对码 ---------------------------------------------------------------------------------------


def with_one_digit_changed(document: bytes) -> bytes:
    """Return a Word document in which the first 3 of a table became 8."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            changed = part.replace(b"<w:t>3</w:t>", b"<w:t>8</w:t>", 1)
            new.writestr(name, changed if name == "word/document.xml" else part)
    return out.getvalue()


@pytest.mark.parametrize("cell", ["req.received.business", "rem.cases.review_upheld"])
def test_one_digit_changed_in_the_document_and_its_code_is_another(cell, capsys, tmp_path):
    original = report({cell: 3})
    path = tmp_path / "报告.docx"
    path.write_bytes(
        with_one_digit_changed(render(original, draft=True, code=check_code(original)))
    )
    with pytest.raises(SystemExit) as left:
        main(["import", str(path), "-o", str(tmp_path / "a.json")])
    told = capsys.readouterr().out
    assert left.value.code == 1
    assert f"校对码不一致：原文印的是 {check_code(original)}，按读出的数字算是 " in told


def test_a_total_changed_in_the_document_changes_its_code_too():
    original = report({"req.received.business": 3})
    text = page(original, code=check_code(original))
    row = re.search(r"一、本年新收.*?</tr>", text)[0]
    changed = text.replace(
        row, row[:-14].replace(">3<", ">3<", 1) + row[-14:].replace(">3<", ">4<")
    )
    found = read_published(changed.encode(), "a.html")
    assert found.report.stated[Cell("req", "received", "all")] == 4
    assert code_as_printed(found.report) != found.codes[0]


# An editor ----------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("form", ["a.html", "fragment.html"])
def test_a_page_pasted_into_an_editor_and_copied_out_again_is_read_whole(form, tmp_path):
    editor = tmp_path / "editor.html"
    editor.write_text('<!DOCTYPE html><div id="e" contenteditable="true"></div>', encoding="utf-8")
    source = tmp_path / form
    original = generated(7)
    source.write_bytes(documents(original)[form])
    with chromium() as driver:
        driver.get(source.as_uri())
        driver.find_element(By.TAG_NAME, "body").send_keys(Keys.CONTROL, "ac")
        driver.get(editor.as_uri())
        edited = driver.find_element(By.ID, "e")
        edited.click()
        edited.send_keys(Keys.CONTROL, "v")
        pasted = edited.get_property("innerHTML")
    assert "<table" in pasted
    same(read_published(pasted.encode(), "粘贴.html"), original, form)
