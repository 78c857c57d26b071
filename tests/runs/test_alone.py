"""One published report is read under the limits that a file of a folder has."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.tools.make import report
from xlsheets.documents.word.report import render
from xlsheets.errors import UnreadableError
from xlsheets.runs.alone import published_alone
from xlsheets.runs.worker import Limits


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "报告.docx"
    path.write_bytes(render(report()))
    return path


def test_a_report_read_alone_is_what_was_written(document):
    assert published_alone(document).report.figures == report().figures


def test_a_file_that_takes_too_long_is_given_up_in_a_sentence(document):
    with pytest.raises(UnreadableError, match="用的时间超过了限度"):
        published_alone(document, limits=Limits(clock=0.0))


def test_a_file_that_takes_too_much_memory_is_given_up_in_a_sentence(document):
    """In a program of its own: one that has freed much memory can give it out again below any limit."""
    large = document.with_suffix(".html")
    large.write_text(f'<p>一、总体情况</p><p title="{"x" * 8_000_000}">', encoding="utf-8")
    program = (
        "import sys; from pathlib import Path; from xlsheets.runs.alone import published_alone\n"
        "from xlsheets.runs.worker import Limits\n"
        "try: published_alone(Path(sys.argv[1]), limits=Limits(memory=2**20))\n"
        "except Exception as error: print(ascii(str(error)))\n"
    )
    command = [sys.executable, "-c", program, str(large)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert ascii("占用的内存超过了限度").strip("'") in said


def test_what_is_no_report_is_refused_as_it_would_be_here(tmp_path):
    path = tmp_path / "信.txt"
    path.write_text("没有报告", encoding="utf-8")
    with pytest.raises(UnreadableError, match="没有找到政府信息公开工作年度报告"):
        published_alone(path)
