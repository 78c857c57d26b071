"""``log import``: a unit's own list is shown first, then taken over, and nobody's name goes along."""

from __future__ import annotations

import csv
import datetime
import io

import pytest
from openpyxl import Workbook

from tests.tools import office
from tests.tools.parts import unzipped
from xlsheets.basics.addresses import Spot
from xlsheets.basics.dates import written_day
from xlsheets.caselog.own_list import OwnSheet
from xlsheets.errors import UnreadableError
from xlsheets.workbook.caselog.own_sheets import read_own_sheets
from xlsheets.workbook.caselog.reading import read_case_log
from xlsheets.workbook.editing.patch import patch_workbook
from xlsheets.workflows.logs.case_log import blank_log

NAME = "王小明"
HEAD = ["收件号", "收件时间", "申请人", "申请人性质", "渠道", "答复时间", "答复类型"]
LIST = [
    ["2025 年依申请公开台账"],
    HEAD,
    ["2025-001", "2025年3月5日", NAME, "公民", "信函", "2025年3月20日", "公开"],
    ["2025-002", "2025年12月29日", NAME, "公司", "网上", "", ""],
    ["2025-003", "2025年4月1日", NAME, "公民", "信函", "2025年4月9日", f"告知{NAME}"],
]


def as_csv(rows: list, encoding: str) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode(encoding)


def as_workbook(rows: list) -> bytes:
    """Return the list as a workbook, its days as days."""
    book, stream = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append([written_day(text) or text for text in row])
    book.active.title = "台账"
    book.save(stream)
    return stream.getvalue()


def told_in(path) -> bytes:
    return b"".join(unzipped(path.read_bytes()).values())


@pytest.fixture(scope="module")
def own_log() -> bytes:
    """Return an empty log with a column of its owner's: names may stand there and nowhere else."""
    return patch_workbook(blank_log("示例乡人民政府", 2025), {Spot("依申请", "Y3"): "申请人"})


def test_a_list_is_shown_then_taken_over_and_known_when_it_comes_again(run, tmp_path, own_log):
    log, source = tmp_path / "登记簿.xlsx", tmp_path / "台账.csv"
    said_file = tmp_path / "登记簿的对照表.csv"
    source.write_bytes(as_csv(LIST, "gbk"))
    log.write_bytes(own_log)
    code, shown, _ = run("log", "import", source, "--into", log)
    assert code == 1
    assert log.read_bytes() == own_log
    assert "收件时间 → 收到日期" in shown
    assert "“公民” → “自然人”（2 行）" in shown
    assert "第 5 行的“答复类型”栏：不是下拉框里的，也认不出是哪一项" in shown
    assert "还没有记进" in shown
    assert NAME not in shown
    said_file.write_bytes(
        said_file.read_bytes() + f"依申请,答复类型,告知{NAME},（六）3.其他\r\n".encode()
    )
    code, done, _ = run("log", "import", source, "--into", log, "--yes")
    assert code == 0, done
    filled = read_case_log(log.read_bytes(), "登记簿.xlsx")
    requests = [row.contents for row in filled.rows["requests"]]
    assert [row["outcome"] for row in requests if "outcome" in row] == [
        "（一）予以公开",
        "（六）3.其他",
    ]
    assert requests[0] == {
        "number": "2025-001",
        "arrived": datetime.date(2025, 3, 5),
        "kind": "自然人",
        "channel": "邮寄",
        "answered": datetime.date(2025, 3, 20),
        "outcome": "（一）予以公开",
    }
    assert told_in(log).count(NAME.encode()) == 3
    assert NAME not in done
    again = run("log", "import", source, "--into", log)[1]
    assert "没有新增的行，登记簿里已经有的 3 行。" in again


