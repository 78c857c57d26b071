"""Which copy counts, who is missing, late, unknown or not to report here; the order of files is nothing."""

import datetime
import random
from dataclasses import replace

import pytest

from tests.tools.make import report
from xlsheets.basics.dates import CHINA
from xlsheets.basics.numbers import Oddity
from xlsheets.county.collection import FileState, Filing, Remark, RoundSaid, UnitState
from xlsheets.county.judging import commonest_year, judge_files
from xlsheets.county.register import Register, Unit
from xlsheets.report import Observation
from xlsheets.report.findings import Finding, Severity

RIVER = Unit("示例县清河镇人民政府", code="A01", level="township")
HILL = Unit("示例县青山镇人民政府", level="township")
TAX = Unit("示例县税务局", vertical=True)
REGISTER = Register((RIVER, HILL, TAX))
WRONG = Finding(code="S303", severity=Severity.ERROR, message="加起来不对。")
READ = Finding(code="F301", severity=Severity.CONFIRM, message="由 Word 读入，请核对。")
OPEN = Finding(code="T131", severity=Severity.CONFIRM, message="与上年相同。")


def filing(file, day=20, *findings, unit=RIVER.name, year=2025, hour=9, **more):
    held = report(more.pop("cells", None), unit=unit, year=year)
    when = datetime.datetime(2026, 1, day, hour, tzinfo=CHINA)
    return Filing(file, held, findings, when, **more)


def broken(file, code="F106"):
    finding = Finding(code=code, severity=Severity.ERROR, message="文件不完整。")
    when = datetime.datetime(2026, 1, 20, tzinfo=CHINA)
    return Filing(file, None, (finding,), when)


def judged(*filings, **options):
    collection = judge_files(filings, REGISTER, 2025, **options)
    return (
        {row.unit.name: row for row in collection.units},
        {row.filing.file: row for row in collection.files},
    )


@pytest.mark.parametrize(
    ("findings", "state"), [((), "合格"), ((OPEN,), "需核实"), ((OPEN, WRONG), "有错")]
)
def test_a_unit_stands_where_its_worst_finding_puts_it(findings, state):
    units, files = judged(filing("a.xlsx", 20, *findings))
    assert units[RIVER.name].state.value == files["a.xlsx"].state.value == state


def test_a_unit_without_a_file_has_not_reported_and_a_vertical_one_need_not():
    units, _ = judged(filing("a.xlsx"))
    assert units[HILL.name].state is UnitState.MISSING
    assert units[TAX.name].state is UnitState.EXEMPT


def test_of_two_sound_copies_the_later_counts_and_the_other_is_superseded():
    units, files = judged(
        filing("b.xlsx", 19), filing("a.xlsx", 21, cells={"req.received.business": 1})
    )
    assert units[RIVER.name].counted.file == "a.xlsx"
    assert files["b.xlsx"].state is FileState.SUPERSEDED
    assert units[RIVER.name].remarks == (Remark.SEVERAL,)


def word(file, day, *findings, **more):
    came = filing(file, day, *(findings or (READ,)), hour=15, **more)
    seen = Observation(Oddity.TAKEN_FROM, "", "Word")
    return came._replace(report=replace(came.report, observations=(seen,)))


def test_a_workbook_counts_before_the_word_report_that_came_with_it():
    units, files = judged(filing("a.xlsx", 20), word("a.docx", 20))
    assert units[RIVER.name].counted.file == "a.xlsx"
    assert files["a.docx"].state is FileState.REPEATED
    assert units[RIVER.name].state.value == "合格"


def test_a_word_report_of_the_same_day_with_other_numbers_is_asked_about():
    _, files = judged(filing("a.xlsx", 20), word("a.docx", 20, cells={"req.received.business": 1}))
    assert files["a.docx"].state is FileState.DOUBTFUL
    assert "请问清哪一份是对的" in files["a.docx"].note


def test_a_word_report_made_later_from_the_workbook_does_not_replace_it_but_a_corrected_one_does():
    units, _ = judged(filing("a.xlsx", 20), word("a.docx", 23))
    assert units[RIVER.name].counted.file == "a.xlsx"
    units, _ = judged(filing("a.xlsx", 20), word("a.docx", 23, cells={"req.received.business": 1}))
    assert units[RIVER.name].counted.file == "a.docx"


