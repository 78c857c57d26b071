"""``log``: from an empty case log to the numbers in a report, and a report compared with its log."""

from __future__ import annotations

import datetime
import zipfile
from dataclasses import replace

import pytest

import xlsheets as xs
from tests.tools.logs import SECRET, random_rows
from xlsheets.caselog.counting import Tally
from xlsheets.caselog.records import LogRow, case_log
from xlsheets.caselog.words import log_words
from xlsheets.caselog.workdays import moved_days
from xlsheets.county.register import Register, Unit
from xlsheets.schema import Cell
from xlsheets.workbook.caselog.reading import read_case_log
from xlsheets.workbook.caselog.writer import write_case_log
from xlsheets.workbook.editing.patch import patch_workbook
from xlsheets.workbook.lists.register import write_register
from xlsheets.workflows.one_report import write

UNIT = "示例乡人民政府"
KIND, RECEIVED = "natural_person", Cell("req", "received", "natural_person")


def day(month: int, date: int, year: int = 2025) -> datetime.date:
    return datetime.date(year, month, date)


def logged(path, requests: list, disputes: list = ()) -> None:
    """Write a log with these rows, each from row 4 on."""
    rows = {
        "requests": [LogRow(4 + at, contents) for at, contents in enumerate(requests)],
        "disputes": [LogRow(4 + at, contents) for at, contents in enumerate(disputes)],
    }
    log = case_log(UNIT, 2025, rows, days_off=moved_days(2025))
    path.write_bytes(write_case_log(log, rows, datetime.date(2026, 1, 10)))


@pytest.fixture(scope="module")
def kept() -> dict[str, bytes]:
    """Return what the first test made, for the others."""
    return {}


@pytest.fixture
def made(run, tmp_path, kept):
    """Return an empty log and an empty report, made by the commands."""
    log, book = tmp_path / "登记簿.xlsx", tmp_path / "填报.xlsx"
    if not kept:
        assert run("log", "new", UNIT, "--year", 2025, "-o", log)[0] == 0
        assert run("new", UNIT, "--year", 2025, "--kind", "township", "-o", book)[0] == 0
        kept |= {path.name: path.read_bytes() for path in (log, book)}
    for path in (log, book):
        path.write_bytes(kept[path.name])
    return log, book


def fill(log) -> None:
    cases = [
        {"arrived": day(12, 20, 2024), "answered": day(1, 9), "outcome": "（一）予以公开"},
        {"arrived": day(3, 5), "answered": day(3, 20), "outcome": "（二）部分公开"},
        {"arrived": day(3, 6), "answered": day(6, 20), "outcome": "（六）3.其他"},
        {"arrived": day(12, 28)},
    ]
    shared = {"channel": "邮寄", "kind": "自然人", "gist": SECRET}
    requests = [
        {**shared, "number": f"2025-{at:03}", **contents} for at, contents in enumerate(cases, 4)
    ]
    logged(log, requests, [{"remedy": "行政复议", "about": "2025-006", "arrived": day(7, 1)}])


def test_from_an_empty_log_to_the_report(run, made):
    log, book = made
    fill(log)
    code, said, _ = run("log", "count", log, "--into", book)
    assert code == 0, said
    assert "新收 3 件 ＋ 上年结转 1 件 ＝ 办理 3 件 ＋ 结转下年度 1 件" in said
    report = xs.read(book)
    asked = report.edition.named.requests
    figures = {
        str(row.at(KIND)): report.figures[row.at(KIND)]
        for row in (
            asked.received,
            asked.carried_over,
            asked.granted,
            asked.partial,
            asked.carried_forward,
        )
    }
    assert list(figures.values()) == [3, 1, 1, 1, 1]
    assert report.figures[report.edition.named.review.pending] == 1
    assert report.facts == {"late_replies": 1, "fee_amount": 0, "fee_requests": 0}
    assert not [found for found in xs.validate(report) if found.code.startswith(("S3", "S4"))]


