"""The Word report looks as GB/T 9704-2012 asks, in the file and on LibreOffice's pages."""

from __future__ import annotations

import datetime
import io
import re
import subprocess
from dataclasses import replace

import docx
import pdfplumber
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tests.tools.make import EDITION, report
from tests.tools.office import convert, need_times
from tests.tools.outside import need
from tests.tools.shared import shared_case
from tests.tools.validator import errors
from tests.tools.word import main_part
from xlsheets.documents.word.base_document import STYLES, base_document
from xlsheets.documents.word.report import render
from xlsheets.documents.word.table import LOOKS
from xlsheets.documents.word.template import base
from xlsheets.schema import EDITIONS

WORDS = ("公开工作有序开展，内容真实、准确、及时。" * 12,)
LONG = report(
    {"req.received.natural_person": 123456, "req.granted.natural_person": 123456},
    narrative={
        "overview": WORDS * 6,
        "problems": ("（一）存在问题", "（二）改进措施。每月检查一次。"),
    },
)


@pytest.fixture(scope="module")
def document():
    return docx.Document(io.BytesIO(render(LONG)))


def test_the_prepared_document_is_what_the_generator_makes():
    assert base_document() == base()


def test_the_page_is_a4_with_the_prescribed_type_area(document):
    section = document.sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert (section.page_width, section.page_height) == pytest.approx((Mm(210), Mm(297)), abs=700)
    assert sides == pytest.approx((Mm(37), Mm(35), Mm(28), Mm(26)), abs=700)


@pytest.mark.parametrize(
    ("style", "face", "size"),
    [
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("年报正文", "仿宋_GB2312", 16),
        ("年报二级标题字", "楷体_GB2312", 16),
        ("年报页码", "宋体", 14),
    ],
)
def test_each_kind_of_text_has_its_face_and_digits_are_times_new_roman(document, style, face, size):
    found = document.styles[style]
    fonts = found.element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == face
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi")} == {"Times New Roman"}
    assert found.font.size == Pt(size)


def test_the_digits_of_the_title_are_as_heavy_as_the_title(document):
    """Times New Roman looks thin beside 小标宋: the whole title is set in one face."""
    fonts = document.styles["Title"].element.rPr.rFonts
    assert {fonts.get(qn(f"w:{name}")) for name in ("ascii", "hAnsi", "eastAsia")} == {
        "方正小标宋简体"
    }
    assert document.styles["Title"].font.size == Pt(22)


def test_body_lines_are_28_9_points_apart_indented_two_characters_and_justified(document):
    form = document.styles["年报正文"].paragraph_format
    indent = document.styles["年报正文"].element.pPr.find(qn("w:ind"))
    assert form.line_spacing == Pt(28.9)
    assert indent.get(qn("w:firstLineChars")) == "200"
    assert form.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY


def test_title_and_headings_are_real_styles_that_make_a_navigation_pane(document):
    styles = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]
    assert styles[:2] == [("Title", "示例乡人民政府"), ("Title", "2025年政府信息公开工作年度报告")]
    assert [text for name, text in styles if name == "Heading 1"][
        2
    ] == "三、收到和处理政府信息公开申请情况"
    assert [text for name, text in styles if name == "Heading 2"] == ["（一）存在问题"]


def test_page_numbers_stand_at_the_outer_edge(document):
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        assert (paragraph.text, paragraph.alignment) == ("— 1 —", side)
        assert "PAGE" in paragraph._p.xml


def test_every_table_of_every_edition_has_its_look():
    tables = {table.key for edition in EDITIONS for table in edition.tables}
    assert set(LOOKS) == tables
    assert {look.style for look in LOOKS.values()} <= {style.id for style in STYLES}


def test_tables_fill_the_text_width_and_their_rows_never_split(document):
    for table in document.tables:
        assert sum(column.width for column in table.columns) == pytest.approx(Mm(156), abs=Mm(0.1))
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_only_a_head_that_is_true_for_the_whole_table_is_repeated(document):
    repeated = [
        sum(row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows)
        for table in document.tables
    ]
    assert repeated == [0, 3, 3]