def test_a_later_copy_with_a_mistake_does_not_replace_a_sound_one():
    later = filing("b.xlsx", 25, WRONG, cells={"req.received.business": 1})
    units, files = judged(filing("a.xlsx", 20), later)
    assert units[RIVER.name].counted.file == "a.xlsx"
    assert (files["b.xlsx"].state, files["a.xlsx"].state) == (FileState.FAULTY, FileState.SOUND)
    assert "没有计入" in files["b.xlsx"].note


def test_when_all_copies_are_wrong_the_latest_counts():
    copies = [
        filing(f"{day}.xlsx", day, WRONG, cells={"req.received.business": day}) for day in (3, 5, 4)
    ]
    units, files = judged(*copies)
    assert units[RIVER.name].counted.file == "5.xlsx"
    assert files["4.xlsx"].state is files["3.xlsx"].state is FileState.SUPERSEDED


def test_a_copy_of_the_same_content_is_a_repeat():
    _, files = judged(filing("a.xlsx", 19), filing("a (1).xlsx", 20))
    assert files["a.xlsx"].state is FileState.REPEATED
    assert files["a (1).xlsx"].state is FileState.SOUND


def test_the_day_an_officer_wrote_outweighs_the_date_of_the_file():
    first = filing("a.xlsx", 25, received=datetime.date(2026, 1, 10))
    units, _ = judged(first, filing("b.xlsx", 20, cells={"req.received.business": 1}))
    assert units[RIVER.name].counted.file == "b.xlsx"


def test_late_is_who_sent_nothing_legible_by_the_last_day():
    second = filing(
        "b.xlsx", 31, cells={"req.received.business": 1}, received=datetime.date(2026, 2, 3)
    )
    on_time, _ = judged(filing("a.xlsx", 31), second)
    late, _ = judged(second)
    assert on_time[RIVER.name].remarks == (Remark.SEVERAL,)
    assert late[RIVER.name].remarks == (Remark.LATE,)
    assert late[RIVER.name].due == datetime.date(2026, 1, 31)


def test_a_county_may_set_an_earlier_last_day():
    units, _ = judged(filing("a.xlsx", 27), said=RoundSaid(due=datetime.date(2026, 1, 26)))
    assert units[RIVER.name].remarks == (Remark.LATE,)


def test_midnight_is_midnight_in_china():
    when = datetime.datetime(2026, 1, 31, 16, 30, tzinfo=datetime.UTC)
    units, _ = judged(Filing("a.xlsx", report(unit=RIVER.name), (), when))
    assert units[RIVER.name].remarks == (Remark.LATE,)


def test_a_report_of_another_year_counts_for_nobody():
    units, files = judged(filing("a.xlsx", year=2024))
    assert units[RIVER.name].state is UnitState.MISSING
    assert units[RIVER.name].remarks == files["a.xlsx"].remarks == (Remark.OTHER_YEAR,)
    assert [row.filing.file for row in units[RIVER.name].clues] == ["a.xlsx"]


def test_a_unit_of_no_register_counts_for_nobody_and_is_proposed():
    units, files = judged(filing("a.xlsx", unit="示例县清河镇政府"))
    row = files["a.xlsx"]
    assert (row.match.unit, row.match.proposed) == (None, (RIVER,))
    assert row.remarks == (Remark.UNKNOWN,)
    assert units[RIVER.name].state is UnitState.MISSING


def test_a_confirmed_file_counts():
    units, _ = judged(filing("a.xlsx", unit="清河", confirmed=RIVER.name))
    assert units[RIVER.name].state is UnitState.SOUND


def test_a_vertical_unit_that_reports_here_is_told_so_and_not_counted():
    units, files = judged(filing("a.xlsx", unit=TAX.name))
    assert units[TAX.name].remarks == files["a.xlsx"].remarks == (Remark.VERTICAL,)
    assert units[TAX.name].counted is None


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("F106", "打不开"),
        ("F103", "打不开"),
        ("F104", "不是填报工作簿"),
        ("F105", "不是填报工作簿"),
    ],
)
def test_a_file_without_a_report_is_damaged_or_something_else(code, state):
    units, files = judged(broken("A01.xlsx", code))
    assert files["A01.xlsx"].state.value == state
    assert units[RIVER.name].state is UnitState.MISSING
    assert [row.filing.file for row in units[RIVER.name].clues] == ["A01.xlsx"]


