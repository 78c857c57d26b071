"""The working paper of a roll-up and the command that makes it: what an officer opens, edits and hands in again."""

import errno
import gc
import io
import re
import sys
import tempfile
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from tests.tools import office, validator
from tests.tools.make import EDITION, report
from xlsheets.checks.county import county_findings
from xlsheets.cli import app
from xlsheets.county.adjustment import Adjustment
from xlsheets.county.analysis.differences import explanations
from xlsheets.county.analysis.facts import STATED_FEE
from xlsheets.county.register import Register, Unit
from xlsheets.county.rollup import Rollup, Scope, add_up
from xlsheets.errors import UnreadableError, UsageError
from xlsheets.report import Profile
from xlsheets.schema import Cell
from xlsheets.workbook.lists.paper_answers import read_adjustments
from xlsheets.workbook.lists.register import write_register
from xlsheets.workbook.lists.working_paper import write_working_paper
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workbook.template import write_workbook
from xlsheets.workflows.one_report import validate

LICENSING = Cell("pro5", "licensing", "decisions")
FEES = Cell("pro8", "fees", "amount")
COUNTY = Profile(unit="示例县人民政府", level="county", year=2025)
TOWNS = [
    report(
        {
            str(LICENSING): 4,
            str(FEES): "0.1",
            "req.received.business": 1,
            "req.granted.business": 1,
        },
        unit="甲镇人民政府",
    ),
    report({str(LICENSING): 5, str(FEES): "0.2"}, unit="乙镇人民政府"),
]
GIVEN = (Adjustment(LICENSING, -1, "重复登记一件"), Adjustment(FEES, Decimal("0.05"), "补记"))


def rolled(**options) -> Rollup:
    scope = Scope(("甲镇人民政府", "乙镇人民政府", "丙镇人民政府"))
    return add_up(COUNTY, TOWNS, scope=scope, adjustments=GIVEN, **options)


def paper(rollup: Rollup) -> bytes:
    stream = io.BytesIO()
    write_working_paper(rollup, county_findings(rollup), stream)
    return stream.getvalue()


def sheet(source: bytes, name: str) -> list[tuple]:
    book = openpyxl.load_workbook(io.BytesIO(source), data_only=True)
    return [tuple(row) for row in book[name].iter_rows(values_only=True)]


def test_the_matrix_has_a_row_a_cell_and_a_column_a_unit():
    rows = sheet(paper(rolled()), "明细")
    assert rows[2][6:] == ("甲镇人民政府", "乙镇人民政府")
    assert len(rows) == 3 + len(EDITION.cells)
    found = {row[1]: row[3:] for row in rows[3:]}
    assert found[EDITION.path(LICENSING)] == (8, -1, 8, 4, 5)
    assert found[EDITION.path(Cell("req", "received", "all"))] == (1, 0, 1, 1, 0)


def test_the_adjustments_come_back_as_they_were_written():
    assert read_adjustments(paper(rolled()), EDITION, "底稿.xlsx") == GIVEN


def _edited(row: tuple) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(paper(rolled())))
    for column, value in enumerate(row, 1):
        book["调整"].cell(7, column, value)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_an_adjustment_an_officer_typed_is_read():
    found = read_adjustments(_edited((EDITION.path(LICENSING), "－2", None)), EDITION, "x")
    assert found[-1] == Adjustment(LICENSING, -2, "")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("表九 › 没有这一格", 1, "理由"), "第 7 行的位置不是报告里的一格"),
        ((EDITION.path(LICENSING), "若干", "理由"), "第 7 行的调整数不是数字"),
        ((EDITION.path(LICENSING), None, "理由"), "第 7 行的调整数不是数字"),
    ],
)
def test_an_adjustment_that_says_nothing_is_refused_by_its_row(row, told):
    with pytest.raises(UsageError, match=told):
        read_adjustments(_edited(row), EDITION, "x")


def test_a_file_without_adjustments_is_no_working_paper():
    with pytest.raises(UnreadableError, match="调整"):
        read_adjustments(write_workbook(), EDITION, "空白.xlsx")


def test_differences_come_before_the_matrix_with_what_they_are_made_of():
    typed = report(
        {
            str(LICENSING): 9,
            str(FEES): "0.35",
            "req.received.business": 1,
            "req.granted.business": 1,
        }
    )
    source = paper(rolled(typed=typed))
    assert openpyxl.load_workbook(io.BytesIO(source)).sheetnames[:3] == ["概况", "差异", "明细"]
    rows = sheet(source, "差异")
    assert (
        rows[1][0] == f"手工汇总与各单位之和有 1 格不一致，其余 {len(EDITION.cells) - 1} 格相符。"
    )
    assert rows[3][:4] == (EDITION.path(LICENSING), 9, 8, 1)
    assert rows[3][5] == "甲镇人民政府 4；乙镇人民政府 5"


