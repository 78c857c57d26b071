"""A document read back by the forms of its tables says what the whole of it says."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.make import EDITION, report
from tests.tools.word import main_part, rewritten
from xlsheets.documents.word.report import render
from xlsheets.documents.word.verify import verify
from xlsheets.extract import docx_known_tables
from xlsheets.extract.docx import read_back, read_docx

CELLS = tuple(map(str, EDITION.typed_cells))
SAMPLE = report({cell: number for number, cell in enumerate(CELLS)})


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(CELLS), st.integers(0, 10**15) | st.none(), max_size=40))
def test_any_report_is_read_back_as_it_is_read_whole(figures):
    document = render(report(figures), draft=True)
    assert read_back(document) == read_docx(document).blocks


@pytest.mark.parametrize("draft", [True, False])
def test_documents_of_one_form_have_their_tables_read_once(draft):
    docx_known_tables._form.cache_clear()
    chance = Random(3)
    for _ in range(5):
        figures = {cell: chance.randrange(10**3) for cell in CELLS}
        document = render(report(figures), draft=draft)
        assert docx_known_tables.take_apart(main_part(document).encode())
        assert read_back(document) == read_docx(document).blocks
    assert docx_known_tables._form.cache_info().misses == len(EDITION.tables)


def test_columns_set_smaller_for_long_numbers_are_other_forms_and_read_as_well():
    chance = Random(3)
    for digits in (6, 7, 9):
        figures = {cell: chance.randrange(10**digits) for cell in CELLS}
        document = render(report(figures), draft=True)
        assert docx_known_tables.take_apart(main_part(document).encode())
        assert read_back(document) == read_docx(document).blocks
        assert verify(report(figures), document) == []


def test_a_figure_in_another_cell_is_found_out_though_the_form_was_seen():
    document = render(SAMPLE)
    assert verify(SAMPLE, document) == []
    swapped = rewritten(
        document,
        lambda xml: (
            xml.replace("<w:t>101</w:t>", "<w:t>x</w:t>", 1)
            .replace("<w:t>102</w:t>", "<w:t>101</w:t>", 1)
            .replace("<w:t>x</w:t>", "<w:t>102</w:t>", 1)
        ),
    )
    assert len(verify(SAMPLE, swapped)) == 2


_FIGURE = "<w:t>101</w:t>"
_SEVEN = "<w:r><w:t>7</w:t></w:r>"
_TABLE = f"<w:tbl><w:tr><w:tc><w:p>{_SEVEN}</w:p></w:tc></w:tr></w:tbl>"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (_FIGURE, f"<!--{_FIGURE}-->"),
        (_FIGURE, "<!-- <w:t>101</w:t>--><w:t>5</w:t><!-- -->"),
        (_FIGURE, f"<w:t><![CDATA[{_FIGURE}]]></w:t>"),
        (_FIGURE, f"<?hidden {_FIGURE}?>"),
        ("<w:tbl>", f"<!-- {_TABLE} --><w:tbl>"),
        # As many tables seen as taken out, but another one.
        (
            "<w:tbl>",
            f"<!-- {_TABLE.replace('7', '8')} -->{_TABLE.replace('<w:tbl>', '<w:tbl >')}<w:tbl>",
        ),
        ("</w:tbl>", f"{_TABLE}</w:tbl>"),
        ("<w:p>", f"<w:p><w:r><w:t><![CDATA[{_TABLE}]]></w:t></w:r></w:p><w:p>"),
        ("<w:tbl>", "<w:tbl><!-- </w:tbl> -->"),
        (_FIGURE, f"{_FIGURE}{_FIGURE}"),
        (_FIGURE, f"{_FIGURE}<w:t>件</w:t>"),
        (_FIGURE, f"<w:del>{_FIGURE}</w:del>"),
        (_FIGURE, "<w:t>\ue0001</w:t>"),
        (_FIGURE, "<w:t>&#xE000;1</w:t>"),
        (_FIGURE, "<w:t>&#49;01</w:t>"),
        (_FIGURE, '<w:t xmlns:w="urn:other">101</w:t>'),
        (_FIGURE, '<w:t xmlns:w = "urn:other">101</w:t>'),
        (f"<w:r>{_FIGURE}</w:r></w:p>", f"<w:r>{_FIGURE}</w:r></w:p>{_TABLE}"),
        ("<w:tbl>", '<w:tbl w:rsid="1">'),
        ("<w:tbl>", "<w:tbl/><w:tbl>"),
        ("<w:tbl>", "<w:tbl ><w:tr/></w:tbl ><w:tbl>"),
        ("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr></w:tr><w:tr>"),
    ],
)
def test_what_makes_a_part_mean_another_thing_than_the_whole_is_read_whole(old, new):
    document = render(SAMPLE)
    assert read_back(document)
    assert old in main_part(document)
    changed = rewritten(document, lambda xml: xml.replace(old, new, 1))
    assert read_back(changed) == read_docx(changed).blocks


@pytest.mark.parametrize(
    "around",
    [
        "<w:del>{}</w:del>",
        "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:sdt xmlns:w="urn:other">{}</w:sdt>',
        '<w:sdt xmlns:alt="urn:other">{}</w:sdt>',
    ],
)
def test_a_table_within_something_is_seen_as_the_whole_shows_it(around):
    fallback = _TABLE.replace(_SEVEN, f"<alt:Fallback>{_SEVEN}</alt:Fallback>")
    added = around.format(_TABLE + fallback)

    def change(xml):
        return xml.replace("<w:document ", f'<w:document xmlns:alt="{_MC}" ', 1).replace(
            "<w:sectPr", f"{added}<w:sectPr", 1
        )

    changed = rewritten(render(SAMPLE), change)
    assert read_back(changed) == read_docx(changed).blocks