def test_the_order_of_the_files_is_nothing():
    filings = [
        *(
            filing(f"{n}.xlsx", n + 1, *[WRONG] * (n % 2), cells={"req.received.business": n})
            for n in range(6)
        ),
        filing("x.xlsx", unit=HILL.name),
        broken("y.xlsx"),
    ]
    whole = judge_files(filings, REGISTER, 2025)
    for seed in range(5):
        random.Random(seed).shuffle(filings)
        assert judge_files(filings, REGISTER, 2025) == whole


def test_every_file_and_every_unit_has_one_row():
    filings = [filing("a.xlsx"), filing("b.xlsx", unit="谁"), broken("c.xlsx")]
    collection = judge_files(filings, REGISTER, 2025)
    assert [row.filing.file for row in collection.files] == ["a.xlsx", "b.xlsx", "c.xlsx"]
    assert [row.unit for row in collection.units] == list(REGISTER.units)
    assert (collection.expected, collection.received) == (2, 1)


def test_the_year_is_the_one_most_files_are_of():
    filings = [filing("a.xlsx"), filing("b.xlsx"), filing("c.xlsx", year=2024), broken("d.xlsx")]
    assert commonest_year(filings) == 2025
    assert commonest_year([broken("d.xlsx")]) is None


def test_a_code_and_a_name_that_contradict_leave_the_file_undecided_and_say_so():
    units, files = judged(filing("A01-a.xlsx", unit=HILL.name))
    row = files["A01-a.xlsx"]
    assert (row.match.unit, row.remarks) == (None, (Remark.CONTRADICTORY,))
    assert RIVER.name in row.note
    assert HILL.name in row.note
    assert {units[unit.name].state for unit in (RIVER, HILL)} == {UnitState.MISSING}


def test_a_file_that_an_officer_excluded_counts_for_nobody():
    units, files = judged(filing("a.xlsx", excluded="草稿"), broken("b.xlsx"))
    assert files["a.xlsx"].state is FileState.EXCLUDED
    assert files["a.xlsx"].note == "不计入：草稿"
    assert units[RIVER.name].counted is None


def test_a_confirmed_name_that_the_register_lacks_is_named_in_the_sentence():
    _, files = judged(filing("a.xlsx", unit="清河", confirmed="大河镇"))
    assert "大河镇" in files["a.xlsx"].note


def test_a_dissolved_unit_is_not_due_and_its_file_does_not_count():
    gone = Unit("示例县旧镇人民政府", dissolved=True)
    collection = judge_files([filing("a.xlsx", unit=gone.name)], Register((RIVER, gone)), 2025)
    (unit,) = [row for row in collection.units if row.unit is gone]
    assert (unit.state, unit.counted) == (UnitState.EXEMPT, None)
    assert "撤销" in collection.files[0].note
    assert collection.expected == 1


def test_last_years_report_under_a_former_name_is_the_units():
    renamed = Unit("示例县新河镇人民政府", former=(RIVER.name,))
    last = report(unit=RIVER.name, year=2024)
    now = filing("a.xlsx", unit=renamed.name)
    collection = judge_files([now], Register((renamed,)), 2025, earlier=[last])
    assert collection.earlier[renamed.name].figures == last.figures


@pytest.mark.parametrize(("day", "open_"), [(25, False), (15, True)])
def test_a_file_that_could_not_count_is_settled_by_a_later_one_that_does(day, open_):
    units, files = judged(broken("A01-坏.xlsx"), filing("A01-好.xlsx", day))
    assert units[RIVER.name].counted.file == "A01-好.xlsx"
    assert files["A01-坏.xlsx"].open is open_
    assert files["A01-坏.xlsx"].state is (FileState.UNREADABLE if open_ else FileState.SUPERSEDED)


def test_last_years_report_is_settled_by_this_years():
    _, files = judged(filing("A01-旧.xlsx", 10, year=2024), filing("A01-新.xlsx", 12))
    assert not files["A01-旧.xlsx"].open
    assert "是 2024 年度的报告" in files["A01-旧.xlsx"].note
