"""How far a unit has come, round after round: what an earlier ledger said of it, and what lies there now."""

import datetime
from dataclasses import replace

import pytest

from tests.county.test_judging import OPEN, READ, REGISTER, RIVER, WRONG, broken, filing, word
from xlsheets.county.collection import Remark, RoundSaid
from xlsheets.county.judging import judge_files
from xlsheets.county.progress import NOT_COUNTED, Asked, Came, Round, codes_of
from xlsheets.workflows.collect import with_progress

DUE = datetime.date(2026, 1, 25)


def day(number):
    return datetime.date(2026, 1, number)


def after(before, *filings, earlier=()):
    """Return the row of a unit and how far it has come, after an earlier ledger said something of it."""
    collection = judge_files(filings, REGISTER, 2025, said=RoundSaid(due=DUE), earlier=earlier)
    told = with_progress(collection, {RIVER.name: before})
    (row,) = [row for row in told.units if row.unit is RIVER]
    return row, told.progress[RIVER.name]


def seen(progress, *filings):
    """Return what a ledger written now says, the files that it lists included."""
    came = tuple(Came(one.digest, one.arrival) for one in filings)
    return progress.kept._replace(files=came)


def test_what_was_not_looked_at_again_was_not_put_right():
    """The same copy lies there, or last year's report is not given this time: nothing speaks for a mend."""
    asked = Round(returned=(day(22),), asked=Asked(1, ("S303", "T131", "Y201")), digest="aa")
    _, progress = after(asked, filing("A01.xlsx", 20, digest="aa"))
    assert (progress.told, progress.closed) == ("已退回（第 1 次，2026-01-22）", ())
    mended = filing("A01.xlsx", 24, digest="bb")
    assert after(asked, mended)[1].closed == ("S303",)
    last = replace(mended.report, profile=replace(mended.report.profile, year=2024))
    assert after(asked, mended, earlier=[last])[1].closed == ("S303", "T131", "Y201")


def test_a_unit_that_replaced_its_file_under_the_same_name_stays_in_time():
    first, second = filing("A01.xlsx", 20, digest="aa"), filing("A01.xlsx", 28, digest="bb")
    _, progress = after(Round(), first)
    for _ in range(2):
        row, progress = after(seen(progress, first), second)
        assert Remark.LATE not in row.remarks
        assert progress.kept.read == day(20)
        first = second


def test_a_unit_that_first_sent_what_nobody_could_read_is_late():
    first, second = broken("A01.xlsx")._replace(digest="aa"), filing("A01.xlsx", 28, digest="bb")
    _, progress = after(Round(), first)
    row, progress = after(seen(progress, first), second)
    assert Remark.LATE in row.remarks
    assert (progress.kept.first, progress.kept.read) == (day(20), day(28))


def test_a_day_that_an_officer_put_right_holds():
    wrong = filing("A01.xlsx", 20, digest="aa")
    _, progress = after(Round(), wrong)
    row, progress = after(seen(progress, wrong), wrong._replace(received=day(28)))
    assert Remark.LATE in row.remarks
    assert progress.kept.first == day(28)


def test_last_years_own_report_was_not_sent_in_for_this_year():
    old = filing("旧.xlsx", 20, year=2024)
    lying = old._replace(modified=old.modified.replace(year=2025))
    _, progress = after(Round(), lying, filing("新.xlsx", 22))
    assert progress.kept.first == day(22)
    # Sent instead of this year's, it is what came first.
    _, progress = after(Round(), old, filing("新.xlsx", 22))
    assert progress.kept.first == day(20)


@pytest.mark.parametrize(
    ("code", "remark"), [("F106", Remark.UNREADABLE), ("F104", Remark.FOREIGN)]
)
def test_a_unit_whose_files_all_cannot_count_says_why_and_is_not_waiting(code, remark):
    row, progress = after(Round(), broken("A01.xlsx", code))
    assert (row.state.value, row.remarks) == ("未报", (remark,))
    assert progress.told == "送来的都没有计入"
    returned = Round(returned=(day(21),), codes=(NOT_COUNTED,))
    _, progress = after(returned, broken("A01.xlsx", code))
    assert progress.told == "已退回（第 1 次，2026-01-21）"
    _, progress = after(returned, filing("A01.xlsx", 24))
    assert progress.told == "重报（第 1 次退回以后）"
    assert (progress.kept.asked.codes, progress.closed) == ((NOT_COUNTED,), (NOT_COUNTED,))


def test_how_a_report_was_read_in_is_no_business_of_the_unit():
    came = word("A01.docx", 20, READ, OPEN, WRONG)
    assert [finding.code for finding in came.to_return] == ["T131", "S303"]
    assert codes_of(came) == ("S303", "T131")
    assert after(Round(), came)[0].state.value == "有错"
