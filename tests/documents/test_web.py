"""The report as a web page, a fragment for an editor, and a PDF."""

import re
from html.parser import HTMLParser

import pytest

from tests.tools import web
from tests.tools.browser import chromium
from tests.tools.make import EDITION, report
from tests.tools.shared import shared_case, shared_names
from tests.tools.web import barriers_shown
from xlsheets.documents import document
from xlsheets.documents.pdf.printing import to_pdf
from xlsheets.documents.pdf.typefaces import replaced
from xlsheets.documents.pdf.verify import verify_pdf
from xlsheets.documents.web.page import fragment, page
from xlsheets.documents.web.verify import verify_page
from xlsheets.errors import BlockedError, OutputError
from xlsheets.report.checkcode import check_code
from xlsheets.schema.shape import boxes
from xlsheets.workflows import one_report


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("web") / "报告.html"
    path.write_text(page(report(), code=check_code(report())), encoding="utf-8")
    return path


class Parsed(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))


@pytest.mark.parametrize("name", shared_names())
def test_a_published_report_as_a_page_says_the_same(name):
    case = shared_case(name)
    assert verify_page(case, page(case)) == []


def test_one_changed_number_on_a_page_is_noticed():
    text = page(report({"req.received.natural_person": 7}))
    [difference] = verify_page(
        report({"req.received.natural_person": 7}), text.replace("<td>7<", "<td>9<", 1)
    )
    assert "应为“7”，文档里是“9”" in difference


def test_a_lost_row_and_a_lost_paragraph_are_noticed():
    text = page(report())
    row = re.search(r"<tr><th scope=\"row\">8\..*?</tr>", text)[0]
    assert verify_page(report(), text.replace(row, ""))
    assert verify_page(report(), re.sub(r"<p>本年度没有收取.*?</p>", "", text))


def test_a_fragment_has_no_styling_no_title_and_nothing_but_content():
    """Its one style lets a table be moved sideways on a phone; a website that strips it loses nothing else."""
    elements = Parsed(fragment(report())).elements
    assert {tag for tag, _ in elements} == {
        "h2", "p", "strong", "time", "div", "table", "caption", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    attributes = {name for _, given in elements for name in given}
    framing = {"border", "cellspacing", "cellpadding", "width", "align"}
    known = {"scope", "colspan", "rowspan", "id", "headers", "class", "datetime"}
    sideways = {"style", "role", "tabindex", "aria-label"}
    assert attributes <= known | framing | sideways
    styles = {given["style"] for _, given in elements if "style" in given}
    assert styles == {"overflow-x: auto"}


def test_tables_of_a_fragment_are_legible_without_any_style():
    """Few websites style tables: without borders 200 numbers are a heap."""
    elements = Parsed(fragment(report())).elements
    assert [given["border"] for tag, given in elements if tag == "table"] == ["1"] * 3
    assert {given.get("align") for tag, given in elements if tag == "tr"} == {"center"}
    assert not [given for _, given in Parsed(page(report())).elements if "border" in given]


def test_every_heading_cell_says_what_it_heads_and_every_table_has_a_caption():
    elements = Parsed(page(report())).elements
    heads = [given for tag, given in elements if tag == "th"]
    assert len(heads) == sum(
        bool(box.text) for table in EDITION.tables for box in boxes(table) if not box.cell
    )
    assert {given.get("scope") for given in heads} == {"row", "col"}
    names = [tag for tag, _ in elements]
    assert names.count("table") == names.count("caption") == 3


def test_the_numbers_of_a_table_in_several_pieces_name_their_own_headings():
    elements = Parsed(fragment(report())).elements
    known = [given["id"] for _, given in elements if "id" in given]
    assert len(known) == len(set(known))
    named = [given["headers"].split() for tag, given in elements if "headers" in given]
    assert len(named) == 10
    assert all(set(classes) <= set(known) and len(classes) == 3 for classes in named)


def test_text_that_looks_like_html_stays_text():
    sly = "本年制发<script>alert(1)</script>&amp;文件“若干”。"
    text = page(report(narrative={"overview": (sly,)}, unit='<b>乡</b>"'))
    assert "<script" not in text
    assert "<b>" not in text
    assert verify_page(report(narrative={"overview": (sly,)}, unit='<b>乡</b>"'), text) == []


def test_a_blank_figure_is_blank_and_never_zero():
    blank = report({"rem.cases.review_upheld": None})
    assert verify_page(blank, page(blank)) == []
    assert page(blank).count("<td></td>") == page(report()).count("<td></td>") + 1


def test_a_draft_says_so_first_and_in_its_title():
    text = page(report(), draft=True)
    assert "<title>〔草稿〕" in text
    assert text.index("草稿：还没有通过校验") < text.index("<h1>")


def test_a_page_needs_nothing_from_anywhere():
    text = page(report())
    assert not re.search(r"https?:|<link|<script|url\(|@import|src=", text)


def test_the_same_report_gives_the_same_page():
    assert page(report()) == page(report())


def test_the_check_code_is_printed_unless_it_is_not_wanted():
    code = f"校对码：{check_code(report())}"
    for asked in (None, True):
        assert code in one_report.convert(report(), "html", checkcode=asked).decode()
    assert "校对码" not in one_report.convert(report(), "html", checkcode=False).decode()


def test_a_draft_without_all_figures_has_no_code_and_is_made():
    draft = one_report.convert(report({"rem.cases.review_upheld": None}), "html", draft=True)
    assert "校对码" not in draft.decode()


def test_without_all_figures_there_is_no_code_to_print():
    with pytest.raises(OutputError, match="算不出校对码"):
        one_report.convert(
            report({"rem.cases.review_upheld": None}), "html", draft=True, checkcode=True
        )


def test_a_formal_page_is_refused_while_errors_are_open():
    with pytest.raises(BlockedError):
        one_report.convert(report({"rem.cases.review_upheld": None}), "html")


def test_the_nu_validator_has_nothing_against_a_page(written):
    assert web.invalid(written) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [1200, 390])
