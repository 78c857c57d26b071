"""Lawful oddities of Word lose no number on the way in, and hostile files end soon in a sentence or a report."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.tools.deviations import generated, misread, printed
from tests.tools.make import report
from tests.tools.shared import CASES, need_shared, shared_case
from xlsheets.documents.word.report import render
from xlsheets.errors import UnreadableError
from xlsheets.extract.html import read_html
from xlsheets.imports import read_published

MAIN = "word/document.xml"
GONE = "<w:r><w:t>9</w:t></w:r>"
RUN, CELL, ROW, TABLE, PARAGRAPH = (
    re.compile(rf"<w:{name}>.*?</w:{name}>|<w:{name} [^>]*>.*?</w:{name}>", re.DOTALL)
    for name in ("r", "tc", "tr", "tbl", "p")
)


def around(pattern: re.Pattern[str], before: str, after: str):
    """Return a change that puts something before and behind every such element."""
    return lambda xml: pattern.sub(lambda found: f"{before}{found[0]}{after}", xml)


def split_into_signs(xml: str) -> str:
    return re.sub(r"<w:t(?: [^>]*)?>(.*?)</w:t>",
                  lambda found: "".join(f"<w:t>{sign}</w:t>" for sign in re.findall(r"&\w+;|.", found[1])), xml)  # fmt: skip


def with_deleted_rows(xml: str) -> str:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{GONE}</w:p></w:tc></w:tr>"
    return around(ROW, "", gone)(xml)


FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
CONTROL = "<w:sdt><w:sdtPr/><w:sdtContent>", "</w:sdtContent></w:sdt>"
LAWFUL = {
    "inserted": around(RUN, '<w:ins w:id="1" w:author="a">', "</w:ins>"),
    "deleted": around(RUN, "<w:del><w:r><w:delText>9</w:delText></w:r></w:del>", f"<w:del>{GONE}</w:del>"),
    "moved": around(RUN, f"<w:moveFrom>{GONE}</w:moveFrom><w:moveTo>", "</w:moveTo>"),
    "control of a run": around(RUN, *CONTROL),
    "control of a cell": around(CELL, *CONTROL),
    "control of a row": around(ROW, *CONTROL),
    "control of a table": around(TABLE, *CONTROL),
    "control of a paragraph": around(PARAGRAPH, *CONTROL),
    "smart tags": around(RUN, '<w:smartTag w:element="x"><w:smartTag w:element="y">', "</w:smartTag></w:smartTag>"),
    "boxes": around(
        RUN,
        "<w:r><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><mc:Choice>",
        f"</mc:Choice><mc:Fallback>{GONE}</mc:Fallback></mc:AlternateContent></w:r>",
    ),
    "hidden runs": around(RUN, "", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r>"),
    "deleted cells": around(CELL, "", f"<w:tc><w:tcPr><w:cellDel/></w:tcPr><w:p>{GONE}</w:p></w:tc>"),
    "strict": lambda xml: xml.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"
    ),
    "links": around(RUN, '<w:hyperlink w:anchor="x">', "</w:hyperlink>"),
    "simple fields": around(RUN, '<w:fldSimple w:instr=" =9 ">', "</w:fldSimple>"),
    "fields": around(RUN, FIELD.format("begin") + "<w:r><w:instrText>9</w:instrText></w:r>" + FIELD.format("separate"),
                     FIELD.format("end")),
    "deleted rows": with_deleted_rows,
    "nested tables": around(TABLE, "<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"),
    "one sign a run": split_into_signs,
    "deleted marks of formatting": around(RUN, "<w:bookmarkStart w:id='1' w:name='x'/>", "<w:bookmarkEnd w:id='1'/>"),
}  # fmt: skip


def changed(document: bytes, change) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part.decode()) if name == MAIN else part)
    return out.getvalue()


@pytest.mark.parametrize("name", LAWFUL)
def test_no_lawful_construction_of_word_hides_or_adds_a_number(name):
    original = generated(9)
    document = changed(render(original), LAWFUL[name])
    found = read_published(document, "a.docx")
    assert document != render(original)
    told = ("原文里有隐藏的字，纸面上看不见，没有读入：“9”。",) if name == "hidden runs" else ()
    assert (found.report.figures, found.unread) == (original.figures, told)
    assert found.report.narrative == original.narrative


# Hostile files ------------------------------------------------------------------------------------

PAGE = "<p>一、总体情况</p>{}<p>二、主动公开政府信息情况</p>"


def word(body: str, head: str = "") -> bytes:
    return changed(
        render(report()), lambda xml: head + xml.replace("<w:body>", f"<w:body>{body}", 1)
    )


HOSTILE = {
    "depth.html": lambda: PAGE.format("<div>" * 100_000 + "7" + "</div>" * 100_000).encode(),
    "tables.html": lambda: PAGE.format("<table><tr><td>" * 20_000).encode(),
    "span.html": lambda: PAGE.format('<table><tr><td colspan="2000000000" rowspan="99999999">7</td></tr></table>').encode(),
    "spans.html": lambda: PAGE.format("<table>" + '<tr><td colspan="63" rowspan="63">7</td></tr>' * 5_000 + "</table>").encode(),
    "attribute.html": lambda: PAGE.format(f'<p title="{"x" * 9_000_000}">7</p>').encode(),
    "entities.html": lambda: PAGE.format("&#49;" * 2_000_000).encode(),
    "dtd.html": lambda: b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;">]>' + PAGE.format("&b;").encode(),
    "comment.html": lambda: PAGE.format("<!--" * 500_000).encode(),
    "sections.html": lambda: PAGE.format("<![DOCTYHE >" + "<![if x]>7<![endif]><![x" * 100_000).encode(),
    "digits.txt": lambda: str.encode("一、总体情况\n三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量" + "1" * 600_000),
    "labels.txt": lambda: str.encode("一、总体情况\n" + "三、收到和处理政府信息公开申请情况\n" * 30_000),
    "signs.txt": lambda: str.encode("一、总体情况\n" + "1件(" * 300_000),
    "span.docx": lambda: word('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'),
    "depth.docx": lambda: word("<w:sdt><w:sdtContent>" * 50_000 + "</w:sdtContent></w:sdt>" * 50_000),
    "nested.docx": lambda: word("<w:tbl><w:tr><w:tc>" * 20_000 + "<w:p/></w:tc></w:tr></w:tbl>" * 20_000),
    "entity.docx": lambda: word("<w:p><w:r><w:t>1&x;2</w:t></w:r></w:p>", '<!DOCTYPE w [<!ENTITY x "345">]>'),
    "paragraphs.docx": lambda: word("<w:p/>" * 1_000_000),
    "attribute.docx": lambda: word(f'<w:p w:rsidR="{"x" * 20_000_000}"/>'),
    "bomb.docx": lambda: word("<w:p/>" * 8_000_000),
    "dtd.docx": lambda: word("", '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "empty.pdf": lambda: b"%PDF-1.4\n" + b"1 0 obj<</Kids[1 0 R]/Type/Pages/Count 99999999>>endobj\n" * 2_000,
}  # fmt: skip
_CHILD = """
import json, resource, sys
from pathlib import Path
from xlsheets.errors import UnreadableError
from xlsheets.imports import read_published
path = Path(sys.argv[1])
try:
    said = str(len(read_published(path.read_bytes(), path.name).report.figures))
