"""A list with a column for each of a thousand units: only the columns that are asked for are read."""

from __future__ import annotations

import io
from functools import cache
from random import Random

import openpyxl
import pytest

from tests.tools.parts import unzipped, zipped
from xlsheets.errors import UnreadableError
from xlsheets.xlsx import workbook as workbooks
from xlsheets.xlsx.list_reader import Lists
from xlsheets.xlsx.sheet import read_sheet

ROWS, SHEET = 180, "xl/worksheets/sheet1.xml"


def remark(row: int) -> str | None:
    return f"第{row}行：\n有 < 和 & 和 </c>" if row % 7 == 3 else None


@cache
def wide(units: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("明细")
    sheet.append(("每一格由哪些单位组成",))
    sheet.append(("位置", "汇总", *(f"甲{number}" for number in range(units)), "核对人"))
    for row in range(ROWS):
        figures = [row * number % 97 for number in range(units)]
        sheet.append((f"第{row}格", sum(figures), *figures, remark(row)))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def asked(content: bytes, *headings: str) -> list[tuple[object, ...]]:
    rows = Lists(content, "底稿.xlsx").rows("汇总", ("位置",), headings.__contains__) or []
    assert {tuple(row.cells) for row in rows} == {("位置", *headings)}
    return [tuple(row.text(heading) for heading in ("位置", *headings)) for row in rows]


def test_columns_of_a_sheet_that_is_too_wide_to_be_read_whole_are_read():
    content = wide(1_600)
    with pytest.raises(UnreadableError, match="太大") as refused:
        Lists(content, "底稿.xlsx").rows("汇总", ("位置",))
    assert refused.value.file == "底稿.xlsx"
    expected = [(f"第{row}格", remark(row) or "") for row in range(ROWS)]
    assert asked(content, "核对人") == expected


@pytest.mark.parametrize("seed", range(5))
def test_whatever_is_asked_for_is_what_another_reader_finds(seed):
    content = wide(300)
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = [
        ["" if cell is None else str(cell) for cell in row]
        for row in book["明细"].iter_rows(values_only=True)
    ]
    columns = sorted(Random(seed).sample(range(1, len(found[1])), 5))
    expected = [(row[0], *(row[column] for column in columns)) for row in found[2:]]
    assert asked(content, *(found[1][column] for column in columns)) == expected


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        (b'<c r="A5"', b'<!--<c r="KP5" t="n"><v>1</v></c>--><c r="A5"'),
        (b'<c r="A5"', b'<?none <c r="KP5"><v>1</v></c>?><c r="A5"'),
        (b'<c r="KP6" t="inlineStr">', b'<c t="inlineStr" r="KP6">'),
        (b'<c r="KP6" t="inlineStr">', b'<c\n r="KP6" t="inlineStr">'),
    ],
)
def test_a_sheet_whose_cells_text_does_not_tell_is_read_as_any_other(written, otherwise):
    parts = unzipped(wide(299))
    assert parts[SHEET].count(written) == 1
    parts[SHEET] = parts[SHEET].replace(written, otherwise)
    expected = [(f"第{row}格", remark(row) or "") for row in range(ROWS)]
    assert asked(zipped(parts), "核对人") == expected


def test_cells_that_never_end_are_refused():
    parts = unzipped(wide(299))
    endless = b'<c r="KP6"><v>1</v>' * 30_000
    parts[SHEET] = parts[SHEET].replace(b'<c r="KP6"', endless + b'<c r="KP6"')
    with pytest.raises(UnreadableError) as refused:
        asked(zipped(parts), "核对人")
    assert refused.value.kind == "damaged"


def test_first_rows_are_read_once_whatever_is_looked_for(monkeypatch):
    read: list[bytes] = []

    def noted(part, xml, *rest):
        read.append(xml)
        return read_sheet(part, xml, *rest)

    monkeypatch.setattr(workbooks, "read_sheet", noted)
    lists = Lists(wide(299), "底稿.xlsx")
    for number in range(7):
        assert lists.rows(f"没有{number}") is None
    assert len(read) == len(set(read)) == 30
