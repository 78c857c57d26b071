"""What the styles of a Word document hide, strike out or raise is so in its text, by whatever way they are inherited."""

from __future__ import annotations

import io
import zipfile

import pytest

from xlsheets.documents.word.report import render
from xlsheets.extract import Look
from xlsheets.extract.docx import read_docx
from xlsheets.report import Report

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {W}>
<w:style w:type="paragraph" w:styleId="old"><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="older"><w:basedOn w:val="old"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="kept"><w:basedOn w:val="older"/><w:rPr><w:strike w:val="0"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="note"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="noted"><w:basedOn w:val="note"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="character" w:styleId="gone"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="pale"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="round"><w:basedOn w:val="round"/><w:rPr><w:dstrike/></w:rPr></w:style>
</w:styles>"""


def read(body: str, styles: str = STYLES) -> tuple[str, list[Look]]:
    """Return the text of the only paragraph of a document with these styles, and how its asides look."""
    source, out = zipfile.ZipFile(io.BytesIO(render(Report()))), io.BytesIO()
    parts = {
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": styles,
    }
    with zipfile.ZipFile(out, "w") as target:
        for member in source.namelist():
            target.writestr(member, parts.get(member, source.read(member)))
    (paragraph,) = read_docx(out.getvalue()).paragraphs
    return paragraph.text, [aside.look for aside in paragraph.asides]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(style: str, *runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(runs)}</w:p>'


@pytest.mark.parametrize("style", ["old", "older"])
def test_a_paragraph_style_strikes_out_its_text_and_that_of_styles_based_on_it(style):
    unstruck = run("4", '<w:strike w:val="0"/>')
    assert read(paragraph(style, run("9"), unstruck)) == ("4", [Look.STRUCK])


def test_a_style_calls_off_what_it_is_based_on():
    assert read(paragraph("kept", run("4"))) == ("4", [])


@pytest.mark.parametrize(
    ("style", "text", "looks"),
    [
        ("note", "4⁹", []),
        ("noted", "4⁹", []),
        ("gone", "4", [Look.HIDDEN]),
        ("pale", "4", [Look.WHITE]),
        ("round", "4", [Look.STRUCK]),
        ("unknown", "49", []),
    ],
)
def test_a_character_style_says_how_its_run_looks(style, text, looks):
    marked = run("9", f'<w:rStyle w:val="{style}"/>')
    assert read(f"<w:p>{run('4')}{marked}</w:p>") == (text, looks)


def test_a_run_has_the_last_word_over_its_style():
    shown = run("4", '<w:rStyle w:val="gone"/><w:vanish w:val="0"/>')
    grounded = run("1", '<w:rStyle w:val="pale"/><w:shd w:fill="C00000"/>')
    assert read(f"<w:p>{shown}{grounded}</w:p>") == ("41", [])


def test_paragraphs_without_a_style_have_the_default_one():
    styles = STYLES.replace('w:styleId="old"', 'w:default="1" w:styleId="old"')
    kept = run("4", '<w:strike w:val="0"/>')
    assert read(f"<w:p>{run('9')}{kept}</w:p>", styles) == ("4", [Look.STRUCK])
