"""OFD files: what stands on their pages is read like the PDF and the Word document they were made of, or refused."""

from __future__ import annotations

import os
import random
import zlib
from contextlib import suppress

import pytest

from tests.tools.ofd import SPACE, by_characters, by_lines, graphic, of_pictures, ofd_file, packed
from tests.tools.office import convert, need_times
from tests.tools.one_change import told
from tests.tools.outside import need_package
from tests.tools.parts import unzipped, with_tails
from xlsheets.documents.word.report import render
from xlsheets.errors import UnreadableError
from xlsheets.extract import Aside, Grid, Look, Paragraph
from xlsheets.extract.ofd.drawing import drawing_of
from xlsheets.extract.ofd.package import ofd_pages
from xlsheets.extract.ofd.reading import read_ofd
from xlsheets.imports import Imported, read_published
from xlsheets.report.checkcode import check_code
from xlsheets.workflows.publishing.verifying import verify_published
from xlsheets.workflows.sources.kinds import read_foreign

# So many generated reports are read in every form; XLSHEETS_OFD=40 for the full number.
REPORTS = int(os.environ.get("XLSHEETS_OFD", "4"))


def text(
    words: str, x: float = 30, y: float = 30, *, size: float = 5, more: str = "", inner: str = ""
) -> str:
    return (
        f'<ofd:TextObject ID="1" Font="3" Size="{size}" Boundary="{x} {y} {size * len(words)} {size}"{more}>{inner}'
        f'<ofd:TextCode X="0" Y="{size * 0.86}" DeltaX="g {max(1, len(words) - 1)} {size}">{words}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return (
        f'<ofd:PathObject ID="2" Boundary="{x0} {y0} {x1 - x0} {y1 - y0}">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


# Generated reports --------------------------------------------------------------------------------


def substance(found: Imported) -> object:
    report = found.report
    narrative = {key: "".join("".join(texts).split()) for key, texts in report.narrative.items()}
    profile = (report.profile.unit, report.profile.year, report.profile.signed)
    return report.figures, report.stated, narrative, profile, found.codes, found.unread


@pytest.mark.office
def test_reports_say_the_same_as_ofd_as_pdf_and_as_word_document(tmp_path):
    need_package("pdfplumber")
    need_times()
    seeds = range(REPORTS)
    sources = [tmp_path / f"{seed}.docx" for seed in seeds]
    for seed, path in zip(seeds, sources, strict=True):
        path.write_bytes(render(told(seed), code=check_code(told(seed))))
    for seed, pdf in zip(seeds, convert(sources, "pdf", tmp_path), strict=True):
        content = pdf.read_bytes()
        expected = substance(read_published(sources[seed].read_bytes(), "a.docx"))
        assert substance(read_published(content, "a.pdf")) == expected
        for write in (by_lines, by_characters):
            found = read_published(write(content), "a.ofd")
            assert substance(found) == expected, (seed, write.__name__)
            verified = verify_published(told(seed), found, is_page=False)
            assert (verified.equal, verified.printed) == (True, True)


# What stands on a page ---------------------------------------------------------------------------


def test_a_table_is_found_by_its_lines_with_what_is_merged():
    drawn = [line(20, y, 80, y) for y in (20, 40)] + [line(40, 30, 80, 30)]
    drawn += [line(x, 20, x, 40) for x in (20, 40, 60, 80)]
    page = "".join(drawn) + text("甲", 25, 28) + text("7", 45, 22) + text("8", 65, 32)
    (grid,) = read_ofd(ofd_file([page])).blocks
    assert isinstance(grid, Grid)
    assert {(*cell[:4], cell.text) for cell in grid.cells} == {
        (0, 0, 2, 1, "甲"), (0, 1, 1, 1, "7"), (0, 2, 1, 1, ""), (1, 1, 1, 1, ""), (1, 2, 1, 1, "8"),
    }  # fmt: skip


def test_a_template_stands_behind_the_page_and_remarks_are_told():
    notes = {
        "Doc_0/Annots/Annotations.xml": f'<ofd:Annotations {SPACE}><ofd:Page PageID="100"><ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>',
        "Doc_0/Annots/Page_0/Annotation.xml": f"<ofd:PageAnnot {SPACE}><ofd:Annot><ofd:Appearance>{text('已核')}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>",
    }
    read = read_ofd(ofd_file([text("正文", 30, 60)], template=text("页头", 30, 30), extra=notes))
    assert "".join(block.text for block in read.blocks) == "页头正文"
    assert read.notes == ("已核",)


def test_a_remark_that_is_lacking_is_told_and_the_page_is_read():
    notes = {
        "Doc_0/Annots/Annotations.xml": f'<ofd:Annotations {SPACE}><ofd:Page PageID="100"><ofd:FileLoc>gone.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'
    }
    read = read_ofd(ofd_file([text("正文")], extra=notes))
    assert ([block.text for block in read.blocks], read.notes, read.unread) == (
        ["正文"],
        (),
        ("有一页的批注不在文件里，没有读入。",),
    )
    only_named = {"Doc_0/Other.xml": "<a/>"}
    assert read_ofd(ofd_file([text("正文")], extra=only_named)).notes == ()


@pytest.mark.parametrize(
    ("more", "inner", "look"),
    [
        ("", '<ofd:FillColor Value="255 255 255"/>', Look.WHITE),
        (' Visible="false"', "", Look.HIDDEN),
        (' Alpha="0"', "", Look.HIDDEN),
    ],
)
def test_what_nobody_sees_is_told_and_not_read(more, inner, look):
    page = text("看得见", 30, 30) + text("看不见", 30, 60, more=more, inner=inner)
    blocks = read_ofd(ofd_file([page])).blocks
    assert "".join(block.text for block in blocks if isinstance(block, Paragraph)) == "看得见"
    assert [(aside.text, aside.look) for block in blocks for aside in block.asides] == [
        ("看不见", look)
    ]


def test_the_size_of_text_is_read_however_it_is_spelt():
    page = text("甲乙", 30, 30) + text("丙丁", 30, 36)
    assert read_ofd(ofd_file([page.replace(" Size=", " size=")])) == read_ofd(ofd_file([page]))
    (opened,) = ofd_pages(ofd_file([page.replace(" Size=", " size=")]))
    assert all(one.bottom - one.top > 10 for one in drawing_of(opened).characters)


def test_a_page_in_units_of_a_writer_of_its_own_is_read_as_large_as_on_paper():
    for size in (1.0, 5.0, 50.0):
        page = text("甲", 30, 30, size=size) + text("乙", 30 + 1.9 * size, 30, size=size)
        assert words(read_ofd(ofd_file([page]))) == "甲 乙", size


def test_what_a_line_crosses_is_struck_out():
    page = text("新收", 30, 30) + text("12", 60, 30) + line(58, 32.5, 75, 32.5)
    blocks = read_ofd(ofd_file([page])).blocks
    assert [block.text for block in blocks if block.text] == ["新收"]
    assert next(aside for block in blocks for aside in block.asides).look is Look.STRUCK


def test_a_page_of_pictures_is_refused_with_what_to_do():
    for page, said in (
        ('<ofd:ImageObject ID="1" ResourceID="5" Boundary="0 0 210 297"/>', "pip install rapidocr"),
        (line(20, 20, 80, 20), "字可能画成了线条"),
    ):
        with pytest.raises(UnreadableError, match=said):
            read_ofd(ofd_file([page]))


def words(read) -> str:
    return "".join(block.text for block in read.blocks if isinstance(block, Paragraph))


USE = '<ofd:CompositeObject ID="3" ResourceID="{}" Boundary="{} 0 0" CTM="{}"{}/>'


def test_composed_graphics_are_read_where_they_are_placed_those_within_others_too():
    units = graphic(61, text("七", 1, 1)) + graphic(62, USE.format(61, "2 2", "1 0 0 1 0 0", ""))
    drawn = [line(20, y, 80, y) for y in (20, 40)] + [line(x, 20, x, 40) for x in (20, 50, 80)]
    page = "".join(drawn) + text("八", 25, 28) + USE.format(62, "50 20", "2 0 0 2 0 0", "")
    (grid,) = read_ofd(ofd_file([page], resources=units)).blocks
    assert grid.rows == (("八", "七"),)


def test_of_a_composed_graphic_what_is_not_seen_or_not_there_is_told():
    page = text("正文") + "".join(
        USE.format(number, "50 60", "1 0 0 1 0 0", more)
        for number, more in ((61, ' Visible="false"'), (99, ""))
    )
    read = read_ofd(ofd_file([page], resources=graphic(61, text("暗文"))))
    assert words(read) == "正文"
    assert [aside for block in read.blocks for aside in block.asides] == [
        Aside("暗文", Look.HIDDEN)
    ]
    assert read.unread == ("第 1 页有 1 处图形不在文件里，没有读入。",)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (">甲乙<", ">甲\ue11e<"),
        (">甲乙<", ">甲¤<"),
        (
            "<ofd:TextCode ",
            "<ofd:CGTransform><ofd:Glyphs>7</ofd:Glyphs></ofd:CGTransform><ofd:TextCode ",
        ),
    ],
)
def test_a_character_of_which_only_the_shape_is_there_is_marked_and_told(old, new):
    page = text("甲乙").replace(old, new)
    if "Glyphs" in new:
        page = text("甲") + page.replace(">甲乙<", "><")
    read = read_ofd(ofd_file([page]))
    assert sorted(words(read)) == sorted("甲�")
    assert read.unread == ("第 1 页有 1 个字只有字形、没有字码，写成了“�”，请对照原文。",)