def test_tables_tell_a_screen_reader_what_they_are(document):
    for table, name in zip(document.tables, ("表二", "表三", "表四"), strict=True):
        for element in ("w:tblCaption", "w:tblDescription"):
            assert table._tbl.tblPr.find(qn(element)).get(qn("w:val")).startswith(name)


def test_the_document_says_its_title_language_and_date(document):
    core = document.core_properties
    assert core.title == "示例乡人民政府2025年政府信息公开工作年度报告"
    assert (core.author, core.language) == ("示例乡人民政府", "zh-CN")
    assert core.created.date().isoformat() == "2026-01-20"
    language = document.styles.element.find(".//" + qn("w:lang"))
    assert language.get(qn("w:eastAsia")) == "zh-CN"


@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.validator
def test_microsofts_validator_finds_nothing(tmp_path, draft):
    path = tmp_path / "report.docx"
    path.write_bytes(render(LONG, draft=draft))
    assert errors(path) == []


def pages(path, content: bytes) -> list[str]:
    """The text of each page as LibreOffice sets it."""
    path.write_bytes(content)
    return pages_of(convert(path, "pdf", path.parent)[0])


def pages_of(pdf) -> list[str]:
    need("pdftotext", "poppler")
    run = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True)
    return ["".join(page.split()) for page in run.stdout.decode().split("\f")]


@pytest.mark.office
def test_table_three_stands_on_one_page_with_its_heading_and_pages_are_numbered(tmp_path):
    printed = pages(tmp_path / "long.docx", render(LONG))
    with_table = [page for page in printed if "自然人" in page]
    assert len(with_table) == 1
    assert with_table[0].startswith("三、收到和处理政府信息公开申请情况")
    assert "四、结转下年度继续办理" in with_table[0]
    for number, page in enumerate(printed[:-1], 1):
        assert page.endswith(f"—{number}—")


@pytest.mark.office
def test_the_signature_never_stands_on_a_page_of_its_own(tmp_path):
    profile = replace(LONG.profile, unit="示例乡人民政府", signed=datetime.date(2026, 1, 16))
    made = []
    for lines in range(6, 12):
        text = ("没有其他需要报告的事项。",) * lines
        signed = replace(LONG, profile=profile, narrative={"other_matters": text})
        made.append(tmp_path / f"{lines}.docx")
        made[-1].write_bytes(render(signed))
    for pdf in convert(made, "pdf", tmp_path):
        (last,) = [page for page in pages_of(pdf) if "2026年1月16日" in page]
        assert "没有其他需要报告的事项" in last


@pytest.mark.office
def test_a_page_holds_22_lines_of_28_characters(tmp_path):
    path = tmp_path / "grid.docx"
    path.write_bytes(render(report(narrative={"overview": ("国" * 2000,)})))
    pdf = convert(path, "pdf", tmp_path)[0]
    run = subprocess.run(
        ["pdftotext", "-f", "2", "-l", "2", pdf, "-"], capture_output=True, check=True
    )
    lines = re.findall("^国+$", run.stdout.decode(), re.MULTILINE)
    assert [len(line) for line in lines] == [28] * 22


def tables_of(pdf) -> list[tuple[float, list[list[str]]]]:
    """Where each table of a PDF ends on its page, and its rows; lines of a cell are parted."""
    with pdfplumber.open(pdf) as printed:
        return [
            (table.bbox[3], [[text or "" for text in row] for row in table.extract()])
            for page in printed.pages
            for table in page.find_tables()
        ]


def lines_of(pdf) -> list[str]:
    run = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True)
    return ["".join(line.split()) for line in run.stdout.decode().splitlines() if line.strip()]


def filled(digits: int):
    """A report in which every number typed has so many digits."""
    return report({str(cell): int("8" * digits) for cell in EDITION.typed_cells})


