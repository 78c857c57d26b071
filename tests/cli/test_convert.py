"""What convert and fill make of the names they are given: by the ending, or refused."""

from __future__ import annotations

import json

import pytest

import xlsheets as xs
from xlsheets.documents import FORMATS
from xlsheets.report.checkcode import check_code
from xlsheets.workflows import samples

BEGINNINGS = {
    ".docx": b"PK",
    ".html": b"<!DOCTYPE html>",
    ".htm": b"<!DOCTYPE html>",
    ".json": b"{",
}


@pytest.mark.parametrize("ending", BEGINNINGS)
def test_the_ending_of_the_output_says_what_to_make(run, filled, tmp_path, ending):
    out = tmp_path / f"报告{ending}"
    assert run("convert", filled, "-o", out)[0] == 0
    assert out.read_bytes().startswith(BEGINNINGS[ending])


def test_a_fragment_is_made_where_the_name_says_so_or_it_is_asked_for(run, filled, tmp_path):
    for name, more in (("a（网页片段）.html", ()), ("b.html", ("-t", "fragment"))):
        assert run("convert", filled, "-o", tmp_path / name, *more)[0] == 0
        assert (tmp_path / name).read_text(encoding="utf-8").startswith("<p>本报告依据")


@pytest.mark.parametrize(
    ("kind", "name"),
    [("docx", "r.html"), ("html", "r.docx"), ("json", "r.html"), ("pdf", "r"), ("docx", "r.doc")],
)
def test_a_name_that_contradicts_what_is_asked_for_is_refused(run, filled, tmp_path, kind, name):
    code, _, err = run("convert", filled, "-t", kind, "-o", tmp_path / name)
    assert code == 2
    assert f"“{name}”不是{FORMATS[kind].label}的文件名" in err
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name", ["报告", "报告.doc", "报告.xlsx"])
def test_a_name_that_says_nothing_is_refused_with_what_it_may_be(run, filled, tmp_path, name):
    code, _, err = run("convert", filled, "-o", tmp_path / name)
    assert code == 2
    assert ".docx、.pdf、.html、.json" in err
    assert not (tmp_path / name).exists()


def test_many_files_do_not_go_into_the_name_of_one(run, filled, tmp_path):
    code, _, err = run("convert", filled, filled, "-o", tmp_path / "r.html")
    assert code == 2
    assert "都放进一个文件夹" in err
    assert not (tmp_path / "r.html").exists()


@pytest.mark.parametrize(
    ("kind", "option"), [("json", "--draft"), ("json", "--checkcode"), ("html", "--template")]
)
@pytest.mark.parametrize("many", [False, True])
def test_an_option_a_kind_cannot_take_is_refused_before_anything_is_made(
    run, filled, tmp_path, kind, option, many
):
    value = (filled,) if option == "--template" else ()
    sources = (filled, filled) if many else (filled,)
    code, _, err = run("convert", *sources, "-t", kind, option, *value, "-o", tmp_path)
    assert code == 2
    assert f"{FORMATS[kind].label}不能" in err
    assert [path.name for path in tmp_path.iterdir()] == [filled.name]


def test_fill_goes_by_the_ending_too(run, filled, tmp_path):
    code, out, _ = run("fill", filled, "-o", tmp_path / "k.json")
    assert code == 0
    assert json.loads((tmp_path / "k.json").read_bytes())["unit"] == "示例乡人民政府"
    assert f"已生成 JSON 数据：{tmp_path / 'k.json'}" in out


@pytest.mark.parametrize(
    "command",
    [
        ("fill", "{source}", "-o", "{out}.docx"),
        ("new", "甲乡人民政府", "-y", "2025", "-o", "{out}.json"),
        ("template", "-o", "{out}.docx"),
        ("register", "-o", "{out}.xls"),
        ("collect", "{folder}", "--register", "{source}", "-o", "{out}.docx"),
        ("collect", "{folder}", "--register", "{source}", "--page", "{out}.docx"),
        ("rollup", "{folder}", "-o", "{out}.docx"),
        ("compare", "{source}", "{source}", "-o", "{out}.html"),
        ("import", "{source}", "-o", "{out}.docx"),
        ("repair", "{source}", "-o", "{out}.json"),
        ("narrate", "{source}", "-o", "{out}.docx"),
    ],
    ids=" ".join,
)
def test_no_command_writes_one_kind_of_file_under_the_name_of_another(
    run, filled, tmp_path, command
):
    places = {"source": filled, "folder": tmp_path, "out": tmp_path / "out"}
    code, _, err = run(*(word.format(**places) for word in command))
    assert code == 2
    assert "结尾。" in err
    assert [path.name for path in tmp_path.iterdir()] == [filled.name]


@pytest.mark.parametrize(
    "command",
    [
        ("convert", "{source}", "-o", "{out}"),
        ("convert", "{source}", "{source}", "-o", "{out}.html"),
        ("fill", "{source}", "-o", "{out}.xlsx"),
        ("validate", "{out}.xlsx"),
    ],
    ids=" ".join,
)
def test_a_name_too_long_for_the_system_is_said(run, filled, tmp_path, command):
    places = {"source": filled, "out": tmp_path / ("a" * 300)}
    code, _, err = run(*(word.format(**places) for word in command))
    assert (code, err) == (2, "没有完成：文件名太长，请换一个短一些的名字。\n")


def test_the_check_code_is_printed_by_default_and_left_out_on_request(run, filled, tmp_path):
    code = check_code(samples.sound())
    for name, more, printed in (("a", (), True), ("b", ("--no-checkcode",), False)):
        assert run("convert", filled, "-o", tmp_path / f"{name}.html", *more)[0] == 0
        page = (tmp_path / f"{name}.html").read_text(encoding="utf-8")
        assert (f"校对码：{code}" in page) == printed


def test_write_refuses_a_name_that_is_neither_workbook_nor_json(tmp_path):
    with pytest.raises(xs.UsageError, match=r"\.xlsx（工作簿）或者 \.json"):
        xs.write(samples.sound(), tmp_path / "a.docx")