def test_of_several_versions_the_one_in_force_is_read_and_of_several_documents_all():
    body = "<ofd:DocBody><ofd:DocRoot>{0}/Document.xml</ofd:DocRoot>{1}</ofd:DocBody>"
    version = '<ofd:Versions><ofd:Version ID="2" Current="true" BaseLoc="new/Version.xml"/></ofd:Versions>'
    parts: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {SPACE}>{body.format('old', version)}{body.format('other', '')}</ofd:OFD>",
        "new/Version.xml": f"<ofd:DocVersion {SPACE}><ofd:DocRoot>Document.xml</ofd:DocRoot></ofd:DocVersion>",
    }
    for folder, said in (("old", "旧稿"), ("new", "新稿"), ("other", "附件")):
        parts[f"{folder}/Document.xml"] = (
            f'<ofd:Document {SPACE}><ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages></ofd:Document>'
        )
        parts[f"{folder}/P.xml"] = (
            f"<ofd:Page {SPACE}><ofd:Content><ofd:Layer>{text(said)}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    assert words(read_ofd(packed(parts))) == "新稿附件"


def test_text_under_a_picture_is_not_read_and_a_page_that_is_a_picture_is_told():
    jpeg, png = b"\xff\xd8\xff", b"\x89PNG"
    with pytest.raises(UnreadableError, match="可能是扫描件"):
        read_ofd(of_pictures([jpeg], below=text("认出来的字")))
    assert words(read_ofd(of_pictures([png], below=text("水印下面的字")))) == "水印下面的字"
    picture = (
        '<ofd:ImageObject ID="4" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="5"/>'
    )
    read = read_ofd(ofd_file([text("第一页"), picture], media={"5": jpeg}))
    assert words(read) == "第一页"
    assert read.unread == ("第 2 页是图片，没有读入。请把这一页另存为图片再读，或者照着它填写。",)


def test_what_a_report_has_on_pages_that_are_pictures_is_listed():
    report = told(0)
    lines = [text(words, 30, 30 + 10 * at) for at, words in enumerate(_head(report))]
    picture = '<ofd:ImageObject ID="4" Boundary="0 0 210 297" ResourceID="5"/>'
    found = read_published(ofd_file(["".join(lines), picture], media={"5": b"\xff\xd8"}), "a.ofd")
    assert any(sentence.startswith("第 2 页是图片") for sentence in found.unread)


def _head(report) -> list[str]:
    return [
        f"{report.profile.unit}{report.profile.year}年政府信息公开工作年度报告",
        "一、总体情况",
        "各项工作按时完成。",
    ]


def test_a_stream_with_the_checksum_of_another_wrapping_is_whole_and_with_other_bytes_is_not():
    sound = unzipped(ofd_file([text("正文")]))
    checked = with_tails(sound, lambda part: zlib.adler32(part).to_bytes(4, "big"))
    assert words(read_ofd(checked)) == "正文"
    for tail in (b"\0\0\0\1", b"\0"):
        with pytest.raises(UnreadableError, match="损坏"):
            read_ofd(with_tails(sound, lambda _: tail))  # noqa: B023


# Hostile files ---------------------------------------------------------------------------------------

_SOUND_ROOT = f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
HOSTILE = {
    "no zip": b"OFD",
    "nothing in it": packed({"OFD.xml": "<OFD/>"}),
    "a part that is lacking": packed({"OFD.xml": _SOUND_ROOT}),
    "a page that is the document itself": packed(
        {
            "OFD.xml": _SOUND_ROOT,
            "Doc_0/Document.xml": f'<ofd:Document {SPACE}><ofd:Page ID="1" BaseLoc="Document.xml"/></ofd:Document>',
        }
    ),
    "a way out of the file": packed({"OFD.xml": _SOUND_ROOT.replace("Doc_0", "../../etc")}),
    "a type declaration": packed({"OFD.xml": f"<!DOCTYPE x [<!ENTITY a 'b'>]>{_SOUND_ROOT}"}),
    "no XML": packed({"OFD.xml": "<OFD"}),
    "a bomb": packed({"OFD.xml": _SOUND_ROOT, "Doc_0/Document.xml": b"\0" * 40_000_000}),
    "too many pages": ofd_file([text("页")] * 61),
    "too many lines": ofd_file([line(1, 1, 50, 1) * 6_001]),
    "too many characters": ofd_file([text("长" * 60_001)]),
    "a graphic that holds itself": ofd_file(
        [text("字") + '<ofd:CompositeObject ResourceID="61"/>'],
        resources=graphic(61, '<ofd:CompositeObject ResourceID="62"/>')
        + graphic(62, '<ofd:CompositeObject ResourceID="61"/>'),
    ),
    "graphics that double forty times": ofd_file(
        ['<ofd:CompositeObject ResourceID="100"/>'],
        resources="".join(
            graphic(100 + at, f'<ofd:CompositeObject ResourceID="{101 + at}"/>' * 2)
            for at in range(40)
        ),
    ),
    "pages upon one another": packed(
        {
            "OFD.xml": _SOUND_ROOT,
            "Doc_0/Document.xml": f"<ofd:Document {SPACE}>"
            + '<ofd:Page ID="1" BaseLoc="P.xml"/>' * 100_000
            + "</ofd:Document>",
            "Doc_0/P.xml": f"<ofd:Page {SPACE}>{text('页')}</ofd:Page>",
        }
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence(name):
    with pytest.raises(UnreadableError) as refused:
        read_published(HOSTILE[name], "a.ofd")
    assert "OFD" in str(refused.value)
    assert "工作簿" not in str(refused.value)


@pytest.mark.parametrize(
    "page",
    [
        text("字").replace('X="0"', 'X="nan"').replace("g 1 5", "g 999999999999 1e308"),
        text("字字").replace('Size="5"', 'Size="1e999"'),
        text("字字", more=' CTM="1 2"').replace("g 1 5.0", "g g g"),
        "<ofd:PathObject><ofd:AbbreviatedData>M 0 0 L A C C L 1e308 nan B 1</ofd:AbbreviatedData></ofd:PathObject>"
        + text("字"),
        "<ofd:PageBlock>" * 900 + text("字") + "</ofd:PageBlock>" * 900,
    ],
)
def test_numbers_that_cannot_be_drawn_do_no_harm(page):
    assert "字" in "".join(block.text for block in read_ofd(ofd_file([page])).blocks)


def test_a_damaged_file_is_refused_or_read_and_never_fails():
    chance = random.Random(1)
    sound = ofd_file([text("字字字", 30, 30 + 8 * at) for at in range(5)])
    for _ in range(300):
        broken = bytearray(sound)
        for _ in range(chance.randint(1, 6)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        with suppress(UnreadableError):
            read_ofd(bytes(broken))


def test_every_command_takes_it_as_one_more_kind_of_source():
    with pytest.raises(UnreadableError, match="没有找到政府信息公开工作年度报告"):
        read_foreign(ofd_file([text("一封信。")]), "信.ofd")
