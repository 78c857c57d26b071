"""Writing files: whole or not at all, never over another without being asked."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from xlsheets.basics.filenames import safe_stem, unique_stem
from xlsheets.basics.files import refuse_existing, write_atomically
from xlsheets.errors import OutputError


def test_a_file_is_written_whole_and_leaves_nothing_else(tmp_path):
    write_atomically(tmp_path / "下级" / "报告.docx", b"1")
    assert [path.name for path in (tmp_path / "下级").iterdir()] == ["报告.docx"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o777])
def test_a_file_that_is_replaced_keeps_its_mode(tmp_path, mode):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_atomically(path, b"new", force=True)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", mode)


def test_a_read_only_file_is_refused_even_by_force(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o444)
    for refuse in (
        lambda: write_atomically(path, b"new", force=True),
        lambda: refuse_existing([path], force=True),
    ):
        with pytest.raises(OutputError, match="“a”是只读的"):
            refuse()
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a", b"old")]


def test_an_existing_file_is_kept_unless_forced(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with pytest.raises(OutputError, match="已经存在"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    write_atomically(path, b"new", force=True)
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX limits")
def test_a_full_disk_leaves_the_old_file_and_no_rest(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    script = (
        "import resource, signal, sys; from pathlib import Path; from xlsheets.basics.files import write_atomically\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: write_atomically(Path(sys.argv[1]), b'x' * 9999, force=True)\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, tmp_path / "a"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONUTF8": "1"},
        check=True,
    )
    assert run.stdout.startswith("OutputError 写不了“a”")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"old")]


@pytest.mark.parametrize(
    "name",
    [
        "示例乡人民政府",
        "CON",
        "con.txt",
        "甲/乙",
        "..",
        "",
        "局" * 90,
        "尾巴. ",
        "a\u202eb",
        "x\x00y",
        "COM¹",
    ],
)
def test_a_name_is_accepted_everywhere(name):
    stem = safe_stem(name)
    assert 0 < len(f"{stem}（2）的反馈意见.docx".encode()) <= 255
    assert not set('<>:"/\\|?*') & set(stem)
    assert stem == stem.strip(". ")
    assert stem.split(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "COM¹"}


def test_an_ordinary_name_stays_as_it_is():
    assert (
        safe_stem("示例乡人民政府2025年政府信息公开工作年度报告")
        == "示例乡人民政府2025年政府信息公开工作年度报告"
    )


def test_a_long_name_is_cut_only_where_the_system_needs_it():
    name = f"{'示例县' * 12}水利局2025年政府信息公开工作年度报告"
    assert safe_stem(name) == name
    assert safe_stem(f"甲:乙/丙{'局' * 90}").startswith("甲：乙／丙局")


def test_two_units_of_one_name_get_two_files():
    assert unique_stem("示例局", set()) == "示例局"
    assert unique_stem("示例局", {"示例局"}) == "示例局（2）"
    assert unique_stem("示例局", {"示例局", "示例局（2）"}) == "示例局（3）"