@pytest.mark.office
def test_no_number_breaks_however_long_it_is(tmp_path):
    need_times()
    made = []
    for digits in (5, 6, 7, 9, 12):
        made.append(tmp_path / f"{digits}.docx")
        made[-1].write_bytes(render(filled(digits), draft=True))
    for pdf, source in zip(convert(made, "pdf", tmp_path), made, strict=True):
        printed = [text for _, rows in tables_of(pdf) for row in rows for text in row]
        numbers = [text for text in printed if re.fullmatch(r"[\d\n]+", text)]
        assert [number for number in numbers if "\n" in number] == [], source.name
        assert len(numbers) == len(EDITION.cells)


def test_a_number_is_set_smaller_only_where_its_column_needs_it():
    large = report({"req.received.natural_person": 1234567, "req.received.business": 1})
    sizes = {
        cell.text: {run.font.size for run in cell.paragraphs[0].runs}
        for row in docx.Document(io.BytesIO(render(large, draft=True))).tables[1].rows
        for cell in row.cells
        if cell.text in ("1234567", "1234568", "1")
    }
    assert sizes == {"1234567": {Pt(8)}, "1234568": {Pt(8)}, "1": {None}}


@pytest.mark.office
def test_table_three_leaves_room_for_engines_that_set_it_higher(tmp_path):
    path = tmp_path / "room.docx"
    path.write_bytes(render(LONG))
    (pdf,) = convert(path, "pdf", tmp_path)
    bottoms = [bottom for bottom, rows in tables_of(pdf) if "申请人情况" in rows[0]]
    text_ends = (297 - 35) * 72 / 25.4
    assert len(bottoms) == 1
    assert text_ends - bottoms[0] >= 20


@pytest.mark.office
def test_the_tall_label_is_written_from_top_to_bottom_without_vertical_text(tmp_path):
    path = tmp_path / "label.docx"
    path.write_bytes(render(LONG))
    assert "textDirection" not in main_part(path.read_bytes())
    (pdf,) = convert(path, "pdf", tmp_path)
    labels = [
        text for _, rows in tables_of(pdf) for row in rows for text in row if "年\n度" in text
    ]
    assert labels == ["\n".join("三、本年度办理结果")]


@pytest.mark.office
def test_table_two_follows_on_and_breaks_between_its_parts_only(tmp_path):
    made = []
    for lines in range(8, 20):
        text = "公开工作有序开展，内容真实、准确、及时，" * lines + "结束。"
        made.append(tmp_path / f"{lines}.docx")
        made[-1].write_bytes(render(report(narrative={"overview": (text,)})))
    begun_on_first = 0
    for pdf in convert(made, "pdf", tmp_path):
        first, second, *_ = pages_of(pdf)
        begun_on_first += "二、主动公开政府信息情况第二十条第（一）项" in first
        assert second.startswith(("第二十条第", "二、主动公开政府信息情况第二十条"))
        assert not re.search(r"第二十条第（.）项(信息内容\D*)?—1—$", first)
    assert 6 <= begun_on_first < len(made)


LONG_NAME = "示例市示例区住房和城乡建设局住房保障与房地产管理服务中心分中心"


@pytest.mark.office
def test_a_long_name_breaks_between_words_and_the_date_stands_under_it(tmp_path):
    path = tmp_path / "name.docx"
    path.write_bytes(render(report(unit=LONG_NAME), draft=True))
    (pdf,) = convert(path, "pdf", tmp_path)
    lines = lines_of(pdf)
    halves = ["示例市示例区住房和城乡建设局住房", "保障与房地产管理服务中心分中心"]
    assert lines[:2] == halves
    at = lines.index("2026年1月20日")
    assert lines[at - 2 : at] == halves


@pytest.mark.office
def test_the_date_is_not_broken_under_a_name_of_many_lines(tmp_path):
    path = tmp_path / "name.docx"
    path.write_bytes(render(report(unit=LONG_NAME * 2), draft=True))
    (pdf,) = convert(path, "pdf", tmp_path)
    assert "2026年1月20日" in lines_of(pdf)


@pytest.mark.office
def test_a_citys_figures_fit_their_cells(tmp_path):
    printed = pages(tmp_path / "city.docx", render(shared_case("huaian-2024")))
    assert "3001530061" in "".join(printed)
    assert len(printed) - 1 <= 6
