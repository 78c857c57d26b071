"""Returning a round: a folder for each unit that has something to put right, one text for the missing, one circular."""

import datetime
import json
import os
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from tests.tools import validator
from tests.tools.make import report
from xlsheets.basics.addresses import Spot
from xlsheets.cli import app
from xlsheets.county.register import Office, Register, Unit
from xlsheets.extract.docx import read_docx
from xlsheets.notices.feedback_letter import letter, paragraph
from xlsheets.report.findings import Finding, Severity
from xlsheets.schema import Cell
from xlsheets.workbook.lists.register import read_register, write_register
from xlsheets.workflows import one_report
from xlsheets.workflows.send_back.own_files import RECORD

CLEAN = Unit("示例县青山镇人民政府", code="A01", level="township")
FAULTY = Unit("示例县清河镇人民政府", code="A02", level="township")
BROKEN = Unit("示例县教育局", code="B01", level="county_department")
MISSING = Unit("示例县水利局", code="B02", level="county_department")
OFFICE = Office(
    area="示例县",
    name="示例县政务公开办公室",
    due=datetime.date(2026, 1, 26),
    reply_by=datetime.date(2026, 2, 5),
    contact="张某",
    phone="0357-7654321",
)
DAY = "2026-01-28"


def filed(folder: Path, name: str, content: bytes, day: int) -> None:
    (folder / name).write_bytes(content)
    when = 1_767_225_600 + day * 86_400
    os.utime(folder / name, (when, when))


def of(unit: Unit, received: int = 0) -> bytes:
    """Return the workbook of a unit; what it received and did not answer is a mistake."""
    held = report({"req.received.business": received}, unit=unit.name, level=unit.level)
    told = f"{unit.name}认真做好主动公开、依申请公开、政府信息管理、平台建设、监督保障各项工作。"
    # The text is of another unit, and to name that one is a finding of its own.
    own = tuple(text.replace("示例乡人民政府", unit.name) for text in held.narrative["overview"])
    narrative = {**held.narrative, "overview": (told, *own)}
    return one_report.workbook(replace(held, narrative=narrative))


@pytest.fixture
def county(tmp_path: Path) -> Path:
    inbox = tmp_path / "收件"
    inbox.mkdir()
    filed(inbox, "A01.xlsx", of(CLEAN), 20)
    filed(inbox, "A02-旧.xlsx", of(FAULTY, 9), 10)
    filed(inbox, "A02-新.xlsx", of(FAULTY, 3), 20)
    filed(inbox, "B01-教育局.xlsx", b"PK\3\4", 20)
    register = Register((CLEAN, FAULTY, BROKEN, MISSING), OFFICE)
    (tmp_path / "名录.xlsx").write_bytes(write_register(register))
    return tmp_path


def run(county: Path, command: str, *arguments: object) -> tuple[int, str]:
    given = [command, county / "收件", "--register", county / "名录.xlsx", *arguments]
    result = CliRunner().invoke(app, [*map(str, given), "--jobs", "1", "--as-of", DAY])
    if result.exception and not isinstance(result.exception, SystemExit):
        return 2, f"{result.output}{result.exception}"
    return result.exit_code, result.output


def lines(path: Path) -> list[str]:
    return [paragraph.text for paragraph in read_docx(path.read_bytes()).paragraphs]


def test_the_ledger_loses_no_list_when_a_return_is_written_into_it(county: Path):
    last = county / "上年"
    last.mkdir()
    one_report.write(report(unit=CLEAN.name, year=2024), last / "A01.xlsx")
    ledger = county / "台账.xlsx"
    run(county, "collect", "-o", ledger, "--last", last)
    before = {sheet.title: sheet.max_row for sheet in openpyxl.load_workbook(ledger)}
    assert before["相似度"] > 3 < before["跨年"]
    recorded = ("--ledger", ledger, "--record", "--last", last)
    run(county, "return", *recorded, "-o", county / "退回")
    assert {sheet.title: sheet.max_row for sheet in openpyxl.load_workbook(ledger)} == before