def test_the_matrix_prints_on_a_few_pages_each_with_the_places():
    names = [f"示例县{number}镇城市管理综合行政执法局" for number in range(66)]
    many = [replace(TOWNS[0], profile=replace(TOWNS[0].profile, unit=name)) for name in names]
    typed = report({str(LICENSING): 4})
    book = openpyxl.load_workbook(io.BytesIO(paper(add_up(COUNTY, many, typed=typed))))
    printed = book["明细"]
    assert (printed.print_title_rows, printed.print_title_cols) == ("$3:$3", "$A:$B")
    assert (printed.page_setup.orientation, printed.page_setup.scale) == ("landscape", 55)
    # Every row takes one line, as high as Excel can make 20 points of it.
    assert {printed.row_dimensions[row].height for row in range(4, 23)} == {20.25}
    assert printed.row_dimensions[3].height >= 15 * len(names[-1]) / 3
    assert printed.cell(4, 7).alignment.shrink_to_fit
    told = {row[0]: row[5] for row in book["差异"].iter_rows(min_row=4, values_only=True)}
    assert told[EDITION.path(LICENSING)].endswith("；另有 58 个单位，见明细")


def test_the_units_sheet_says_where_each_stands_in_the_order_of_the_register():
    rows = sheet(paper(rolled()), "单位")
    assert rows[1][0] == "应报 3 个单位，已收 2 个，计入 2 个。"
    assert rows[2][:2] == ("序号", "填报单位")
    assert [(row[0], row[1], row[3]) for row in rows[3:]] == [
        (1, "甲镇人民政府", "计入"),
        (2, "乙镇人民政府", "计入"),
        (3, "丙镇人民政府", "没有收到"),
    ]


def typed_over(cells: dict) -> str:
    """Return what the paper says may explain why a typed aggregate differs in 行政许可."""
    rows = sheet(paper(rolled(typed=report(cells))), "差异")
    return next(row[4] for row in rows[3:] if row[0] == EDITION.path(LICENSING)) or ""


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (4, "可能漏加“甲镇人民政府”"),
        (12, "可能多加了一次“甲镇人民政府”"),
        (80, "可能多写或者少写了一位"),
        (2, ""),
    ],
)
def test_a_difference_that_is_one_units_figure_names_the_unit(typed, told):
    assert typed_over({str(LICENSING): typed}) == told


def test_of_units_with_the_same_figure_those_are_named_that_explain_more():
    towns = [
        report({str(LICENSING): 4, "pro6.penalty.decisions": penalties}, unit=unit)
        for unit, penalties in (("甲镇人民政府", 7), ("乙镇人民政府", 9))
    ]
    typed = report({str(LICENSING): 4, "pro6.penalty.decisions": 7})
    found = add_up(COUNTY, towns, typed=typed)
    assert set(explanations(found).values()) == {"可能漏加“乙镇人民政府”"}


def test_facts_are_added_with_the_number_of_units_that_gave_them():
    towns = [
        replace(report({}, unit="甲镇人民政府"), facts={"website_items": 12, STATED_FEE: 380}),
        replace(report({}, unit="乙镇人民政府"), facts={STATED_FEE: 0}),
    ]
    rows = sheet(paper(add_up(COUNTY, towns)), "基础数据")[3:]
    assert rows[0][:5] == ("正文写明的信息处理费", "元", 380, "2/2 个单位填了", None)
    assert rows[1][1:5] == ("条", 12, "1/2 个单位填了", "乙镇人民政府")
    assert len(rows) == 2


def test_the_same_roll_up_gives_the_same_bytes_in_any_order():
    backwards = add_up(COUNTY, TOWNS[::-1], scope=rolled().scope, adjustments=GIVEN)
    assert paper(backwards) == paper(rolled())


@pytest.mark.validator
def test_the_working_paper_is_valid(tmp_path: Path):
    path = tmp_path / "底稿.xlsx"
    path.write_bytes(paper(rolled(typed=TOWNS[0])))
    assert validator.errors(path) == []