except UnreadableError as refusal:
    said = str(refusal)
used = resource.getrusage(resource.RUSAGE_SELF)
highest = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([said, used.ru_utime + used.ru_stime, int(highest.split()[1]) / 1024]))
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_has_an_outcome_within_five_seconds_and_256_megabytes(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(HOSTILE[name]())
    run = subprocess.run([sys.executable, "-c", _CHILD, str(path)], capture_output=True, text=True,
                         encoding="utf-8", timeout=120, check=False, cwd=Path(__file__).parents[2],
                         env={"PYTHONUTF8": "1", "PYTHONPATH": str(Path(__file__).parents[2])})  # fmt: skip
    assert run.returncode == 0, run.stderr[-500:]
    said, seconds, megabytes = json.loads(run.stdout)
    assert said.isdecimal() or re.fullmatch(r".*[\u4e00-\u9fff].*。", said)
    assert seconds <= 5
    assert megabytes <= 256


def test_an_unknown_section_of_a_page_is_a_comment_as_in_a_browser():
    (found,) = read_html("<p>新收<![DOCTYHE x>7件<![if !supportLists]>，办结<![endif]>6件</p>")
    assert found.text == "新收7件，办结6件"


# Text that is none --------------------------------------------------------------------------------


def test_a_report_read_in_the_wrong_encoding_is_restored():
    original = generated(4)
    page = printed(original, 4).html().decode()
    found = read_published(misread(page).encode(), "a.html")
    assert found.report.figures == original.figures
    lost = sum("\ufffd" in text for _, text in found.report.prose)
    assert found.unread == (
        "没有找到标题里的单位名称，请在“基本信息”里填写。",
        f"文字里有 {lost} 处认不出来，写成了“\ufffd”，请照着原文改正。",
        "标题里的“示例乡人民政\ufffd\ufffd”不能确定是不是单位名称，请核对“基本信息”。",
    )


def test_what_the_wrong_encoding_swallowed_is_never_made_up():
    text = need_shared(CASES / "xijiaokou-2023.txt").read_text(encoding="utf-8")
    original = shared_case("xijiaokou-2023")
    found = read_published(misread(text).encode(), "a.txt")
    assert found.report.profile.unit == "西交口乡人民政府"
    assert found.report.figures.items() <= original.figures.items()
    missing = {cell.block for cell in original.figures.keys() - found.report.figures.keys()}
    assert missing <= {"rem"}
    assert any(line.startswith("表四") for line in found.unread)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "另存为 .docx"),
        (b"\x89PNG\r\n\x1a\n", "是图片"),
        (b"\xff\xd8\xff\xe0", "是图片"),
    ],
)
@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.doc", "a.wps"])
def test_old_files_and_pictures_are_named_for_what_they_are(content, word, name):
    with pytest.raises(UnreadableError, match=word):
        read_published(content, name)


def test_a_page_with_nothing_but_a_title_and_pictures_says_so():
    page = "<h1>示例乡人民政府2024年政府信息公开工作年度报告</h1><img src=1.png>"
    with pytest.raises(UnreadableError, match="只有标题有文字，正文和表格可能是图片"):
        read_published(page.encode(), "a.html")


def test_a_table_that_only_has_a_word_of_the_report_in_it_is_no_report():
    page = "<table><tr><td>规章</td><td></td><td></td></tr></table>"
    with pytest.raises(UnreadableError, match="没有找到政府信息公开工作年度报告"):
        read_published(page.encode(), "a.html")
