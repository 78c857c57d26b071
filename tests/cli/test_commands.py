"""The commands as a person runs them: what they print, what they write, how they end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

import xlsheets as xs
from tests.tools.make import EDITION, report
from xlsheets.county.register import Register, Unit
from xlsheets.workbook.lists.register import write_register
from xlsheets.workflows import samples


def test_new_makes_a_workbook_that_knows_its_unit(run, tmp_path):
    code, out, _ = run(
        "new", "示例镇人民政府", "--year", 2025, "--kind", "乡镇人民政府", "-o", tmp_path / "a.xlsx"
    )
    made = xs.read(tmp_path / "a.xlsx")
    assert (code, made.profile.unit, made.profile.year, made.profile.level) == (
        0,
        "示例镇人民政府",
        2025,
        "township",
    )
    assert "a.xlsx" in out


def test_the_version_is_told(run):
    assert run("--version") == (0, f"xlsheets {xs.__version__}\n", "")


def test_nothing_is_overwritten_without_force(run, filled):
    before = filled.read_bytes()
    code, _, err = run("new", "甲", "--year", 2025, "-o", filled)
    assert code == 2
    assert "已经存在" in err
    assert filled.read_bytes() == before


def test_what_people_filled_in_is_told_before_it_is_written_over(run, tmp_path):
    path = tmp_path / "镇.xlsx"
    given = ("new", "示例镇人民政府", "-y", 2025, "-o", path, "--force")
    assert "换掉" not in run(*given)[2]
    # A workbook as it was sent out holds nothing that anybody filled in.
    assert "换掉" not in run(*given)[2]
    opened = openpyxl.load_workbook(path)
    opened["三、申请办理"]["D6"] = 3
    opened["一、总体情况"]["B5"] = "写了一段。"
    opened.save(path)
    copy = tmp_path / "乡.xlsx"
    copy.write_bytes(path.read_bytes())
    assert "“镇.xlsx”里原来填了 1 个数、正文 1 段，这次换掉。" in run(*given)[2]
    told = run("fill", path, "-o", copy, "--force")[2]
    assert "“乡.xlsx”里原来填了 1 个数、正文 1 段，这次换掉。" in told


def test_a_sound_workbook_passes(run, filled):
    code, out, err = run("validate", filled)
    assert code == 0, out
    assert "结论：合格" in out
    assert err == ""


def test_a_faulty_workbook_fails_at_its_cells(run, faulty):
    code, out, _ = run("validate", faulty)
    assert code == 1
    assert "三、申请办理!" in out
    assert "强制性" in out


@pytest.mark.parametrize("form", ["json", "jsonl", "concise"])
def test_every_listing_names_the_same_findings(run, faulty, form):
    expected = xs.validate(xs.read(faulty))
    _, out, _ = run("validate", faulty, "-f", form)
    assert [finding.code for finding in expected if out.count(finding.code) == 0] == []
    if form == "json":
        assert len(json.loads(out)[0]["findings"]) == len(expected)
    else:
        assert out.count("\n") == len(expected)


def test_rules_can_be_selected_and_left_out(run, faulty):
    _, out, _ = run("validate", faulty, "-f", "concise", "--select", "C")
    assert {line.split(": ")[1][0] for line in out.splitlines()} == {"C"}
    _, out, _ = run("validate", faulty, "-f", "concise", "--ignore", "C，S")
    assert not {line.split(": ")[1][0] for line in out.splitlines()} & {"C", "S"}


def test_a_folder_is_checked_to_the_last_file(run, filled, faulty, tmp_path):
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04not a workbook")
    (tmp_path / "~$示例乡.xlsx").write_bytes(b"lock")
    code, out, _ = run("validate", tmp_path)
    assert code == 1
    assert "3 个文件：合格 1，有错 1，打不开 1。" in out


# {bad} is the file that is damaged, {good} a sound workbook, {word} its report.
TWO_FILES = (
    "convert {bad} -o {out}.docx",
    "narrate {bad} -o {out}.xlsx",
    "narrate {good} -o {out}.xlsx --last {bad}",
    "validate {good} --last {bad}",
    "validate {good} --log {bad}",
    "compare {good} {bad}",
    "verify {bad} {word}",
    "absorb {word} {bad}",
    "absorb {bad} {good}",
    "repair {bad} -o {out}.xlsx",
    "new --year 2026 --from {bad}",
    "collect {folder} --register {bad} -o {out}.xlsx",
    "collect {folder} --register {register} -o {bad}",
    "log count {bad}",
    "log strip {bad} -o {out}.xlsx",
)


@pytest.mark.parametrize("line", TWO_FILES)
def test_a_refusal_says_which_of_the_files_is_damaged(run, filled, tmp_path, line):
    files = {
        "bad": tmp_path / ("坏.docx" if line.startswith("absorb {bad}") else "坏.xlsx"),
        "good": filled,
        "word": tmp_path / "报告.docx",
        "out": tmp_path / "out",
        "folder": tmp_path / "收件",
        "register": tmp_path / "名录.xlsx",
    }
    files["folder"].mkdir()
    files["register"].write_bytes(write_register(Register((Unit("示例乡人民政府"),))))
    assert run("convert", filled, "-o", files["word"])[0] == 0
    files["bad"].write_bytes(filled.read_bytes()[:30_000])
    code, _, err = run(*(word.format(**files) for word in line.split()))
    assert code == 2
    assert f"“{files['bad'].name}”" in err


def test_a_single_unreadable_file_ends_with_2(run, tmp_path):
    (tmp_path / "坏.xlsx").write_bytes(b"")
    code, out, _ = run("validate", tmp_path / "坏.xlsx")
    assert code == 2
    assert "坏.xlsx" in out


def test_a_missing_file_is_said_in_chinese(run, tmp_path):
    code, _, err = run("validate", tmp_path / "没有.xlsx")
    assert code == 2
    assert "没有“" in err


def test_convert_writes_the_report_and_refuses_a_faulty_one(run, filled, faulty, tmp_path):
    code, _, _ = run("convert", filled, "-o", tmp_path / "报告.docx")
    assert code == 0
    assert (tmp_path / "报告.docx").read_bytes()[:2] == b"PK"
    code, _, err = run("convert", faulty, "-o", tmp_path / "不该有.docx")
    assert code == 1
    assert "强制性" in err
    assert not (tmp_path / "不该有.docx").exists()
    code, _, _ = run("convert", faulty, "--draft", "-o", tmp_path / "草稿.docx")
    assert code == 0


def test_convert_names_the_files_of_a_folder_after_their_units(run, tmp_path):
    inbox, out = tmp_path / "收件", tmp_path / "报告"
    for unit in ("甲乡人民政府", "乙乡人民政府"):
        sound = samples.sound()
        text = {
            key: tuple(line.replace("示例乡人民政府", unit) for line in lines)
            for key, lines in sound.narrative.items()
        }
        xs.write(
            replace(sound, profile=replace(sound.profile, unit=unit), narrative=text),
            inbox / f"{unit}.xlsx",
        )
    code, _, err = run("convert", inbox, "-o", out)
    assert code == 0, err
    assert sorted(path.name for path in out.iterdir()) == [
        "乙乡人民政府2025年政府信息公开工作年度报告.docx",
        "甲乡人民政府2025年政府信息公开工作年度报告.docx",
        "运行记录.json",
    ]


def test_json_goes_in_and_the_same_comes_out(run, tmp_path):
    source = tmp_path / "a.json"
    xs.write(samples.sound(), source)
    assert run("fill", source, "-o", tmp_path / "a.xlsx")[0] == 0
    assert run("convert", tmp_path / "a.xlsx", "-t", "json", "-o", tmp_path / "b.json")[0] == 0
    assert json.loads((tmp_path / "b.json").read_bytes()) == json.loads(source.read_bytes())


def test_zeros_fill_only_what_is_blank(run, tmp_path):
    source = tmp_path / "a.json"
    xs.write(report({"req.received.business": None, "req.granted.business": None}), source)
    run("fill", source, "--zeros", "-o", tmp_path / "a.xlsx")
    assert len(xs.read(tmp_path / "a.xlsx").figures) == len(EDITION.typed_cells)


def test_a_stated_total_that_differs_is_said_when_filling(run, tmp_path):
    (tmp_path / "a.json").write_text(
        json.dumps(
            {"unit": "甲", "cells": {"rem": {"cases": {"review_upheld": 10, "review_all": 0}}}}
        ),
        encoding="utf-8",
    )
    code, out, _ = run("fill", tmp_path / "a.json", "--zeros", "-o", tmp_path / "a.xlsx")
    assert code == 1
    assert "S401" in out
    assert "10" in out


def test_rules_are_listed_and_explained(run):
    _, out, _ = run("rules")
    assert "S303" in out
    _, out, _ = run("rules", "s303")
    assert all(word in out for word in ("依据：", "错误：", "正确："))
    code, _, err = run("rules", "Z999")
    assert code == 2
    assert "Z999" in err


@pytest.mark.parametrize(
    "arguments", [["validate"], ["validate", "--zz"], ["nothing"], ["new", "甲", "--year", "去年"]]
)
def test_a_wrong_command_ends_with_2_and_a_sentence(run, arguments):
    code, _, err = run(*arguments)
    assert code == 2
    assert "命令写得不对" in err


def test_demo_leaves_workbook_findings_and_report(run, tmp_path):
    code, out, _ = run("demo", "-o", tmp_path / "demo")
    assert code == 0
    assert str(tmp_path / "demo") in out
    assert sorted(path.suffix for path in (tmp_path / "demo").iterdir()) == [
        ".docx",
        ".docx",
        ".txt",
        ".txt",
        ".xlsx",
        ".xlsx",
    ]


def test_output_is_the_same_in_every_locale(filled):
    outputs = {
        subprocess.run(
            [sys.executable, "-m", "xlsheets", "validate", filled],
            capture_output=True,
            check=True,
            env={**os.environ, "LC_ALL": locale, "PYTHONUTF8": "1"},
        ).stdout
        for locale in ("C", "zh_CN.UTF-8", "tr_TR.UTF-8")
    }
    assert len(outputs) == 1


def test_findings_can_be_written_into_the_workbook_and_explained_there(run, faulty):
    _, before, _ = run("validate", faulty, "-f", "concise")
    code, _, _ = run("validate", faulty, "--mark")
    assert code == 1
    assert run("validate", faulty, "-f", "concise")[1] == before


def test_another_unit_of_the_register_is_noticed_in_the_text(run, tmp_path):
    sound = samples.sound()
    overview = list(sound.narrative["overview"])
    overview[3] = overview[3].replace("拟公开的内容", "白石镇人民政府拟公开的内容", 1)
    book = xs.write(
        replace(sound, narrative={**sound.narrative, "overview": tuple(overview)}),
        tmp_path / "a.xlsx",
    )
    register = Register((Unit("示例乡人民政府"), Unit("白石镇人民政府")))
    (tmp_path / "名录.xlsx").write_bytes(write_register(register))
    assert "T103" not in run("validate", book, "-f", "concise")[1]
    assert "T103" in run("validate", book, "-f", "concise", "--register", tmp_path / "名录.xlsx")[1]


def test_nothing_is_loaded_before_somebody_can_say_that_it_cannot_be():
    """A file of Python itself that cannot be opened is told of like one of ours."""
    root = str(Path(xs.__file__).parent.parent)
    code = (
        f"import os, sys; sys.path.insert(0, {root!r}); known = set(sys.modules);"
        "import xlsheets.__main__; print(sorted(set(sys.modules) - known))"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "['gc', 'xlsheets', 'xlsheets.__main__']"


def test_a_program_that_cannot_be_loaded_says_so_in_a_sentence():
    code = "import sys; sys.modules['click'] = None; from xlsheets.__main__ import main; main()"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False
    )
    assert run.returncode == 2
    assert run.stderr.startswith("没有启动：")
    assert "Traceback" not in run.stderr


def test_a_system_that_cannot_spell_chinese_names_is_told_what_to_set(tmp_path):
    source = xs.write(samples.sound(), tmp_path / "a.xlsx")
    spelling = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    given = subprocess.run(
        [sys.executable, "-m", "xlsheets", "convert", tmp_path, "-o", tmp_path / "out"],
        capture_output=True,
        check=False,
        env={**os.environ, **spelling},
    )
    assert given.returncode == 2
    assert b"PYTHONUTF8=1" in given.stderr
    assert b"Traceback" not in given.stderr
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [source.name]