def test_every_unit_with_something_to_put_right_gets_a_folder(county: Path):
    before = {path.name: path.read_bytes() for path in (county / "收件").iterdir()}
    code, said = run(county, "return", "-o", county / "退回")
    assert code == 0, said
    stem = f"A02-{FAULTY.name}"
    assert {
        path.relative_to(county / "退回").as_posix() for path in (county / "退回").rglob("*.*")
    } == {
        RECORD,
        "催报.txt",
        "通报.docx",
        f"{stem}/{stem}.xlsx",
        f"{stem}/{stem}的反馈意见.docx",
        f"{stem}/{stem}的反馈意见.txt",
        f"B01-{BROKEN.name}/B01-{BROKEN.name}的反馈意见.docx",
        f"B01-{BROKEN.name}/B01-{BROKEN.name}的反馈意见.txt",
    }
    marked = one_report.read(county / "退回" / stem / f"{stem}.xlsx")
    assert marked.figures[Cell.parse("req.received.business")] == 3
    assert {path.name: path.read_bytes() for path in (county / "收件").iterdir()} == before


def test_what_does_not_agree_with_last_year_goes_back_too(county: Path, tmp_path: Path):
    """The ledger was checked against last year: the letters and the round that is closed say the same of a unit."""
    last = tmp_path / "上年"
    last.mkdir()
    before = report(
        {"req.carried_forward.business": 2, "req.received.business": 2}, unit=CLEAN.name
    )
    before = replace(before, profile=replace(before.profile, year=2024, level=CLEAN.level))
    one_report.write(before, last / "青山镇2024.xlsx")
    (last / "坏的.xlsx").write_bytes(b"PK")
    given = ["close", county / "收件", "--register", county / "名录.xlsx", "--last", last]
    closed = tmp_path / "定稿.json"
    CliRunner().invoke(app, list(map(str, [*given, "-o", closed])))
    units = json.loads(closed.read_text(encoding="utf-8"))["units"]
    assert units[CLEAN.name]["state"] == "需核实"
    out = tmp_path / "退回"
    code, said = run(county, "return", "--last", last, "-o", out)
    assert (code, "没有用“坏的.xlsx”：" in said) == (0, True)
    (told,) = (out / f"{CLEAN.code}-{CLEAN.name}").glob("*.txt")
    assert "上年结转" in told.read_text(encoding="utf-8-sig")


def test_letters_are_addressed_signed_and_dated_and_say_until_when(county: Path):
    run(county, "return", "-o", county / "退回")
    for unit in (FAULTY, BROKEN):
        folder = county / "退回" / f"{unit.code}-{unit.name}"
        (document,) = folder.glob("*.docx")
        said = lines(document)
        assert (
            said[0]
            == f"关于{unit.name}{'2025年' if unit is FAULTY else ''}政府信息公开工作年度报告的反馈意见"
        )
        assert said[1] == f"{unit.name}："
        assert said[-3:] == [
            "请于 2026 年 2 月 5 日前改好，重新报送。联系人：张某，电话：0357-7654321。",
            "示例县政务公开办公室",
            "2026年1月28日",
        ]
        assert validator.errors(document) == []
        (text,) = folder.glob("*.txt")
        message = text.read_text("utf-8-sig")
        assert message.startswith(f"{unit.name}：")
        assert message.endswith("示例县政务公开办公室 2026年1月28日")
    assert "“B01-教育局.xlsx”：" in message


def test_one_text_urges_all_that_are_missing_and_one_circular_counts_all(county: Path):
    run(county, "return", "-o", county / "退回")
    urged = (county / "退回/催报.txt").read_text("utf-8-sig")
    assert urged == (
        "截至 2026 年 1 月 28 日，还有 2 个单位没有报送 2025 年度政府信息公开工作年度报告："
        "示例县教育局（报来的文件没有计入，见反馈意见）、示例县水利局。报送期限（2026 年 1 月 26 日）已过，请立即报送。"
        "联系人：张某，电话：0357-7654321。示例县政务公开办公室 2026年1月28日"
    )
    told = "".join(lines(county / "退回/通报.docx"))
    assert "应报 4 个单位，已报 2 个，未报 2 个，迟报 0 个" in told
    assert f"一、没有问题的（1 个）{CLEAN.name}。" in told
    assert f"二、必须改正的（1 个）{FAULTY.name}。" in told


