"""What is stored in the cells of every kind of workbook this program writes."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from tests.tools.engines import results
from tests.tools.made import MADE, annotated, made, sent, stored
from tests.tools.make import report
from tests.tools.office import convert
from tests.tools.parts import bare, zipped
from xlsheets.basics.numbers import show
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.identify import parts_of
from xlsheets.workbook.editing.patch import patch_workbook
from xlsheets.workbook.layout import FINDINGS_TOP, PANEL
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workbook.template import write_workbook
from xlsheets.workbook.template.writer.formats import signed
from xlsheets.xlsx.cell_value import number
from xlsheets.xlsx.formula_values import Calculation
from xlsheets.xlsx.workbook import Workbook

EMPTY = "<si><t/></si>"


@pytest.mark.parametrize("kind", MADE)
def test_no_cell_holds_a_text_without_a_character(kind):
    """COUNTA, ISBLANK and "go to blanks" take such a cell for a filled one."""
    found = [spot for spot, raw in stored(made(kind)) if raw == ("s", "", None, raw.style)]
    assert found == []


def test_empty_texts_of_earlier_versions_leave_the_list():
    """The panel counts the findings by COUNTA; a workbook of an earlier version has its list full of empty texts."""
    old = dict(parts_of(sent()))
    strings = old["xl/sharedStrings.xml"].decode()
    number = strings.count("<si>")
    old["xl/sharedStrings.xml"] = strings.replace("</sst>", f"{EMPTY}</sst>").encode()
    panel = next(
        name for name in old if name.startswith("xl/worksheets/sheet") and b"COUNTA(" in old[name]
    )
    blank = re.compile(rb'<c r="([A-CE-H](?:[89]|[1-9]\d|[12]\d\d|30[0-7]))" s="(\d+)"/>')
    full, times = blank.subn(rb'<c r="\1" s="\2" t="s"><v>%d</v></c>' % number, old[panel])
    assert times > 2_000
    old[panel] = full
    left = [
        spot for spot, raw in stored(annotated(zipped(old))) if raw == ("s", "", None, raw.style)
    ]
    assert [spot for spot in left if spot.sheet == PANEL] == []


@pytest.mark.parametrize("kind", MADE)
def test_every_formula_has_the_value_it_computes(kind):
    """A witness of its own: what the writers store is worked out apart from the formulas."""
    content = made(kind)
    calculation = Calculation(Workbook(open_package(parts_of(content))))
    for spot, raw in stored(content):
        if raw.formula is not None:
            value = calculation.value(spot.sheet, spot.place)
            text = value if isinstance(value, str) else show(value)
            shown = raw.text if raw.kind == "s" else show(number(raw.text))
            assert (shown, raw.kind) == (text, "s" if isinstance(value, str) else "n"), spot


@pytest.mark.office
def test_every_formula_has_the_value_libreoffice_computes(tmp_path):
    kinds = [kind for kind in MADE if results(made(kind))]
    paths = [tmp_path / f"{number}.xlsx" for number in range(len(kinds))]
    for kind, path in zip(kinds, paths, strict=True):
        path.write_bytes(bare(made(kind)))
    for kind, saved in zip(kinds, convert(paths, "xlsx", tmp_path / "out"), strict=True):
        computed = results(saved.read_bytes())
        wrong = {
            str(spot): (result, computed[spot])
            for spot, result in results(made(kind)).items()
            if result != computed[spot]
        }
        assert wrong == {}, kind


@pytest.mark.parametrize("kind", MADE)
def test_no_row_is_higher_than_a_row_may_be(kind):
    """Excel offers to repair a file with a row of more than 409.5 points."""
    assert max(heights(made(kind)), default=0) <= 409.5


def test_no_row_of_a_long_text_is_higher_than_a_row_may_be():
    long = "字" * 30_000
    spots = [
        read_workbook(sent()).places[f"text.{section}.1"] for section in ("overview", "problems")
    ]
    patched = patch_workbook(sent(), dict.fromkeys(spots, long))
    written = write_workbook(report(narrative={"overview": (long,)}, address=long))
    assert 400 < max(heights(patched)) <= 409.5
    assert 400 < max(heights(written)) <= 409.5


def heights(content: bytes) -> list[float]:
    """Return the heights of all rows that have one."""
    return [
        float(height)
        for name, part in parts_of(content).items()
        if name.startswith("xl/worksheets/")
        for height in re.findall(rb'<row [^>]*\bht="([^"]*)"', part)
    ]


PLAIN, MARK = "已经核对。", "0123abcd"
SPELLINGS = {
    "shared": (None, None),
    "value": ("str", f"<v>{MARK}</v>"),
    "value in single quotes": ("str'", f"<v>{MARK}</v>"),
    "value with spaces": ("str", f"<v> {MARK}\n</v>"),
    "value with wide spaces": ("str", f"<v>\u3000{MARK}\u00a0</v>"),
    "value by numbers": ("str", f"<v>&#48;{MARK[1:]}</v>"),
    "value by escapes": ("str", f"<v>_x0030_{MARK[1:]}</v>"),
    "value in a CDATA section": ("str", f"<v><![CDATA[{MARK}]]></v>"),
    "value around a comment": ("str", f"<v>{MARK[:4]}<!-- -->{MARK[4:]}</v>"),
    "value around an instruction": ("str", f"<v>{MARK[:4]}<?x y?>{MARK[4:]}</v>"),
    "in place": ("inlineStr", f"<is><t>{MARK}</t></is>"),
    "in place in pieces": (
        "inlineStr",
        f"<is><r><t>{MARK[:4]}</t></r><r><t>{MARK[4:]}</t></r></is>",
    ),
}


def spelt(spelling: str) -> bytes:
    """Return a workbook in which a reason's fingerprint is spelt in one of the ways there are."""
    parts = dict(parts_of(sent()))
    kind, inner = SPELLINGS[spelling]
    strings = parts["xl/sharedStrings.xml"].decode()
    number = strings.split("<si>").index(next(s for s in strings.split("<si>") if MARK in s)) - 1
    if kind:
        parts["xl/sharedStrings.xml"] = strings.replace(MARK, "gone").encode()
        quote = "'" if kind.endswith("'") else '"'
        told = f"t={quote}{kind.strip(quote)}{quote}"
        panel = next(name for name in parts if b"COUNTA(" in parts[name] and "sheet" in name)
        xml, times = re.subn(
            rf'(<c r="H{FINDINGS_TOP + 1}" s="\d+") t="s"><v>{number}</v>',
            rf"\1 {told}>{inner}",
            parts[panel].decode(),
        )
        assert times == 1
        parts[panel] = xml.encode()
    else:
        parts["xl/sharedStrings.xml"] = strings.replace(f"<t>{MARK}", f"<t>{MARK} ").encode()
    return zipped(parts)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_reason_is_read_and_kept_however_its_text_is_stored(spelling):
    content = spelt(spelling)
    assert read_workbook(content).reasons == {MARK: PLAIN}
    assert read_workbook(annotated(content)).reasons == {MARK: PLAIN}


def test_money_shows_all_its_decimals():
    """General would round a number of more than eleven characters."""
    spot = read_workbook(sent()).places["pro8.fees.amount"]
    book = openpyxl.load_workbook(io.BytesIO(sent()))
    sheet = book[spot.sheet]
    assert (sheet[spot.cell].value, sheet[spot.cell].number_format) == (316441.123456, "0.00####")
    marks = {
        rule.dxf.numFmt.formatCode
        for area in sheet.conditional_formatting
        if spot.cell in area.cells
        for rule in area.rules
    }
    assert marks == {signed(sign, "0.00####") for sign in "✗●"}


def test_a_large_difference_is_shown_by_its_digits():
    assert "✗ 收进多 9431990" in {raw.text for _, raw in stored(sent()) if raw.formula}
