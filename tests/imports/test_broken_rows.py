"""A page break in the middle of a row: the row is read whole, and whole rows on two pages stay two rows."""

import pytest

from xlsheets.extract import Grid, GridCell, Paragraph
from xlsheets.imports.broken_rows import with_whole_rows
from xlsheets.schema import edition_for

LABELS = [
    leaf.label
    for block in edition_for(2025).blocks.values()
    for leaf in block.row_leaves
    if len(leaf.label) > 1
]
NUMBERS = [str(number) for number in range(7)]


def table(*rows: list[str]) -> Grid:
    return Grid(
        tuple(
            GridCell(number, at, 1, 1, text)
            for number, row in enumerate(rows)
            for at, text in enumerate(row)
        )
    )


def read(*pages: Grid) -> list[list[tuple[str, ...]]]:
    return [[row for row in page.rows if any(row)] for page in with_whole_rows(pages)]


@pytest.mark.parametrize("label", LABELS)
def test_a_label_that_goes_on_upon_the_next_page_is_one_row(label):
    first, last = ["规章", *NUMBERS], ["行政许可", *NUMBERS]
    blank = [""] * len(NUMBERS)
    middle = len(label) // 2
    above, below = label[:middle], label[middle:]
    for upper, lower in ((NUMBERS, blank), (blank, NUMBERS)):
        pages = table(first, [above, *upper]), table([below, *lower], last)
        assert read(*pages) == [[tuple(first), (label, *NUMBERS)], [tuple(last)]]


def test_a_group_and_a_row_of_it_are_broken_at_once():
    above = table(["", "（六", "1.申", *NUMBERS])
    below = table(
        [
            "",
            "）其\n他处\n理",
            "请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            *[""] * 7,
        ],
        ["", "", "3.其\n他", *NUMBERS],
    )
    (row,), (rest,) = read(above, below)
    assert row[1:3] == (
        "（六）其\n他处\n理",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    )
    assert rest[2] == "3.其\n他"


def test_figures_that_stand_below_their_label_are_its_own():
    blank = [""] * len(NUMBERS)
    assert read(table(["行政许可", *blank]), table(["", *NUMBERS])) == [
        [("行政许可", *NUMBERS)],
        [],
    ]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["规章", *NUMBERS], ["行政规范性文件", *NUMBERS]),
        (["行政规范性文件", *NUMBERS], ["第二十条第（五）项", *[""] * 7]),
        (["（一）予以公开", *NUMBERS], ["（二）部分公开", *[""] * 7]),
        (["规章", *NUMBERS], ["", *NUMBERS]),
        (["规", *NUMBERS], ["章", "1"]),
    ],
)
def test_rows_that_are_whole_stay_as_they_are(above, below):
    pages = table(above), table(below)
    assert with_whole_rows(pages) == pages


def test_what_stands_between_parts_two_tables():
    pages = table(["行政", *NUMBERS]), Paragraph("文字"), table(["许可", *[""] * 7])
    assert with_whole_rows(pages) == pages
