"""A unit's own Word template is honoured: its page, styles, headers, letterhead; a bad one is refused."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.shared import Mm, Pt, RGBColor

from tests.tools import strict
from tests.tools.make import report
from tests.tools.validator import errors
from xlsheets.documents.word.report import render
from xlsheets.documents.word.verify import verify
from xlsheets.errors import UnreadableError
from xlsheets.extract.docx import read_docx

REPORT = report({"req.received.business": 7, "req.carried_forward.business": 7})


def template(make=lambda document: None) -> bytes:
    document = docx.Document()
    make(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def opened(content: bytes):
    return docx.Document(io.BytesIO(content))


def test_its_heading_styles_and_page_and_header_are_used():
    def make(document):
        document.styles["Heading 1"].font.color.rgb = RGBColor(0xC0, 0, 0)
        document.sections[0].left_margin = Mm(40)
        document.sections[0].header.paragraphs[0].text = "示例乡人民政府文件"

    made = render(REPORT, template=template(make))
    document = opened(made)
    heading = next(
        paragraph for paragraph in document.paragraphs if paragraph.text == "一、总体情况"
    )
    assert heading.style.font.color.rgb == RGBColor(0xC0, 0, 0)
    assert document.sections[0].left_margin == pytest.approx(Mm(40), abs=1000)
    assert document.sections[0].header.paragraphs[0].text == "示例乡人民政府文件"
    assert verify(REPORT, made) == []


def test_the_styles_it_lacks_are_added_with_our_look():
    body = next(
        paragraph
        for paragraph in opened(render(REPORT, template=template())).paragraphs
        if paragraph.text.startswith("2025年，示例乡")
    )
    assert (body.style.name, body.style.font.size) == ("年报正文", Pt(16))


def test_its_own_body_style_is_taken_by_name():
    def make(document):
        style = document.styles.add_style("年报正文", 1)
        style.font.size = Pt(14)

    body = next(
        paragraph
        for paragraph in opened(render(REPORT, template=template(make))).paragraphs
        if paragraph.text.startswith("2025年，示例乡")
    )
    assert body.style.font.size == Pt(14)


def test_a_heading_style_that_numbers_itself_does_not_number_the_official_headings_twice():
    def make(document):
        numbered = document.styles["List Number"].element.pPr.numPr
        document.styles["Heading 1"].element.get_or_add_pPr().append(numbered)

    document = opened(render(REPORT, template=template(make)))
    heading = next(
        paragraph for paragraph in document.paragraphs if paragraph.text == "一、总体情况"
    )
    assert heading.style.element.pPr.numPr is not None
    assert heading._p.pPr.numPr.numId.val == 0


def test_the_name_of_the_unit_in_a_letterhead_does_not_hide_what_differs():
    def make(document):
        document.add_paragraph("示例乡人民政府")

    made = render(REPORT, template=template(make))
    assert verify(REPORT, made) == []
    other = report({"req.received.business": 8, "req.carried_forward.business": 8})
    assert len(verify(other, made)) == 4


def test_tables_are_as_wide_as_its_text():
    def make(document):
        section = document.sections[0]
        section.page_width, section.left_margin, section.right_margin = Mm(297), Mm(20), Mm(20)

    table = opened(render(REPORT, template=template(make))).tables[1]
    assert sum(column.width for column in table.columns) == pytest.approx(Mm(257), abs=Mm(1))


def test_a_letterhead_stays_above_the_report():
    def make(document):
        document.add_paragraph("示例乡人民政府文件")
        document.add_paragraph("")

    made = render(REPORT, template=template(make))
    texts = [paragraph.text for paragraph in read_docx(made).paragraphs]
    assert texts[:2] == ["示例乡人民政府文件", "示例乡人民政府"]
    assert verify(REPORT, made) == []


def test_the_report_goes_where_the_marker_stands():
    def make(document):
        for text in ("红头", "【年报正文】", "抄送：县政府办公室"):
            document.add_paragraph(text)

    made = render(REPORT, template=template(make))
    texts = [paragraph.text for paragraph in read_docx(made).paragraphs]
    assert (texts[0], texts[-1]) == ("红头", "抄送：县政府办公室")
    assert "【年报正文】" not in texts
    assert verify(REPORT, made) == []


def test_last_years_report_as_a_template_lends_its_look_only():
    last = render(report(year=2024, narrative={"overview": ("去年的文字。",)}))
    made = render(REPORT, template=last)
    texts = [paragraph.text for paragraph in read_docx(made).paragraphs]
    assert "去年的文字。" not in texts
    assert texts.count("一、总体情况") == 1
    assert verify(REPORT, made) == []


@pytest.mark.validator
@pytest.mark.parametrize("draft", [False, True])
def test_the_result_is_valid_for_microsofts_validator(tmp_path, draft):
    path, own = tmp_path / "made.docx", tmp_path / "own.docx"
    own.write_bytes(template())
    path.write_bytes(render(REPORT, template=template(), draft=draft))
    # The template of python-docx has an older Word's settings, which stay as they are.
    assert set(errors(path)) <= set(strict.violations(own))


def test_a_draft_is_marked_on_every_page_with_and_without_own_headers():
    def make(document):
        document.sections[0].header.paragraphs[0].text = "页眉"

    for given in (None, template(), template(make)):
        document = opened(render(REPORT, template=given, draft=True))
        section = document.sections[0]
        for header in (section.header, section.even_page_header, section.first_page_header):
            if header is section.first_page_header and given is None:
                continue
            assert 'string="草稿"' in header._element.xml
        assert document.core_properties.title.startswith("〔草稿〕")


def test_a_final_report_carries_no_draft_mark():
    parts = zipfile.ZipFile(io.BytesIO(render(REPORT)))
    assert not any("草稿".encode() in parts.read(name) for name in parts.namelist())


def with_part(content: bytes, name: str, change, *, keep: bool = True) -> bytes:
    source, out = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for member in source.namelist():
            if member != name:
                target.writestr(member, source.read(member))
        if keep:
            target.writestr(name, change(source.read(name) if name in source.namelist() else b""))
    return out.getvalue()


DTD = b'<!DOCTYPE w [<!ENTITY x "y">]>'
MAIN = "word/document.xml"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b"not a document", "text"),
        (template()[:-30], "truncated"),
        (with_part(template(), MAIN, lambda _: b"<w:document"), "damaged"),
        (with_part(template(), MAIN, lambda xml: xml.replace(b"?>", b"?>" + DTD, 1)), "dtd"),
        (with_part(template(), "_rels/.rels", lambda _: b"<x/>"), "damaged"),
        (with_part(template(), "[Content_Types].xml", lambda _: b"", keep=False), "damaged"),
        (with_part(template(), "word/vbaProject.bin", lambda _: b"macro"), "macros"),
        (
            with_part(
                template(),
                MAIN,
                lambda xml: (
                    xml.replace(b"<w:", b"<z:")
                    .replace(b"</w:", b"</z:")
                    .replace(b"xmlns:w=", b"xmlns:z=")
                    .replace(b" w:", b" z:")
                ),
            ),
            "template",
        ),
    ],
)
def test_a_file_that_cannot_serve_as_a_template_is_refused_in_plain_words(content, kind):
    with pytest.raises(UnreadableError) as refused:
        render(REPORT, template=content)
    assert refused.value.kind == kind
    assert str(refused.value).endswith("。")


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ],
)
def test_what_is_made_from_a_template_is_called_a_document(kind):
    ours = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    source = with_part(
        template(),
        "[Content_Types].xml",
        lambda types: types.replace(ours.encode(), kind.encode()),
    )
    assert kind.encode() in zipfile.ZipFile(io.BytesIO(source)).read("[Content_Types].xml")
    assert opened(render(REPORT, template=source)).part.content_type == ours