def test_a_number_that_differs_is_shown_and_left_until_it_is_to_be_replaced(run, made):
    log, book = made
    fill(log)
    book.write_bytes(patch_workbook(book.read_bytes(), {xs.read(book).places[str(RECEIVED)]: 9}))
    code, said, _ = run("log", "count", log, "--into", book)
    assert code == 1
    assert "填的是 9，登记簿里是 3（“依申请”第 5、6、7 行）" in said
    assert xs.read(book).figures[RECEIVED] == 9
    assert run("log", "count", log, "--into", book, "--replace")[0] == 0
    assert xs.read(book).figures[RECEIVED] == 3
    _, said, _ = run("log", "count", log, "--into", book)
    assert "写入 0 格，165 格本来就相同" in said


def test_the_text_takes_from_the_log_what_no_table_asks_for(run, made):
    log, book = made
    fill(log)
    run("log", "count", log, "--into", book)
    run("fill", book, "--zeros", "-o", book, "--force")
    code, said, _ = run("narrate", book, "--log", log)
    assert code == 0
    assert "取自登记簿“登记簿.xlsx”" in said
    assert SECRET not in said
    assert "邮寄" in xs.read(book).drafted["overview.requests.ways"]
    logged(log, [{"number": "1", "arrived": day(3, 5)}])
    code, said, errors = run("narrate", book, "--log", log)
    assert code == 2
    assert "数不准（依申请!F4" in said + errors


def test_a_row_that_cannot_be_counted_stops_the_count(run, made):
    log, book = made
    logged(log, [{"number": "1", "arrived": day(3, 5)}])
    before = book.read_bytes()
    code, said, _ = run("log", "count", log, "--into", book)
    assert code == 1
    assert "L102  依申请!F4" in said
    assert book.read_bytes() == before


def test_a_report_is_compared_with_its_log(run, made):
    log, book = made
    fill(log)
    run("log", "count", log, "--into", book)
    book.write_bytes(patch_workbook(book.read_bytes(), {xs.read(book).places[str(RECEIVED)]: 4}))
    _, said, _ = run("validate", book, "--log", log, "--select", "L")
    assert "L601  三、申请办理!D6" in said
    assert "登记簿里是 3（“依申请”第 5、6、7 行）" in said
    assert "L107  依申请!" in said
    assert "2025-04-03 以前答复" in said
    assert SECRET not in said
    # No report is made of a log: its own closing line says what it is good for.
    assert "正式报告" not in said.partition(f"\n{log.name}\n")[2]


def test_a_log_without_faults_is_said_to_be_fit_for_counting(run, made):
    log, book = made
    _, said, _ = run("validate", book, "--log", log)
    assert said.endswith(f"{log.name}\n  结论：登记簿里没有问题，可以计数。\n\n")


def test_a_log_of_another_unit_or_year_is_refused(run, made, tmp_path):
    log, book = made
    other = tmp_path / "另一个.xlsx"
    write(
        replace(xs.read(book), profile=replace(xs.read(book).profile, unit="示例镇人民政府")), other
    )
    code, _, said = run("log", "count", log, "--into", other)
    assert code == 2
    assert "不能对照" in said
    code, _, said = run("validate", other, "--log", log)
    assert code == 2


def test_what_is_no_case_log_is_refused(run, made):
    _, book = made
    code, _, said = run("log", "count", book)
    assert code == 2
    assert "不是登记簿" in said


def test_a_case_log_sent_as_a_report_is_called_what_it_is(run, made):
    log, _ = made
    code, said, _ = run("validate", log)
    assert code == 2
    assert "F105" in said
    assert "这是登记簿，不是填报工作簿" in said


