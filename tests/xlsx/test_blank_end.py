"""What is said of the end of a sheet that was not read holds when it is read."""

from __future__ import annotations

import pytest

from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.identify import parts_of
from xlsheets.workbook.layout import FINDINGS_NAME
from xlsheets.workbook.template import write_workbook
from xlsheets.xlsx.workbook import Workbook

BARE = b'<c r="B70" s="'


def _listing(old: bytes = b"", new: bytes = b"") -> bool:
    """Tell whether the list of findings of a blank template is blank, one thing in its part replaced."""
    parts = parts_of(write_workbook())
    found = Workbook(open_package(parts)).range(FINDINGS_NAME)
    assert found is not None
    part = Workbook(open_package(parts)).entry(found.sheet).part
    assert old in parts[part]
    workbook = Workbook(open_package({**parts, part: parts[part].replace(old, new, 1)}))
    return workbook.ends_blank(found.sheet, found.area.first.row)


def test_the_list_of_a_blank_template_is_blank():
    assert _listing(b"<c ", b"<c ")


LINK = b' t="str"><f>IF(I70="","",HYPERLINK("#"&amp;I70,J70))</f><v></v></c>'


@pytest.mark.parametrize("cell", [b">%s<v></v></c>", b' t="n">%s<v /></c>'])
def test_an_empty_result_is_none_in_the_spelling_of_any_program(cell):
    assert _listing(LINK, cell % b"<f>IF(I70=1,2)</f>")
    assert not _listing(LINK, cell.replace(b"<v", b"<v>3</v><v") % b"<f>IF(I70=1,2)</f>")


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="B70"><v>1</v></c>',
        b'<c r="B70" t="s"><v>0</v></c>',
        b'<c r="B70" t="str"><v>a</v></c>',
        b'<c r="B70" t="inlineStr"><is><t>a</t></is></c>',
        b'<c r="B70"><f>1</f></c>',
        b'<c r="B70" t="s"><v>123456</v></c>',
        b"<!-- -->",
    ],
)
def test_whatever_a_row_of_it_holds_is_seen(cell):
    assert not _listing(BARE, cell + BARE)


def test_rows_within_a_comment_are_none():
    assert not _listing(b"<sheetData>", b"<!-- <sheetData> --><sheetData>")
