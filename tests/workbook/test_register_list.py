"""The register as a workbook: what an officer writes comes back, mistakes are told by row."""

import openpyxl
import pytest

from tests.tools import validator
from xlsheets.county.register import Register, Unit
from xlsheets.errors import UnreadableError, UsageError
from xlsheets.workbook.lists.register import read_register, write_register

REGISTER = Register(
    (
        Unit(
            "示例县清河镇人民政府",
            "A01",
            ("清河镇", "清河"),
            "township",
            contact="张某",
            phone="0357-1",
        ),
        Unit("示例县税务局", "007", vertical=True, parent="示例市税务局"),
    )
)


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "名录.xlsx"
    path.write_bytes(write_register(REGISTER))
    return path


def changed(path, **cells):
    book = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        book.active[cell] = value
    book.save(path)
    return path


def test_a_register_comes_back_as_it_was_written(book):
    assert read_register(book) == REGISTER


def test_the_same_register_gives_the_same_bytes(book):
    assert book.read_bytes() == write_register(REGISTER)


def test_another_program_may_save_it_and_move_its_columns(book):
    workbook = openpyxl.load_workbook(book)
    workbook.active.move_range("A3:A5", cols=9)
    workbook.save(book)
    assert read_register(book) == REGISTER


def test_a_row_typed_below_the_others_is_a_unit(book):
    changed(book, B6="示例县教育局", C6="教体局；教育体育局", D6="县级政府部门", A6=12)
    added = read_register(book).units[-1]
    assert added == Unit("示例县教育局", "12", ("教体局", "教育体育局"), "county_department")


def test_an_unknown_kind_is_told_with_its_row(book):
    with pytest.raises(UsageError, match="第 4 行：没有“镇政府”这个单位类别"):
        read_register(changed(book, D4="镇政府"))


def test_a_unit_written_twice_is_refused(book):
    with pytest.raises(UsageError, match="清河镇"):
        read_register(changed(book, B6="清河镇"))


def test_a_blank_register_and_a_foreign_workbook_are_told_apart(tmp_path):
    path = tmp_path / "名录.xlsx"
    path.write_bytes(write_register(Register()))
    with pytest.raises(UsageError, match="没有填单位"):
        read_register(path)
    openpyxl.Workbook().save(path)
    with pytest.raises(UsageError, match="没有“单位名称”这一栏"):
        read_register(path)


def test_a_damaged_register_is_refused_in_words(book):
    book.write_bytes(book.read_bytes()[:900])
    with pytest.raises(UnreadableError, match="不完整"):
        read_register(book)


@pytest.mark.validator
def test_the_register_is_valid_open_xml(book):
    assert validator.errors(book) == []