def test_nothing_an_applicant_wrote_is_ever_told(run, made, tmp_path):
    log, book = made
    rows = random_rows(7, 120, odd=0.0)
    filled = case_log(UNIT, 2025, rows, days_off=moved_days(2025))
    log.write_bytes(write_case_log(filled, rows, datetime.date(2026, 1, 10)))
    units = tmp_path / "名录.xlsx"
    units.write_bytes(write_register(Register((Unit(UNIT),))))
    for arguments in (
        ("log", "count", log),
        ("log", "count", log, "--into", book),
        ("validate", book, "--log", log),
        ("validate", book, "--log", log, "--format", "json"),
        ("validate", book, "--log", log, "--mark"),
        ("narrate", book),
        ("validate", book, "--annotate", tmp_path / "退回"),
        ("convert", book, "-o", tmp_path / "草稿.html", "--draft"),
        ("collect", tmp_path, "--register", units, "-o", tmp_path / "台账.xlsx"),
        ("rollup", book, "--unit", "示例县人民政府", "--year", 2025, "-o", tmp_path / "县.xlsx"),
    ):
        code, said, complained = run(*arguments)
        assert code in (0, 1), complained
        assert SECRET not in said + complained, arguments
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path != log]
    assert len(written) > 4
    for path in written:
        parts = _parts(path) if zipfile.is_zipfile(path) else [path.read_bytes()]
        assert SECRET.encode() not in b"".join(parts), path


def _parts(path) -> list[bytes]:
    from tests.tools.parts import unzipped

    return list(unzipped(path.read_bytes()).values())


# The next year, and a copy for an inspector ------------------------------------------------------


def test_the_next_year_begins_with_what_is_open(run, made, tmp_path):
    log, _ = made
    fill(log)
    following = tmp_path / "2026.xlsx"
    code, said, _ = run("log", "new", "--year", 2026, "--from", log, "-o", following)
    assert code == 0, said
    assert "申请 1 件，尚未审结的复议诉讼 1 件" in said
    _, said, _ = run("log", "count", following)
    assert "新收 0 件 ＋ 上年结转 1 件 ＝ 办理 0 件 ＋ 结转下年度 1 件" in said
    rows = read_case_log(following.read_bytes(), "2026.xlsx").rows
    assert rows["requests"][0].contents["gist"] == SECRET
    assert rows["disputes"][0].contents["about"] == "2025-006"


@pytest.mark.parametrize("seed", [1, 2])
def test_what_goes_over_is_what_the_next_year_begins_with(run, tmp_path, seed):
    """A log and the one after it agree on 结转, class by class, and on the documents in force."""
    rows = random_rows(seed, 150)
    log, following = tmp_path / "2025.xlsx", tmp_path / "2026.xlsx"
    filled = case_log(UNIT, 2025, rows, days_off=moved_days(2025))
    log.write_bytes(write_case_log(filled, rows, datetime.date(2026, 1, 10)))
    assert run("log", "new", "--year", 2026, "--from", log, "-o", following)[0] == 0
    before = Tally(filled, datetime.date(2026, 1, 10)).figures
    after_log = read_case_log(following.read_bytes(), "2026.xlsx").log
    after = Tally(after_log, datetime.date(2026, 1, 10)).figures
    asked = after_log.edition.named.requests
    for column in log_words(after_log.edition).classes.values():
        assert after[asked.carried_over.at(column)] == before[asked.carried_forward.at(column)]
    assert len(after_log.requests) > 5


def test_only_the_log_of_the_year_before_is_followed(run, made, tmp_path):
    log, _ = made
    code, _, said = run("log", "new", "--year", 2027, "--from", log, "-o", tmp_path / "a.xlsx")
    assert code == 2
    assert "请给出 2026 年的" in said


def test_a_copy_for_an_inspector_has_the_same_numbers_and_nobody_in_it(run, made, tmp_path):
    log, _ = made
    fill(log)
    copy = tmp_path / "检查.xlsx"
    assert run("log", "strip", log, "-o", copy)[0] == 0
    assert SECRET.encode() in b"".join(_parts(log))
    assert SECRET.encode() not in b"".join(_parts(copy))
    whole, bare = (read_case_log(path.read_bytes(), "a.xlsx").log for path in (log, copy))
    today = datetime.date(2026, 1, 10)
    assert Tally(whole, today).figures == Tally(bare, today).figures
    assert run("log", "count", log)[1] == run("log", "count", copy)[1]
