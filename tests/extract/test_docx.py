"""A Word document is read as a person sees it: tracked changes, merges, controls, boxes, nothing expanded."""

from __future__ import annotations

import io
import warnings
import zipfile

import pytest

from xlsheets.documents.word.report import render
from xlsheets.errors import UnreadableError
from xlsheets.extract.docx import read_docx
from xlsheets.report import Report

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


_STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'


def document(
    body: str, *, name: str = "word/document.xml", head: str = "", words: str = _W
) -> bytes:
    """A document with this body, in the surroundings of a real one."""
    source, out = zipfile.ZipFile(io.BytesIO(render(Report()))), io.BytesIO()
    xml = (
        f'<?xml version="1.0"?>{head}<w:document {words} {_MC}><w:body>{body}</w:body></w:document>'
    )
    with zipfile.ZipFile(out, "w") as target:
        for member in source.namelist():
            target.writestr(member, xml if member == name else source.read(member))
    return out.getvalue()


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def tc(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r>'
)
SIMPLE = f'<w:fldSimple w:instr="PAGE">{r("7")}</w:fldSimple>'
GONE = "<w:rPr><w:del/></w:rPr>"
BOX = (
    "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{0}</w:txbxContent></mc:Choice>"
    "<mc:Fallback><w:txbxContent>{0}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
)


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        (p(r("甲"), f"<w:ins>{r('乙')}</w:ins>"), ["甲乙"]),
        (p(r("甲"), "<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>"), ["甲"]),
        (p(f"<w:moveFrom>{r('甲')}</w:moveFrom>") + p(f"<w:moveTo>{r('甲')}</w:moveTo>"), ["甲"]),
        (f"<w:sdt><w:sdtContent>{p(r('甲'))}</w:sdtContent></w:sdt>", ["甲"]),
        (p(f"<w:sdt><w:sdtContent>{r('甲')}</w:sdtContent></w:sdt>"), ["甲"]),
        (p(f"<w:smartTag>{r('甲')}</w:smartTag>", FIELD), ["甲7"]),
        (p(f"<w:hyperlink>{r('甲')}</w:hyperlink>"), ["甲"]),
        (p(r("甲"), BOX.format(p(r("乙")))), ["乙", "甲"]),
        (p(r("甲"), SIMPLE), ["甲7"]),
        (p(r("甲"), properties=GONE) + p(r("乙")), ["甲乙"]),
        (p(r("甲"), properties=GONE) + p(BOX.format(p(r("乙"))), r("丙")), ["乙", "甲丙"]),
        (p(BOX.format(p(r("甲"), properties=GONE)), r("乙")), ["甲", "乙"]),
        (p(r("甲"), properties=GONE), ["甲"]),
        (p(r("甲"), properties=GONE) + "<w:tbl/>" + p(r("乙")), ["甲", "乙"]),
        (p(f"<w:moveFrom>{r('甲')}</w:moveFrom>", properties=GONE.replace("del", "moveFrom")), []),
        (r("甲") + p(r("乙")), ["甲", "乙"]),
        (
            p(
                "<w:r><mc:AlternateContent><mc:Choice><w:t>1</w:t></mc:Choice>"
                "<mc:Fallback><w:t>1</w:t></mc:Fallback></mc:AlternateContent></w:r>"
            ),
            ["1"],
        ),
        (p(r("甲"), "<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r>"), ["甲"]),
        (p('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>甲</w:t></w:r>'), ["甲"]),
        (p("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>"), ["甲\t乙\n丙"]),
        (p(r("甲"), properties="<w:tabs><w:tab/></w:tabs>"), ["甲"]),
        (
            p(
                "<w:ruby><w:rt>"
                + r("ㄐ")
                + "</w:rt><w:rubyBase>"
                + r("甲")
                + "</w:rubyBase></w:ruby>"
            ),
            ["甲"],
        ),
        (p(), []),
    ],
)
def test_paragraphs_are_read_in_final_view(body, texts):
    assert [paragraph.text for paragraph in read_docx(document(body)).paragraphs] == texts


