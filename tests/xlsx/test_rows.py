"""Rows written like rows met before say what they say when their sheet is parsed whole."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import partial
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.make import EDITION, report
from tests.tools.met import forget, outcome
from tests.tools.office import convert
from tests.tools.parts import (
    BOOK,
    SHEET,
    STRINGS,
    STYLES,
    changed,
    sound,
    sound_parts,
    swapped,
    zipped,
)
from tests.tools.slots import saved_by_openpyxl
from xlsheets.errors import UnreadableError
from xlsheets.ooxml.xml import MARK
from xlsheets.report import Report
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workbook.template import write_workbook
from xlsheets.xlsx import rows
from xlsheets.xlsx import sheet as sheetxml
from xlsheets.xlsx.sheet import blanks, read_sheet

CELLS = tuple(map(str, EDITION.typed_cells))
SAVED = {"XlsxWriter": bytes, "openpyxl": saved_by_openpyxl}


def outcomes(content: bytes) -> list[Report | str]:
    """Read a workbook in whole parts, with nothing known of its rows, and with what sound ones taught."""
    with (
        patch("xlsheets.xlsx.rows.cut", return_value=None),
        patch("xlsheets.ooxml.contents.cut", return_value=None),
        patch("xlsheets.xlsx.strings_and_styles._plain_texts", return_value=None),
    ):
        whole = outcome(content)
    forget()
    alone = outcome(content)
    forget()
    read_workbook(sound())
    return [whole, alone, outcome(content), outcome(content)]


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(st.sampled_from(CELLS), st.integers(-5, 10**16) | st.none(), max_size=60),
    st.lists(st.text(max_size=40), max_size=4),
    st.sampled_from(sorted(SAVED)),
)
def test_any_report_reads_the_same_whether_its_rows_were_met_or_not(figures, texts, writer):
    content = SAVED[writer](write_workbook(report(figures, narrative={"problems": tuple(texts)})))
    whole, *others = outcomes(content)
    assert others == [whole] * 3


@pytest.fixture
def parsed(monkeypatch) -> list[int]:
    """How many forms were new in each sheet that had any."""
    forget()
    found: list[int] = []
    parse = rows._parsed

    def noted(root, forms, blank):
        found.append(len(forms))
        return parse(root, forms, blank)

    monkeypatch.setattr(rows, "_parsed", noted)
    return found


def filled(number: int) -> tuple[bytes, dict[str, int]]:
    """Return a workbook of a unit of its own, and the figures in it."""
    figures = {cell: Random(f"{number} {cell}").randrange(1, 10**4) for cell in CELLS}
    return write_workbook(report(figures, unit=f"第{number}乡人民政府")), figures


def read_figures(content: bytes) -> dict[str, int]:
    return {str(cell): value for cell, value in read_workbook(content).figures.items()}


def test_the_rows_of_workbooks_we_write_are_parsed_once(parsed):
    for number in range(4):
        content, figures = filled(number)
        assert read_figures(content) == figures
        assert len(parsed) == 9


@pytest.mark.office
def test_the_rows_of_workbooks_libreoffice_saved_are_parsed_once(parsed, tmp_path):
    for number in range(3):
        content, figures = filled(number)
        (tmp_path / f"{number}.xlsx").write_bytes(content)
        [saved] = convert(tmp_path / f"{number}.xlsx", "xlsx", tmp_path / "out")
        assert read_figures(saved.read_bytes()) == figures
        assert len(parsed) == 9


ROW = '<row r="6" '
HELD = re.search(r'<c r="D6" s="\d+"><v>12</v></c>', sound_parts()[SHEET].decode())[0]
EARLIER = re.search(r'<c r="D8" s="\d+"><v>12</v></c>', sound_parts()[SHEET].decode())[0]
FALSE_ROW = '<row r="6"><c r="D6"><v>99</v></c></row>'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (HELD, f"<!--{HELD}-->"),
        (HELD, f"<!-- {HELD} --><!-- {HELD} -->"),
        ("<sheetData>", f"<!-- <sheetData>{FALSE_ROW}</sheetData> --><sheetData>"),
        ("</row>", f"<!-- </row>{FALSE_ROW} --></row>"),
        (HELD, HELD.replace("12", "<![CDATA[12]]>")),
        (HELD, HELD.replace("12", "<![CDATA[</v></c><c><v>]]>")),
        (HELD, f"<?hidden {HELD}?>"),
        ("<worksheet", "<?hidden <worksheet>?><worksheet"),
        (HELD, HELD.replace("12", "&#49;2")),
        (HELD, HELD.replace("12", f"{MARK}0")),
        (HELD, HELD.replace("12", "&#xE000;0")),
        (HELD, HELD.replace("12", "12]]>")),
        (HELD, HELD.replace("12", "1\x012")),
        (HELD, HELD.replace("12", "1\ufffe2")),
        (HELD, HELD.replace("12", "1\r2")),
        (HELD, HELD.replace("12", "1<x/>2")),
        (HELD, HELD.replace("<v>", '<v xml:space="preserve">')),
        (HELD, HELD.replace("<v>", "<v ><w/>")),
        (HELD, HELD.replace("<c ", '<c t="inlineStr" ')),
        (HELD, HELD.replace("<c ", '<c t="x" ')),
        (HELD, HELD.replace("<c ", '<c t="s" ').replace("12", "999999")),
        (HELD, HELD.replace(' s="', ' s="9')),
        (HELD, HELD.replace("</c>", "<v>13</v></c>")),
        (HELD, HELD.replace("</c>", "<extLst><ext><v>13</v></ext></extLst></c>")),
        (HELD, f"{HELD}{HELD}"),
        (HELD, f"{HELD}<x/>"),
        (HELD, f"<row>{HELD}</row>"),
        (HELD, f'<row r="6">{HELD}</row>'),
        (HELD, "<f>12</f>"),
        (HELD, HELD.replace("<v>", "<f>6*2</f><v>")),
        (HELD, HELD.replace("<v>", '<f t="shared" si="0" ref="D6:D8">6*2</f><v>')),
        (EARLIER, EARLIER.replace("<v>", '<f t="shared" si="0"/><v>')),
        (ROW, f"{FALSE_ROW}{ROW}"),
        (ROW, '<row r="5" '),
        (ROW, '<row r="6"/><row r="6" '),
        (ROW, "<row "),
        (ROW, "<row r='6' "),
        (ROW, f'{ROW}hidden="1" '),
        ("<sheetData>", "<sheetData >"),
        ("<sheetData>", "<sheetData/><sheetData>"),
        ("<sheetData>", "<sheetPr><sheetData>"),
        ("</sheetData>", "</sheetData><sheetData/>"),
        ("</sheetData>", f"</sheetData><extLst>{FALSE_ROW}</extLst>"),
        ("</sheetData>", "<extLst><ext/></extLst></sheetData>"),
        ("</sheetData>", "</sheetData></worksheet>"),
        ("</sheetData>", '</sheetData><cols><col min="4" max="4" hidden="1"/></cols>'),
        ("<sheetData>", '<mergeCells><mergeCell ref="D6:E7"/></mergeCells><sheetData>'),
        ("<mergeCells", '<mergeCells><mergeCell ref="D6:E7"/></mergeCells><mergeCells'),
        ("<sheetProtection ", '<sheetProtection sheet="0"/><sheetProtection '),
        ("<sheetData>", '<sheetProtection sheet="0"/><sheetData>'),
        ("<sheetProtection ", "<x "),
        ("</sheetData>", "</sheetData><sheetData></sheetData>"),
        ("</sheetData>", f"</sheetData><x>{HELD}</x>"),
        ("<sheetData>", f"<x>{HELD}</x><sheetData>"),
        ("<worksheet ", '<worksheet a=">" '),
        ("<worksheet ", "<worksheet a='1' "),
        ('encoding="UTF-8"', 'encoding="US-ASCII"'),
        ('encoding="UTF-8"', 'encoding="UTF-16"'),
        ("<?xml", "\ufeff<?xml"),
        ("<?xml", "\ufeff<?x?><?xml"),
        ("</worksheet>", "<x></worksheet>"),
    ],
)
def test_a_sheet_that_is_not_what_it_looks_like_reads_the_same_when_its_rows_were_met(old, new):
    whole, *others = outcomes(swapped(SHEET, old, new))
    assert others == [whole] * 3


@pytest.mark.parametrize("part", [SHEET, BOOK])
def test_an_element_around_the_one_that_is_cut_out_belongs_to_the_whole(part):
    name = {SHEET: "sheetData", BOOK: "definedNames"}[part]
    xml = sound_parts()[part].decode()
    around = xml.replace(f"<{name}>", f"<x><{name}>").replace(f"</{name}>", f"</{name}></x>")
    whole, *others = outcomes(zipped({**sound_parts(), part: around.encode()}))
    assert others == [whole] * 3


NAMED = re.search(
    '<definedName name="req_received__natural_person".*?</definedName>',
    sound_parts()[BOOK].decode(),
)[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (NAMED, f"{NAMED}{NAMED}"),
        (NAMED, NAMED + NAMED.replace("req_", "REQ_")),
        (NAMED, f"<!--{NAMED}-->"),
        (NAMED, NAMED.replace("$D", "&#36;D")),
        (NAMED, NAMED.replace("$D$6", "$D$7")),
        (NAMED, NAMED.replace(" name=", ' localSheetId="5" name=')),
        (NAMED, NAMED.replace("name=", "n=")),
        (NAMED, f"<x>{NAMED}</x>"),
        (NAMED, f"<x/>{NAMED}"),
        (NAMED, ""),
        ("</definedNames>", f"</definedNames><definedNames>{NAMED}</definedNames>"),
        ("</definedNames>", f"</definedNames><x>{NAMED}</x>"),
        ("</definedNames>", '<sheet name="x"/></definedNames>'),
        ("</definedNames>", "</definedNames ><definedNames/>"),
        ("<definedNames>", "<definedNames/><definedNames>"),
        ("<definedNames>", f"<!-- <definedNames>{NAMED}</definedNames> --><definedNames>"),
        ("</workbook>", "<x></workbook>"),
    ],
)
def test_names_that_are_not_where_they_belong_read_as_in_a_whole_part(old, new):
    whole, *others = outcomes(swapped(BOOK, old, new))
    assert others == [whole] * 3


# A paragraph of 六、其他, a text that shows when it is read otherwise.
TOLD = "<t>本年度没有收取政府信息公开信息处理费。没有其他需要报告的事项。</t></si>"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (TOLD, TOLD.replace("没有", "&lt;没有&#x4e00;", 1)),
        (TOLD, TOLD.replace("没有", "<!-- -->", 1)),
        (TOLD, TOLD.replace("没有", "<![CDATA[<si><t>没有</t></si>]]>", 1)),
        (TOLD, TOLD.replace("没有", "]]>", 1)),
        (TOLD, TOLD.replace("没有", "没\r\n有", 1)),
        (TOLD, TOLD.replace("没有", "没\n\t有", 1)),
        (TOLD, TOLD.replace("没有", "没_x4e00_有", 1)),
        (TOLD, TOLD.replace("没有", "没\x02有", 1)),
        (TOLD, TOLD.replace("没有", "没\x0b有", 1)),
        (TOLD, TOLD.replace("没有", "没\uffff有", 1)),
        (TOLD, TOLD.replace("<t>", '<t xml:space="preserve"> ')),
        (TOLD, TOLD.replace("<t>", "<r><t>甲</t></r><t>")),
        (TOLD, TOLD.replace("</si>", "<x/></si>")),
        (TOLD, f"{TOLD}<si/>"),
        (TOLD, f"{TOLD}\n<si><t>甲</t></si>"),
        (TOLD, f"{TOLD}<x/>"),
        (TOLD, f"{TOLD}<x><si><t>甲</t></si></x>"),
        ("</sst>", "<extLst/></sst>"),
        ("</sst>", "<si><t>甲</t></si><x></sst>"),
        ("</sst>", "</sst><si><t>甲</t></si>"),
        ("<sst ", "<x/><sst "),
        ("<si>", "<si/><si>"),
        ("<si>", "<x/><si>"),
        ("<si>", "</sst><si>"),
        ("<si>", "<x><si>"),
        ('encoding="UTF-8"', 'encoding="US-ASCII"'),
        ("<?xml", "\ufeff<?xml"),
    ],
)
def test_shared_texts_that_are_not_plain_read_as_in_a_whole_part(old, new):
    whole, *others = outcomes(swapped(STRINGS, old, new))
    assert others == [whole] * 3


def test_what_a_row_says_depends_on_the_names_its_root_gives():
    xml = sound_parts()[SHEET].decode()
    cell = HELD.replace("<c ", "<x:c ").replace("</c>", "</x:c>")
    space = re.search('xmlns="([^"]*)"', xml)[1]

    def workbook(named: str) -> bytes:
        root = f'<worksheet xmlns:x="{named}" '
        told = xml.replace(HELD, cell).replace("<worksheet ", root)
        return zipped({**sound_parts(), SHEET: told.encode()})

    forget()
    assert outcome(workbook(space)) == read_workbook(sound(), "a.xlsx")
    assert outcome(workbook("urn:other")) == "doubtful"


def test_texts_behind_the_end_of_their_part_are_none():
    xml = re.sub("(<sst [^>]*)>", r"\1/>", sound_parts()[STRINGS].decode()).replace("</sst>", "")
    assert outcomes(zipped({**sound_parts(), STRINGS: xml.encode()})) == ["damaged"] * 4


def test_known_rows_in_another_order_are_doubtful():
    xml = sound_parts()[SHEET].decode()
    first, second = re.findall(r'<row r="[67]".*?</row>', xml)
    assert outcomes(swapped(SHEET, first + second, second + first)) == ["doubtful"] * 4


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def cells(rows: str) -> dict[str, str]:
    part = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>".encode()
    return {
        str(place): raw.text
        for place, raw in read_sheet("a.xml", part, {}, blanks(1)).cells.items()
    }


@pytest.mark.parametrize("veil", ["<!-- {} -->", "<?x {} ?>"])
def test_a_row_that_seems_to_end_within_a_comment_teaches_nothing(veil):
    """Two workbooks that are read well would make a third one read with its number a column further left."""
    forget()

    def row(number: int, seen: str, column: str) -> str:
        comment = veil.format(f"{seen}</row>")
        return f'<row r="1">{comment}<c r="{column}1"><v>{number}</v></c></row>'

    assert cells(row(1, "", "A")) == {"A1": "1"}
    assert cells(row(2, "x", "B")) == {"B1": "2"}
    assert cells(row(3, "", "B")) == {"B1": "3"}


def test_rows_without_a_number_of_their_own_stand_where_they_stand():
    forget()
    row, gap = "<row><c><v>{}</v></c></row>", '<row r="7"/>'
    for _ in range(2):
        assert cells(row.format(1) + row.format(2)) == {"A1": "1", "A2": "2"}
        assert cells(gap + row.format(1)) == {"A8": "1"}


def test_a_row_hidden_in_an_extension_is_never_taken_for_one():
    forget()
    row = '<row r="1"><c r="A1"><v>{}</v></c></row>'
    for _ in range(2):
        with pytest.raises(UnreadableError):
            cells(f"<extLst><ext>{row.format(9)}</ext></extLst>{row.format(1)}")


def test_what_is_far_larger_than_in_a_report_is_not_kept():
    forget()
    root = rows.divide(sound_parts()[SHEET]).around.root
    row, end = '<row r="1"><c r="A1"><f>{}</f></c></row>', "<x>{}</x></worksheet>"
    for formula, text in (("1", "1"), ("1" * 8_000, "1"), ("1 " * 9_000, "1"), ("1", "1" * 2**16)):
        part = f"{root}<sheetData>{row.format(formula)}</sheetData>{end.format(text)}"
        for _ in range(2):
            with suppress(UnreadableError):
                read_sheet("a.xml", part.encode(), {}, blanks(1))
    assert max(map(len, rows._known(root, 1))) < 2**14
    assert len(rows._known(root, 1)) == 3
    assert sheetxml._around.cache_info().currsize == 2


def test_a_style_that_another_workbook_has_is_none_of_this_one():
    few = partial(re.sub, b"(?s)<cellXfs.*</cellXfs>", b"<cellXfs><xf/></cellXfs>")
    assert outcomes(changed(STYLES, few)) == ["doubtful"] * 4


def test_no_more_forms_are_kept_than_a_folder_of_workbooks_needs():
    forget()
    root = rows.divide(sound_parts()[SHEET]).around.root
    for count in (1_500, 1_501, 3_000):
        xml = "".join(
            f'<row r="{row}" spans="{count}"><c r="A{row}"><v>1</v></c><c r="B{row}"/></row>'
            for row in range(1, count)
        )
        part = f"{root}<sheetData>{xml}</sheetData></worksheet>".encode()
        sheet = read_sheet("a.xml", part, {}, blanks(1))
        assert len(sheet.cells) == 2 * count - 2
        assert len(rows._known(root, 1)) <= 2_048
