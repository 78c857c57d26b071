"""A newcomer adds one row to the edition: one line turns the right tests red, regeneration makes them green."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SUITES = [
    "tests/schema/test_editions.py",
    "tests/workbook/test_template.py",
    "tests/house/test_docs.py",
    "tests/documents/test_word.py",
]
ANCHOR = '            Item("still_unclear"'
NEW_ROW = (
    '            Item("destroyed", "4.已经依法销毁", "超过保管期限、依法销毁的。", "档案法"),\n'
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """Return a copy of the project with one more row in 表三, under （四）无法提供."""
    root = tmp_path_factory.mktemp("newcomer") / "xlsheets"
    skipped = shutil.ignore_patterns(".*", "__pycache__", "node_modules", "demo", "dist")
    shutil.copytree(ROOT, root, ignore=skipped)
    edition = root / "xlsheets/schema/ogi2021.py"
    text = edition.read_text(encoding="utf-8")
    start = re.search(r"^ *Item\(\s*\"still_unclear\"", text, re.MULTILINE).start()
    edition.write_text(text[:start] + NEW_ROW + text[start:], encoding="utf-8")
    return root


def _run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python on the copy, which shadows the installed package."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env={"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def _red(root: Path) -> set[str]:
    run = _run(root, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not office", *SUITES)
    return {
        line.split(" ")[1].split("[")[0]
        for line in run.stdout.splitlines()
        if line.startswith("FAILED")
    }


# What the law itself says stays red until the newcomer writes the new law into these tests.
STATED_IN_TESTS = {
    "tests/schema/test_editions.py::test_there_are_200_numbers_of_which_34_are_computed",
    "tests/schema/test_editions.py::test_tables_have_the_size_of_the_official_form",
    "tests/schema/test_editions.py::test_the_stub_of_the_outcomes_spans_22_rows",
}
GENERATED = {
    "tests/workbook/test_template.py::test_the_committed_template_is_the_one_the_program_writes",
    "tests/house/test_docs.py::test_a_generated_page_is_what_the_generator_prints",
}


def test_one_line_turns_generated_files_red_and_regeneration_makes_them_green(copy):
    red = _red(copy)
    assert red >= GENERATED
    assert _run(copy, "-m", "xlsheets", "template", "--force").returncode == 0
    assert _run(copy, "docs/build.py").returncode == 0
    left = _red(copy)
    assert not left & GENERATED
    assert left >= STATED_IN_TESTS


def test_the_new_row_is_in_every_medium(copy):
    script = (
        "import xlsheets as xs; from xlsheets.workflows.new_year import blank_report\n"
        "report = blank_report('示例乡人民政府', 2025).with_zeros()\n"
        "assert len(report.figures) == 172, len(report.figures)\n"
        "xs.write(report, 'new.xlsx', force=True); back = xs.read('new.xlsx')\n"
        "assert back.figures == report.figures and not back.observations, back.observations\n"
        "from xlsheets.extract.docx import read_docx\n"
        "print(read_docx(xs.convert(back, draft=True)))"
    )
    run = _run(copy, "-c", script)
    assert run.returncode == 0, run.stderr
    assert "4.已经依法销毁" in run.stdout