def test_nobody_is_kept_out_of_a_page(written, width):
    assert web.barriers(written, width) == []


@pytest.mark.browser
def test_a_fragment_pasted_into_an_editor_keeps_every_number(tmp_path):
    editor = tmp_path / "editor.html"
    editor.write_text('<!DOCTYPE html><div id="e" contenteditable="true"></div>', encoding="utf-8")
    filled = report({"req.received.natural_person": 3, "req.carried_over.natural_person": 41})
    with chromium() as driver:
        driver.get(editor.as_uri())
        pasted = driver.execute_script(
            "const e = document.getElementById('e'); e.focus();"
            "document.execCommand('insertHTML', false, arguments[0]); return e.innerHTML;",
            fragment(filled),
        )
    title = "".join(f"<p>{line}</p>" for line in filled.title_lines)
    assert verify_page(filled, title + pasted) == []


@pytest.mark.office
def test_a_pdf_has_the_pages_and_names_the_typefaces_it_lacks(tmp_path):
    made = one_report.convert(report(), "docx", checkcode=True)
    pdf = to_pdf(made)
    assert pdf.startswith(b"%PDF-")
    assert set(replaced(made, pdf)) <= {
        "Times New Roman", "仿宋_GB2312", "宋体", "方正小标宋简体", "楷体_GB2312", "黑体",
    }  # fmt: skip


@pytest.mark.office
def test_a_comma_that_hangs_over_the_edge_is_printed(tmp_path):
    """LibreOffice 7.4 lost the mark at the end of every line whose text filled the line."""
    sentences = (
        "国" * 28 + "，" + "民" * (27 - step) + "，" + "乡" * 9 + "。" for step in range(4)
    )
    full = report(narrative={"overview": tuple(sentences)})
    assert verify_pdf(full, to_pdf(one_report.convert(full, draft=True))) == []


@pytest.mark.office
def test_what_cannot_be_read_back_here_is_said(monkeypatch):
    remarks = document(report(), "pdf").remarks
    assert "逐字核对" not in "".join(remarks)
    monkeypatch.setattr("xlsheets.documents.pdf.verify.find_spec", lambda _: None)
    assert "PDF 没有逐字核对" in "".join(document(report(), "pdf").remarks)


def test_without_libreoffice_the_way_round_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OutputError, match="另存为 PDF"):
        to_pdf(one_report.convert(report()))


def test_a_libreoffice_that_fails_leaves_one_sentence(monkeypatch, tmp_path):
    broken = tmp_path / "soffice"
    broken.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(OutputError, match="没有成功"):
        to_pdf(one_report.convert(report()))


@pytest.mark.browser
@pytest.mark.parametrize("write", [page, fragment])
def test_on_a_phone_only_the_tables_are_wider_than_the_screen(tmp_path, write):
    head = "" if write is page else _PHONE
    (tmp_path / "report.html").write_text(head + write(report()), encoding="utf-8")
    with chromium(360, 740) as driver:
        driver.get((tmp_path / "report.html").as_uri())
        assert driver.execute_script("return document.documentElement.scrollWidth") <= 360
        tables = driver.find_elements("css selector", "[role=region]")
        assert len(tables) == 3
        assert any(
            driver.execute_script("return arguments[0].scrollWidth > 360", table)
            for table in tables
        )
        assert barriers_shown(driver) == [] or write is fragment


_PHONE = "<!DOCTYPE html><meta charset=utf-8><meta name=viewport content='width=device-width'>"