def test_a_new_log_begins_with_a_list(run, tmp_path):
    log, source = tmp_path / "新.xlsx", tmp_path / "台账.xlsx"
    source.write_bytes(as_workbook(LIST))
    code, said, _ = run(
        "log", "import", source, "--unit", "示例乡人民政府", "--year", 2025, "-o", log, "--yes"
    )
    assert code == 1, said
    assert NAME.encode() not in told_in(log) + (tmp_path / "新的对照表.csv").read_bytes()
    filled = read_case_log(log.read_bytes(), "新.xlsx")
    assert [len(rows) for rows in filled.rows.values()] == [3, 0, 0, 0]
    assert filled.log.requests[0].arrived == datetime.date(2025, 3, 5)
    assert "新增 “依申请”3 行" in said


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_text_is_read_in_every_usual_encoding_and_with_every_separator(encoding, separator):
    text = f"{separator.join(HEAD)}\r\n{separator.join(LIST[2])}\r\n".encode(encoding)
    (found,) = read_own_sheets(text, "台账.csv")
    assert found.rows == {1: dict(enumerate(HEAD, 1)), 2: dict(enumerate(LIST[2], 1))}


def test_a_page_that_a_web_system_calls_a_workbook_is_read():
    cells = "".join(f"<td>{text}</td>" for text in HEAD)
    page = f"<html><meta charset=gbk><table><tr>{cells}</tr></table></html>".encode("gbk")
    (found,) = read_own_sheets(page, "导出.xls")
    assert found.rows == {1: dict(enumerate(HEAD, 1))}
    assert found.path == "“导出.xls”的“表格 1”表"


def test_a_cell_of_several_lines_is_one_cell():
    text = '编号,收到日期,内容\r\n1,2025-3-5,"一\r\n二"\r\n2,2025-3-6,三\r\n'.encode()
    (found,) = read_own_sheets(text, "台账.csv")
    assert [row[1] for row in found.rows.values()] == ["编号", "1", "2"]


UNREADABLE = {
    "引号不成对": (b'a,b\n"1,2\n3,4\n', "引号不成对"),
    "图片": (b"\x89PNG\r\n\x1a\n", "读不出来：不是台账"),
    "别的": (bytes(range(256)), "读不出来：不是台账"),
    "空的": (b"", "读不出来：不是台账"),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_cannot_be_read_is_said_with_what_to_do(kind):
    content, told = UNREADABLE[kind]
    with pytest.raises(UnreadableError, match=told) as refused:
        read_own_sheets(content, "台账.csv")
    assert "另存为 .xlsx" in str(refused.value)


@pytest.mark.office
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_a_list_of_another_program_is_read_like_one_of_excel(ending, tmp_path):
    source = tmp_path / "台账.xlsx"
    source.write_bytes(as_workbook(LIST))
    (made,) = office.convert([source], ending, tmp_path / ending)
    (ours,) = read_own_sheets(source.read_bytes(), "台账.xlsx")
    (found,) = read_own_sheets(made.read_bytes(), made.name)
    assert _days_written(found) == _days_written(ours)


def _days_written(sheet: OwnSheet) -> dict:
    return {
        number: [str(content).removesuffix(" 00:00:00") for content in cells.values()]
        for number, cells in sheet.rows.items()
    }


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "请写记到哪个登记簿"),
        (("--unit", "示例乡", "-o", "a.xlsx"), "请写记到哪个登记簿"),
        (("--into", "登记簿.xlsx", "--year", "2025"), "只写 --into"),
        (("--into", "没有.xlsx"), "打不开“没有.xlsx”"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(run, tmp_path, arguments, told):
    source = tmp_path / "台账.csv"
    source.write_bytes(as_csv(LIST, "gbk"))
    code, _, complained = run("log", "import", source, *arguments)
    assert code == 2
    assert told in complained


def test_what_is_no_list_is_refused(run, tmp_path, own_log):
    log, source = tmp_path / "登记簿.xlsx", tmp_path / "台账.csv"
    log.write_bytes(own_log)
    source.write_text("甲,乙\n1,2\n", encoding="utf-8")
    code, _, complained = run("log", "import", source, "--into", log, "--yes")
    assert code == 2
    assert "没有认出台账的表头" in complained
    assert {path.name for path in tmp_path.iterdir()} == {"登记簿.xlsx", "台账.csv"}