def test_the_day_of_the_return_goes_into_the_ledger(county: Path):
    ledger = county / "台账.xlsx"
    run(county, "collect", "-o", ledger)
    code, said = run(county, "return", "-o", county / "退回", "--ledger", ledger, "--record")
    assert code == 0, said
    rows = list(openpyxl.load_workbook(ledger)["状态总表"].iter_rows(min_row=3, values_only=True))
    by_unit = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    assert by_unit[FAULTY.name]["退回日期"] == DAY
    assert by_unit[FAULTY.name]["进度"] == f"已退回（第 1 次，{DAY}）"
    assert by_unit[FAULTY.name]["退回时的问题"].startswith("第 1 次：S303")
    assert by_unit[CLEAN.name]["退回日期"] is None


def test_nothing_is_written_over_or_into_the_folder_that_came_in(county: Path):
    code, said = run(county, "return", "-o", county / "收件/退回")
    assert (code, "外面" in said) == (2, True)
    run(county, "return", "-o", county / "退回")
    code, _ = run(county, "return", "-o", county / "退回")
    assert code == 2
    assert run(county, "return", "-o", county / "退回", "--force")[0] == 0


def written(folder: Path) -> dict[str, bytes]:
    """Return what was written to be sent, by its place in the folder."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != RECORD)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def changed_by_an_officer(folder: Path) -> None:
    """Change one file of every kind that goes back, as an officer does."""
    stem = f"A02-{FAULTY.name}"
    for name in (f"{stem}/{stem}.xlsx", f"{stem}/{stem}的反馈意见.txt", "催报.txt", "通报.docx"):
        (folder / name).write_bytes((folder / name).read_bytes() + "请于周五前。".encode())


def test_what_an_officer_changed_is_kept_until_its_replacing_is_asked_for(county: Path):
    out = county / "退回"
    run(county, "return", "-o", out)
    fresh = written(out)
    changed_by_an_officer(out)
    changed = {name: content for name, content in written(out).items() if content != fresh[name]}
    # What the units sent has changed, too: all that nobody touched is written anew.
    filed(county / "收件", "A02-新.xlsx", of(FAULTY, 7), 20)
    code, said = run(county, "return", "-o", out, "--force")
    again = written(out)
    assert (code, len(changed)) == (0, 4)
    assert {name: again[name] for name in changed} == changed
    stem = f"A02-{FAULTY.name}"
    letter_of_it = f"{stem}/{stem}的反馈意见.docx"
    assert again[letter_of_it] != fresh[letter_of_it]
    assert "有 4 个文件写出以后有人改过，没有动；要换成新的，加 --replace：" in said
    assert all(f"  {name}\n" in said for name in changed)
    code, said = run(county, "return", "-o", out, "--force", "--replace")
    assert (code, "有 4 个文件写出以后有人改过，已经换成新的：" in said) == (0, True)
    whole = county / "另一处"
    run(county, "return", "-o", whole)
    assert written(out) == written(whole)
    assert "有人改过" not in run(county, "return", "-o", out, "--force")[1]


def test_a_folder_without_a_record_is_taken_for_somebody_elses(county: Path):
    """It may be of an earlier version, or copied: nobody can say whether its letters are as they were written."""
    out = county / "退回"
    run(county, "return", "-o", out)
    (out / RECORD).write_bytes(b'{"file": "\xe5\x82\xac')  # as a killed run leaves it
    (out / "催报.txt").write_text("另外写的。", "utf-8")
    assert "有 1 个文件写出以后有人改过" in run(county, "return", "-o", out, "--force")[1]
    assert (out / "催报.txt").read_text("utf-8") == "另外写的。"


def test_letters_of_a_folder_without_a_register_are_kept_as_well(county: Path):
    out = county / "退回"

    def annotated(*options: str) -> tuple[int, str]:
        given = ["validate", str(county / "收件"), "--annotate", str(out), *options, "--jobs", "2"]
        result = CliRunner().invoke(app, given)
        return result.exit_code, result.output

    annotated()
    changed = out / "A02-新.xlsx的反馈意见.txt"
    changed.write_text("另外写的。", "utf-8")
    said = annotated("--force")[1]
    assert "有 1 个文件写出以后有人改过，没有动；要换成新的，加 --replace：" in said
    assert changed.name in said
    assert changed.read_text("utf-8") == "另外写的。"
    assert "已经换成新的" in annotated("--force", "--replace")[1]
    assert FAULTY.name in changed.read_text("utf-8-sig")
    for options in (["--replace"], ["--replace", "--annotate", str(out)]):
        result = CliRunner().invoke(app, ["validate", str(county / "收件"), *options])
        assert (result.exit_code, "一起用" in f"{result.output}{result.exception}") != (0, False)


def test_the_day_until_which_to_answer_can_be_given_for_one_round(county: Path):
    out = county / "退回"
    assert run(county, "return", "-o", out, "--due", "2026-02-11")[0] == 0
    until = "请于 2026 年 2 月 11 日前"
    urged = (out / "催报.txt").read_text("utf-8-sig")
    assert f"报送期限（2026 年 1 月 26 日）已过，{until}报送。" in urged
    documents = sorted(out.rglob("*.docx"))
    assert len(documents) == 3
    for document in documents:
        assert sum(f"{until}改好，重新报送。" in line for line in lines(document)) == 1
    code, said = run(county, "return", "-o", county / "别处", "--due", "2026-01-27")
    assert (code, "--due 写的 2026-01-27 比退回的日子 2026-01-28 还早" in said) == (2, True)


def test_many_findings_of_one_rule_are_one_item_with_the_cells_of_the_others():
    findings = [
        Finding(
            code="C101",
            severity=Severity.ERROR,
            message=f"第 {column} 格空着。",
            hint="没有就填 0。",
            sheet="三、申请",
            cell=f"{column}6",
        )
        for column in "DEFGH"
    ]
    hint = Finding(code="T100", severity=Severity.HINT, message="可以更好。", sheet="一、总体")
    path_lines = read_docx(letter(FAULTY.name, 2025, [*findings, hint])).paragraphs
    said = [paragraph.text for paragraph in path_lines]
    assert said[-3:] == [
        "1. 三、申请!D6：第 D 格空着。没有就填 0。同样的问题还有 4 处：三、申请!E6:H6。",
        "二、供参考的（1 项）",
        "可以不改，逐项列在“问题”表里。",
    ]
    assert Spot("三、申请", "D6").sheet in said[5]


def test_what_came_as_no_workbook_gets_all_in_the_letter():
    error = Finding(code="S303", severity=Severity.ERROR, message="加起来不对。", hint="请改正。")
    hint = Finding(code="T100", severity=Severity.HINT, message="可以更好。")
    asked = Finding(code="Y201", severity=Severity.CONFIRM, message="差得多。", hint="请核对。")
    said = [
        printed.text
        for printed in read_docx(
            letter("甲", 2025, [error, asked, hint], attached=False)
        ).paragraphs
    ]
    assert not any("所附" in line or "“问题”" in line or "“校验”" in line for line in said)
    assert "填错的改正；确实如此的，重新报送时一起写明原因。" in said
    assert said[-2:] == ["可以不改。", "1. 可以更好。"]
    assert "所附" not in paragraph("甲", [error] * 5, attached=False)


def test_a_register_written_anew_keeps_what_was_filled_in(county: Path, tmp_path: Path):
    path = county / "名录.xlsx"
    before = read_register(path)
    assert before.office == OFFICE
    result = CliRunner().invoke(app, ["register", "-o", str(path), "--force"])
    assert "原来的 4 个单位都留着" in result.output
    assert read_register(path) == before
    blank = tmp_path / "空.xlsx"
    for _ in range(2):
        assert CliRunner().invoke(app, ["register", "-o", str(blank), "--force"]).exit_code == 0


def test_the_last_day_of_the_register_is_what_late_is_measured_by(county: Path):
    ledger = county / "台账.xlsx"
    filed(county / "收件", "A01.xlsx", of(CLEAN), 28)
    run(county, "collect", "-o", ledger)
    rows = openpyxl.load_workbook(ledger)["状态总表"].iter_rows(min_row=4, values_only=True)
    assert {row[0]: row[4] for row in rows}[CLEAN.name] == "迟报"


def test_a_day_that_is_none_is_refused_with_its_row(county: Path):
    book = openpyxl.load_workbook(county / "名录.xlsx")
    book["主管部门"]["B6"] = "月底"
    book.save(county / "名录.xlsx")
    code, said = run(county, "collect", "-o", county / "台账.xlsx")
    assert code == 2
    assert "“主管部门”表第 6 行" in said
    assert "“月底”不是日期" in said


def test_the_office_is_read_back_as_it_was_written(tmp_path: Path):
    path = tmp_path / "名录.xlsx"
    register = Register((CLEAN,), OFFICE._replace(due=None))
    path.write_bytes(write_register(register))
    assert read_register(path) == register


def test_what_an_officer_passed_does_not_go_back_and_stays_passed(county: Path):
    """It may still hold what a rule asks about: somebody asked on the telephone."""
    ledger, out = county / "台账.xlsx", county / "退回"
    run(county, "collect", "-o", ledger)
    book = openpyxl.load_workbook(ledger)
    heads = {cell.value: cell.column for cell in book["状态总表"][3]}
    (row,) = [
        cells[0].row
        for cells in book["状态总表"].iter_rows(min_row=4)
        if cells[0].value == FAULTY.name
    ]
    book["状态总表"].cell(row, heads["审核通过"]).value = "是"
    book.save(ledger)
    _, said = run(county, "return", "-o", out, "--ledger", ledger, "--record")
    assert f"审核通过的不退回：{FAULTY.name}。" in said
    assert [path.name for path in out.iterdir() if path.is_dir()] == [f"B01-{BROKEN.name}"]
    told = "".join(lines(out / "通报.docx"))
    assert f"一、没有问题的（2 个）{CLEAN.name}、{FAULTY.name}。二、没有报送的" in told
    rows = list(openpyxl.load_workbook(ledger)["状态总表"].iter_rows(min_row=3, values_only=True))
    kept = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}[FAULTY.name]
    assert (kept["审核通过"], kept["退回日期"], kept["进度"]) == ("是", None, "通过")
    # Another copy was never looked at.
    filed(county / "收件", "A02-新.xlsx", of(FAULTY, 5), 25)
    run(county, "return", "-o", out, "--ledger", ledger, "--force")
    assert (out / f"A02-{FAULTY.name}").is_dir()


def test_who_sent_no_workbook_is_told_the_cells_by_their_names(county: Path):
    """A Word report has no columns with letters, and its unit no workbook to look into."""
    (county / "收件/A02-新.xlsx").unlink()
    (county / "收件/A02-旧.xlsx").unlink()
    held = report(
        {"req.received.business": 3, "req.received.natural_person": None},
        unit=FAULTY.name,
        level=FAULTY.level,
    )
    content = one_report.convert(held, "docx", draft=True)
    filed(county / "收件", "A02.docx", content, 20)
    run(county, "return", "-o", county / "退回")
    folder = county / "退回" / f"A02-{FAULTY.name}"
    (document,), (text,) = folder.glob("*.docx"), folder.glob("*.txt")
    for said in ("".join(lines(document)), text.read_text("utf-8-sig")):
        assert "表三 › 四、结转下年度继续办理 › 商业企业：商业企业一列" in said
        assert not re.search(r"![A-Z]+\d|个表格", said)
