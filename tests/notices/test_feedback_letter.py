"""What goes back to a unit: a paragraph to paste, a letter that names everything, its own file with marks."""

import io
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from tests.tools import validator
from tests.tools.make import report
from xlsheets.cli import app
from xlsheets.extract.docx import read_docx
from xlsheets.notices.feedback_letter import letter, paragraph
from xlsheets.report.findings import Finding
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workbook.template import write_workbook
from xlsheets.workflows.one_report import validate
from xlsheets.workflows.send_back.own_files import RECORD

UNIT = "示例乡人民政府"
FAULTY = report({"req.received.business": 2, "pro5.licensing.decisions": None})
FINDINGS = validate(FAULTY)


def lines(document: bytes) -> list[str]:
    return [printed.text for printed in read_docx(document).paragraphs]


def run(*arguments: object):
    return CliRunner().invoke(app, list(map(str, arguments)))


def test_the_paragraph_counts_and_names_what_is_wrong():
    said = paragraph(UNIT, FINDINGS)
    assert "\n" not in said
    assert said.startswith("示例乡人民政府：你单位的年度报告经核对，有 2 项必须改正。")
    assert all(finding.message in said for finding in FINDINGS)


def test_the_letter_names_every_finding_under_its_weight():
    said = lines(letter(UNIT, 2025, FINDINGS))
    assert said[0] == "关于示例乡人民政府2025年政府信息公开工作年度报告的反馈意见"
    assert "一、必须改正的（2 项）" in said
    assert [line for line in said if line.startswith(("1. ", "2. "))] == [
        f"{n}. {finding.address}：{finding.message}{finding.hint}"
        for n, finding in enumerate(FINDINGS, 1)
    ]


def test_a_clean_report_gets_a_clean_answer():
    clean = validate(report())
    assert "没有需要改正的问题" in paragraph(UNIT, clean)
    assert "没有需要改正的问题" in lines(letter(UNIT, 2025, clean))[-1]


@pytest.mark.validator
def test_the_letter_is_valid(tmp_path: Path):
    path = tmp_path / "反馈.docx"
    path.write_bytes(letter("甲&乙<镇>", None, FINDINGS))
    assert validator.errors(path) == []


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "收件"
    (folder / "下级").mkdir(parents=True)
    (folder / "下级/乡.xlsx").write_bytes(write_workbook(FAULTY))
    (folder / "坏.xlsx").write_bytes(b"PK\3\4")
    return folder


def test_every_file_of_a_folder_goes_back_and_none_is_touched(inbox: Path, tmp_path: Path):
    before = {path: path.read_bytes() for path in inbox.rglob("*.xlsx")}
    assert run("validate", inbox, "--annotate", tmp_path / "退回").exit_code == 1
    assert {path: path.read_bytes() for path in inbox.rglob("*.xlsx")} == before
    back = tmp_path / "退回"
    assert sorted(path.relative_to(back).as_posix() for path in back.rglob("*.*")) == [
        RECORD,
        "下级/乡.xlsx",
        "下级/乡.xlsx的反馈意见.docx",
        "下级/乡.xlsx的反馈意见.txt",
        "坏.xlsx的反馈意见.docx",
        "坏.xlsx的反馈意见.txt",
    ]
    assert read_workbook(back / "下级/乡.xlsx").figures == FAULTY.figures
    book = openpyxl.load_workbook(io.BytesIO((back / "下级/乡.xlsx").read_bytes()))
    assert any(cell.comment for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "读不出来" in (back / "坏.xlsx的反馈意见.txt").read_text(encoding="utf-8-sig")


def test_copies_of_an_earlier_run_are_no_reports_to_examine(inbox: Path):
    assert "2 个文件" in run("validate", inbox, "--annotate", inbox / "退回").output
    assert "2 个文件" in run("validate", inbox, "--annotate", inbox / "退回", "--force").output


@pytest.mark.parametrize("more", [(), ("--force",)])
def test_files_that_differ_in_their_endings_alone_have_letters_of_their_own(
    inbox: Path, tmp_path: Path, more
):
    (inbox / "下级/乡.docx").write_bytes(letter(UNIT, 2025, FINDINGS))
    (inbox / "下级/乡.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    assert run("validate", inbox, "--annotate", tmp_path / "退回", *more).exit_code == 1
    told = {
        name: (tmp_path / f"退回/下级/{name}的反馈意见.txt").read_text(encoding="utf-8-sig")
        for name in ("乡.xlsx", "乡.docx", "乡.xls")
    }
    assert "读不出来" not in told["乡.xlsx"]
    assert len(set(told.values())) == 3


def test_a_long_name_leaves_room_for_what_is_added(tmp_path: Path):
    name = f"{'乡' * 82}.xlsx"
    folder = tmp_path / "收件"
    folder.mkdir()
    (folder / name).write_bytes(b"PK")
    result = run("validate", folder, "--annotate", tmp_path / "退回")
    assert (result.exit_code, len(list((tmp_path / "退回").glob("*的反馈意见.*")))) == (1, 2), (
        result.output
    )


@pytest.mark.parametrize("more", [(), ("--force",)])
def test_namesakes_of_two_folders_are_refused_before_anything_is_written(
    inbox: Path, tmp_path: Path, more
):
    other = tmp_path / "补报"
    other.mkdir()
    (other / "坏.xlsx").write_bytes(b"PK")
    result = run("validate", inbox, other, "--annotate", tmp_path / "退回", *more)
    assert "有 2 个文件都叫“坏.xlsx”" in str(result.exception)
    assert not (tmp_path / "退回").exists()


def test_the_copies_may_not_replace_what_was_sent(inbox: Path):
    result = run("validate", inbox, "--annotate", inbox, "--force")
    assert result.exit_code != 0
    assert read_workbook(inbox / "下级/乡.xlsx").figures == FAULTY.figures


def test_an_accepted_finding_is_not_asked_for_again():
    accepted = [
        Finding(
            code="Y201", severity=finding.severity.CONFIRM, message="说明过的。", reason="口径调整"
        )
        for finding in FINDINGS[:1]
    ]
    assert "没有需要改正的问题" in paragraph(UNIT, accepted)


def test_one_run_at_a_time_writes_what_goes_back(inbox: Path, tmp_path: Path):
    from xlsheets.runs.output_folder import alone_in

    with alone_in(tmp_path / "退回"):
        other = subprocess.run(
            [sys.executable, "-m", "xlsheets", "validate", inbox, "--annotate", tmp_path / "退回"],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert other.returncode == 2
        assert "另一次运行" in other.stderr
    assert list((tmp_path / "退回").iterdir()) == []


def test_what_a_killed_run_left_half_written_is_swept_away(inbox: Path, tmp_path: Path):
    torn = tmp_path / "退回/下级/.ab12cd34.tmp"
    torn.parent.mkdir(parents=True)
    torn.write_bytes(b"PK")
    run("validate", inbox, "--annotate", tmp_path / "退回")
    assert not torn.exists()