def test_the_strict_namespace_is_read_like_the_common_one():
    row = f"<w:tr>{tc(p(r('乙')), '<w:gridSpan w:val=' + chr(34) + '2' + chr(34) + '/>')}</w:tr>"
    body = p(r("甲"), properties='<w:outlineLvl w:val="1"/>') + f"<w:tbl>{row}</w:tbl>"
    strict = read_docx(document(body, words=_STRICT))
    assert strict == read_docx(document(body))
    assert (strict.paragraphs[0].text, strict.tables[0].rows) == ("甲", (("乙", ""),))


@pytest.mark.parametrize("around", ["cell", "row", "block"])
def test_a_content_control_round_a_part_of_a_table_is_looked_into(around):
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    part = tc(p(r("12")))
    for wrapper, name in (
        ("{}", "cell"),
        ("<w:tr>{}</w:tr>", "row"),
        ("<w:tbl>{}</w:tbl>", "block"),
    ):
        part = wrapper.format(part)
        part = control.format(part) if name == around else part
    assert read_docx(document(part)).tables[0].rows == (("12",),)


def test_a_deleted_cell_is_gone_and_the_next_one_takes_its_place():
    cells = tc(p(r("9")), "<w:cellDel/>") + tc(p(r("甲")), "<w:cellIns/>")
    assert read_docx(document(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")).tables[0].rows == (("甲",),)


def test_nothing_of_a_deleted_row_is_read_nor_goes_on_behind_it():
    inner = f"<w:tbl><w:tr>{tc(p(r('9')))}</w:tr></w:tbl>"
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{tc(inner + p(r('9'), properties=GONE))}</w:tr>"
    read = read_docx(document(f"<w:tbl>{gone}<w:tr>{tc(p(r('甲')))}</w:tr></w:tbl>"))
    assert [table.rows for table in read.tables] == [(("甲",),)]


def test_a_cell_ends_with_its_text_though_its_last_paragraph_would_go_on():
    row = f"<w:tr>{tc(p(r('1'), properties=GONE))}{tc(p(r('2')))}</w:tr>"
    assert read_docx(document(f"<w:tbl>{row}</w:tbl>")).tables[0].rows == (("1", "2"),)


def test_a_deleted_row_is_gone_and_an_inserted_one_is_there():
    rows = "".join(
        f"<w:tr><w:trPr>{mark}</w:trPr>{tc(p(r(text)))}</w:tr>"
        for mark, text in (("", "甲"), ("<w:del/>", "乙"), ("<w:ins/>", "丙"))
    )
    assert read_docx(document(f"<w:tbl>{rows}</w:tbl>")).tables[0].rows == (("甲",), ("丙",))


def test_merged_cells_are_read_as_one_with_their_extent():
    span, start, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        f"<w:tr>{tc(p(r('甲')), span + start)}{tc(p(r('乙')))}</w:tr>"
        f"<w:tr>{tc(p(), span + on)}{tc(p(r('丙')))}</w:tr>"
    )
    grid = read_docx(document(f"<w:tbl>{rows}</w:tbl>")).tables[0]
    assert [(c.row, c.column, c.height, c.width, c.text) for c in grid.cells] == [
        (0, 0, 2, 2, "甲"),
        (0, 2, 1, 1, "乙"),
        (1, 2, 1, 1, "丙"),
    ]
    assert grid.rows == (("甲", "", "乙"), ("", "", "丙"))


def test_a_cell_continuing_nothing_keeps_its_text_and_a_row_may_start_further_right():
    rows = (
        f"<w:tr>{tc(p(r('甲')))}{tc(p(r('乙')))}</w:tr>"
        f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{tc(p(r("丙")), "<w:vMerge/>")}</w:tr>'
    )
    assert read_docx(document(f"<w:tbl>{rows}</w:tbl>")).tables[0].rows == (
        ("甲", "乙"),
        ("", "丙"),
    )


def test_a_nested_table_is_a_table_of_its_own():
    inner = f"<w:tbl><w:tr>{tc(p(r('里')))}</w:tr></w:tbl>"
    read = read_docx(document(f"<w:tbl><w:tr>{tc(inner + p(r('外')))}</w:tr></w:tbl>"))
    assert [table.rows for table in read.tables] == [(("里",),), (("外",),)]


def test_an_absurd_span_is_cut_to_what_word_allows():
    body = f"<w:tbl><w:tr>{tc(p(r('甲')), '<w:gridSpan w:val=' + chr(34) + '2000000000' + chr(34) + '/>')}</w:tr></w:tbl>"
    assert read_docx(document(body)).tables[0].cells[0].width <= 63


def test_heading_levels_come_from_style_inheritance_or_the_paragraph_itself():
    styles = (
        f"<w:styles {_W}>"
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="标题甲"/><w:basedOn w:val="1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="乙"/><w:basedOn w:val="b"/></w:style>'
        "</w:styles>"
    )
    body = (
        p(r("甲"), properties='<w:pStyle w:val="1"/>')
        + p(r("乙"), properties='<w:pStyle w:val="a"/>')
        + p(r("丙"), properties='<w:outlineLvl w:val="1"/>')
        + p(r("丁"), properties='<w:pStyle w:val="b"/>')
        + p(r("戊"), properties='<w:outlineLvl w:val="9"/>')
    )
    source, out = zipfile.ZipFile(io.BytesIO(document(body))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, styles if name == "word/styles.xml" else source.read(name))
    levels = [paragraph.level for paragraph in read_docx(out.getvalue()).paragraphs]
    assert levels == [1, 1, 2, 0, 0]


def bomb() -> bytes:
    return document("<w:p/>" * 6_000_000)


def doubled(name: str) -> bytes:
    out = io.BytesIO(document(p(r("甲"))))
    with zipfile.ZipFile(out, "a") as target, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        target.writestr(name, f"<w:document {_W}><w:body>{p(r('乙'))}</w:body></w:document>")
    return out.getvalue()


def compound(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"PK\x03\x04", "truncated"),
        (document(p(r("甲")))[:-100], "truncated"),
        (document(p(r("甲")), head='<!DOCTYPE w [<!ENTITY a "b">]>'), "dtd"),
        (document(p(r("甲")), head='<!DOCTYPE w SYSTEM "file:///etc/passwd">'), "dtd"),
        (document(p(r("1&x;2")), head='<!DOCTYPE w [<!ENTITY x "345">]>'), "dtd"),
        (document(p(r("1&x;2"))), "damaged"),
        (document("<w:p>"), "damaged"),
        (document("<w:sdt>" * 10_000 + "</w:sdt>" * 10_000), "too_deep"),
        (document("<w:p/>" * 1_000_000), "too_large"),
        (bomb(), "too_large"),
        (compound("EncryptedPackage"), "encrypted"),
        (compound("WordDocument"), "old"),
    ],
)
def test_a_document_that_cannot_be_trusted_is_refused(content, kind):
    with pytest.raises(UnreadableError) as refused:
        read_docx(content)
    assert refused.value.kind == kind


@pytest.mark.parametrize("name", ["word/document.xml", "word/DOCUMENT.xml"])
def test_two_parts_of_one_name_are_refused(name):
    with pytest.raises(UnreadableError, match="重名"):
        read_docx(doubled(name))


def test_a_part_whose_checksum_is_wrong_is_refused():
    content = bytearray(render(Report()))
    at = zipfile.ZipFile(io.BytesIO(bytes(content))).getinfo("word/document.xml").header_offset
    content[at + 14] ^= 1
    directory = content.rfind(b"PK\x01\x02", 0, content.rfind(b"word/document.xml"))
    content[directory + 16] ^= 1
    with pytest.raises(UnreadableError):
        read_docx(bytes(content))
