"""One file that cannot be marked or sent back never stops a folder: it has that as its finding."""

import os
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from tests.tools.make import report
from xlsheets.basics.files import stops_a_run, write_atomically
from xlsheets.cli import app, main
from xlsheets.errors import OutputError
from xlsheets.workflows import one_report

LONG = "长" * 80


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("bad") / "收件"
    one_report.write(report(unit="示例县甲局"), folder / "a.xlsx")
    book = openpyxl.load_workbook(folder / "a.xlsx")
    del book["校验"]
    book.save(folder / "b.xlsx")
    shutil.copy(folder / "a.xlsx", folder / f"{LONG}.xlsx")
    with (
        zipfile.ZipFile(folder / "a.xlsx") as source,
        zipfile.ZipFile(folder / "大.xlsx", "w", zipfile.ZIP_DEFLATED) as large,
    ):
        for part in source.infolist():
            large.writestr(part, source.read(part))
        large.writestr("xl/media/image1.png", os.urandom(17_000_000))
    return folder


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(map(str, arguments)))
    if result.exception and not isinstance(result.exception, SystemExit):
        return 2, f"{result.output}{result.exception}"
    return result.exit_code, result.output


def test_a_workbook_without_its_list_is_one_files_finding(made, tmp_path):
    folder = shutil.copytree(made, tmp_path / "收件")
    code, said = run("validate", folder, "--mark", "-f", "concise", "--jobs", 1)
    assert code == 1
    (told,) = [line for line in said.splitlines() if " F111 " in line]
    assert told.startswith("b.xlsx:")
    for name in ("a.xlsx", f"{LONG}.xlsx", "大.xlsx"):
        assert (folder / name).read_bytes() != (made / name).read_bytes(), name


def test_every_sound_file_goes_back_however_large_and_whatever_it_is_called(made, tmp_path):
    run("validate", made, "--annotate", tmp_path / "退回", "-f", "concise", "--jobs", 1)
    names = {path.name for path in (tmp_path / "退回").iterdir() if path.suffix == ".xlsx"}
    assert names == {"a.xlsx", "b.xlsx", f"{LONG}.xlsx", "大.xlsx"}


def test_a_single_file_still_ends_the_command_with_the_reason(made, tmp_path):
    shutil.copy(made / "b.xlsx", tmp_path / "b.xlsx")
    code, said = run("validate", tmp_path / "b.xlsx", "--mark")
    assert code == 2
    assert "没有“校验”表" in said


def test_a_file_that_is_there_already_ends_the_run(made, tmp_path):
    target = ("--annotate", tmp_path / "退回", "--jobs", 1)
    run("validate", made, *target)
    code, said = run("validate", made, *target)
    assert code == 2
    assert "已经存在" in said


def test_a_part_of_a_path_that_is_too_long_is_one_sentence(made, tmp_path, capsys):
    for given in (
        ("validate", made / f"{LONG * 2}.xlsx"),
        ("validate", made, "--annotate", tmp_path / (LONG * 2)),
        ("convert", made, "-o", tmp_path / (LONG * 2)),
        ("rollup", made, "--unit", "县", "-y", 2025, "-o", tmp_path / f"{LONG * 2}.xlsx"),
    ):
        with pytest.raises(SystemExit, match="2"):
            main([*map(str, given), "--jobs", "1"])
        assert "文件名太长" in capsys.readouterr().err, given


def test_only_what_every_file_would_meet_stops_a_run(tmp_path):
    (tmp_path / "文件").write_bytes(b"")
    with pytest.raises(OutputError) as refused:
        write_atomically(tmp_path / "文件" / "a.xlsx", b"")
    assert not stops_a_run(refused.value)
    with pytest.raises(OutputError) as exists:
        write_atomically(tmp_path / "文件", b"")
    assert stops_a_run(exists.value)
