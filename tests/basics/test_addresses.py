"""Addresses, ranges and names of sheets, read and written."""

from __future__ import annotations

import pytest

from xlsheets.basics.addresses import (
    LAST_COLUMN,
    Place,
    Spot,
    address,
    area_of,
    areas_in,
    column_number,
    letters,
    link_target,
    place_of,
    reference,
    referred_spot,
    shortest_ranges,
)

NAMES = ("三、申请办理", "乡'镇", "'", "it''s", "A1", "a b", "2021")


def test_letters_and_numbers_of_columns_are_each_other_turned_round():
    assert [letters(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(column_number(letters(number)) == number + 1 for number in range(LAST_COLUMN))
    assert column_number(letters(LAST_COLUMN)) == column_number("a") == 0


def test_an_address_is_read_as_it_is_written():
    assert place_of(address(29, 3)) == Place(30, 4)
    assert place_of("D30").zero_based == (29, 3)
    assert place_of("D0") == place_of("30") == place_of("") == Place(0, 0)


@pytest.mark.parametrize("wrong", ["", "D", "D0", "D6:", "E6:D6", "D7:D6", "XFE1", "D1048577"])
def test_what_is_no_range_is_none(wrong):
    assert area_of(wrong) is None


def test_a_range_has_its_cells_row_by_row():
    area = area_of("$B$2:C3")
    assert (str(area), area.size) == ("B2:C3", 4)
    assert [str(place) for place in area.places()] == ["B2", "C2", "B3", "C3"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["C9", "D9", "E9", "C11", "D11", "E11"], "C9:E9,C11:E11"),
        (["C9", "D9", "C10", "D10"], "C9:D10"),
        (["Z1", "AA1"], "Z1:AA1"),
        (["B2", "B2"], "B2"),
        (["A1", "C1", "A2", "C2"], "A1:A2,C1:C2"),
    ],
)
def test_addresses_are_drawn_together_into_ranges(cells, expected):
    assert shortest_ranges(cells) == expected


def test_ranges_hold_the_cells_they_were_written_for():
    cells = {address(row, column) for row in range(30) for column in range(9) if row * column % 7}
    held = [str(place) for area in areas_in(shortest_ranges(cells)) for place in area.places()]
    assert sorted(held) == sorted(cells)


@pytest.mark.parametrize("sheet", NAMES)
def test_a_sheet_of_any_name_is_found_again_by_reference_and_link(sheet):
    spot = Spot(sheet, "D30:E31")
    assert referred_spot(link_target(spot)) == spot
    assert referred_spot(reference(spot)) == Spot(sheet, "$D$30:$E$31")


def test_a_reference_may_do_without_quotes_and_must_name_its_sheet():
    assert referred_spot("三、申请办理!$D$30") == Spot("三、申请办理", "$D$30")
    assert referred_spot("$D$30") is None