@pytest.mark.office
def test_the_formulas_of_the_working_paper_give_the_sums(tmp_path: Path):
    path = tmp_path / "paper.xlsx"
    path.write_bytes(_edited((EDITION.path(Cell("req", "granted", "business")), 2, "漏报")))
    (opened,) = office.convert(path, "xlsx", tmp_path / "out")
    found = {row[1]: row[3:5] for row in sheet(opened.read_bytes(), "明细")[3:]}
    assert found[EDITION.path(LICENSING)] == (8, -1)
    assert found[EDITION.path(FEES)] == pytest.approx((0.35, 0.05))
    assert found[EDITION.path(Cell("req", "handled", "all"))] == (3, 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inbox = tmp_path / "收件"
    inbox.mkdir()
    for town in TOWNS:
        (inbox / f"{town.profile.unit}.xlsx").write_bytes(write_workbook(town))
    return inbox


def run(*arguments: object):
    return CliRunner().invoke(app, list(map(str, arguments)))


def test_the_command_writes_the_county_workbook_and_its_paper(folder: Path, tmp_path: Path):
    out = tmp_path / "县.xlsx"
    result = run("rollup", folder, "-o", out, "--unit", COUNTY.unit, "--year", 2025)
    assert result.exit_code == 0, result.output
    assert "计入 2 个" in result.output
    whole = read_workbook(out)
    assert (whole.profile.unit, whole.profile.level) == ("示例县人民政府", "county")
    assert whole.values[LICENSING] == 9
    assert [finding for finding in validate(whole, ignore=("T", "N")) if finding.blocking] == []
    assert re.search(
        "(?:新收|收到)[^。]*(?:申请[^，。]{0,6}1件|1件[^，。]*申请)",
        "".join(whole.paragraphs("overview")),
    )
    assert (tmp_path / "县汇总底稿.xlsx").exists()


def test_adjustments_and_register_and_typed_aggregate_are_taken_into_account(
    folder: Path, tmp_path: Path
):
    names = ("甲镇人民政府", "乙镇人民政府", "丙镇人民政府")
    units = (*(Unit(name) for name in names), Unit("县税务局", vertical=True))
    (tmp_path / "名录.xlsx").write_bytes(write_register(Register(units)))
    (tmp_path / "旧底稿.xlsx").write_bytes(paper(rolled()))
    typed = report({str(LICENSING): 8}, unit=COUNTY.unit, level="county")
    (folder / "手工.xlsx").write_bytes(write_workbook(typed))
    options = ("--register", tmp_path / "名录.xlsx", "--adjust", tmp_path / "旧底稿.xlsx")
    out = tmp_path / "县.xlsx"
    result = run("rollup", folder, "-o", out, *options, "--typed", folder / "手工.xlsx")
    assert "应报 3 个单位，已收 2 个，计入 2 个。" in result.output
    assert "“丙镇人民政府”" in result.output
    assert "U104" not in result.output
    assert read_workbook(out).values[LICENSING] == 8


def test_a_unit_with_a_blank_makes_the_command_fail_and_say_so(folder: Path, tmp_path: Path):
    blank = report({"req.received.business": None}, unit="丙镇人民政府")
    (folder / "丙.xlsx").write_bytes(write_workbook(blank))
    (folder / "坏.xlsx").write_bytes(b"PK\3\4")
    result = run("rollup", folder, "-o", tmp_path / "县.xlsx", "--unit", "县", "--year", 2025)
    assert result.exit_code == 1
    assert "U102" in result.output
    assert "F106" in result.output
    assert read_workbook(tmp_path / "县.xlsx").values[LICENSING] == 9


def test_neither_file_is_written_when_one_is_there(folder: Path, tmp_path: Path):
    (tmp_path / "县汇总底稿.xlsx").write_bytes(b"old")
    result = run("rollup", folder, "-o", tmp_path / "县.xlsx", "--unit", "县", "--year", 2025)
    assert result.exit_code != 0
    assert not (tmp_path / "县.xlsx").exists()
    assert (tmp_path / "县汇总底稿.xlsx").read_bytes() == b"old"


def test_a_second_run_in_the_same_folder_does_not_count_its_own_result(folder: Path):
    arguments = ("rollup", folder, "-o", folder / "县.xlsx", "--unit", "县", "--year", 2025)
    first = run(*arguments)
    second = run(*arguments, "--force")
    assert _without_remarks(second.output) == _without_remarks(first.output)
    assert "原来人写的文字保留" in second.output
    assert second.exit_code == 0


def _without_remarks(output: str) -> str:
    """Return what a roll-up says, but for what it tells in brackets of the text it drafted or kept."""
    return re.sub("（[^（）]*）", "", output)


class Full(io.BytesIO):
    """A disk that is full after so many bytes."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.room = room

    def write(self, content: bytes) -> int:
        if self.tell() + len(content) > self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(content)


@pytest.mark.parametrize("room", [0, 100, 20_000])
def test_a_full_disk_is_said_once_and_leaves_nothing_behind(room, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(OSError, match="No space left") as failure:
        write_working_paper(rolled(), [], Full(room))
    assert failure.value.errno == errno.ENOSPC
    del failure
    gc.collect()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("part", [1, 4, 9])
def test_a_part_that_cannot_be_packed_leaves_no_last_words(part, tmp_path, monkeypatch):
    """What is left half-written closes itself after the stream is closed, and must not complain then."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    packed = []

    class Refusing(zipfile.ZipFile):
        def write(self, filename, *more, **named):
            packed.append(filename)
            if len(packed) == part:
                raise OSError(errno.ENOSPC, "No space left on device")
            super().write(filename, *more, **named)

    monkeypatch.setattr("xlsxwriter.workbook.ZipFile", Refusing)
    said = []
    monkeypatch.setattr(sys, "unraisablehook", said.append)
    with (
        (tmp_path / "out").open("wb") as stream,
        pytest.raises(OSError, match="No space") as failure,
    ):
        write_working_paper(rolled(), [], stream)
    del failure
    gc.collect()
    assert said == []


def test_what_is_written_on_the_way_is_taken_away(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert paper(rolled())
    assert list(tmp_path.iterdir()) == []
