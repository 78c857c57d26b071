"""``narrate`` on a clerk's file: drafts what is empty, refreshes its own numbers, leaves people's words alone."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

import xlsheets as xs
from tests.tools import make
from tests.tools.wording import wording
from xlsheets.cli import main
from xlsheets.schema import Cell
from xlsheets.workbook.editing.patch import patch_workbook
from xlsheets.workflows import samples
from xlsheets.workflows.one_report import write


@pytest.fixture
def narrate(monkeypatch, capsys):
    """Return a function that runs ``xlsheets narrate`` and gives (exit code, stdout, stderr)."""

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["xlsheets", "narrate", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        return left.value.code or 0, printed.out, printed.err

    return call


@pytest.fixture(autouse=True)
def first_wording(monkeypatch):
    """Sentences are named here as their first wording has them."""
    monkeypatch.setattr("xlsheets.narrative.phrases.chooser", wording(0))


@pytest.fixture
def silent(tmp_path) -> Path:
    """Return a workbook with figures and no text."""
    return write(replace(samples.sound(), narrative={}), tmp_path / "示例乡.xlsx")


def test_a_dry_run_shows_the_text_and_changes_nothing(narrate, silent):
    before = silent.read_bytes()
    code, out, _ = narrate(silent, "--dry-run")
    assert code == 0
    assert "全年新收政府信息公开申请8件" in out
    assert silent.read_bytes() == before


def test_empty_sections_are_drafted_into_the_file(narrate, silent):
    code, _, _ = narrate(silent)
    assert code == 0
    assert {"overview", "problems", "other_matters"} <= set(xs.read(silent).narrative)


def test_only_the_named_section_is_written(narrate, silent):
    narrate(silent, "--section", "六")
    assert set(xs.read(silent).narrative) == {"other_matters"}


def test_changed_figures_are_refreshed_and_own_words_stay(narrate, silent):
    narrate(silent)
    written = xs.read(silent)
    own = f"{written.narrative['overview'][0]}我们自己写的一句。"
    places = written.places
    edits = {
        places["text.overview.1"]: own,
        places[str(Cell("req", "received", "natural_person"))]: 7,
        places[str(Cell("req", "granted", "natural_person"))]: 4,
    }
    silent.write_bytes(patch_workbook(silent.read_bytes(), edits))
    _, out, _ = narrate(silent)
    refreshed = xs.read(silent).narrative["overview"]
    assert refreshed[0] == own
    assert "全年新收政府信息公开申请9件" in "".join(refreshed)
    assert "－ 全年新收政府信息公开申请8件" in out
    assert narrate(silent)[1].strip() == "正文与表里的数字一致，没有要改的。"


def test_another_output_leaves_the_source_and_is_not_overwritten(narrate, silent, tmp_path):
    before = silent.read_bytes()
    out = tmp_path / "另一份.xlsx"
    assert narrate(silent, "-o", out)[0] == 0
    assert silent.read_bytes() == before
    code, _, err = narrate(silent, "-o", out)
    assert code == 2
    assert "已经存在" in err


def test_a_county_phrase_file_replaces_a_sentence(narrate, silent, tmp_path):
    phrases = tmp_path / "本县句式.toml"
    phrases.write_text(
        '[other_matters.fee]\nfee = "{{ year }}年没有收费事项。"\n', encoding="utf-8"
    )
    code, out, err = narrate(silent, "--phrases", phrases, "--dry-run")
    assert code == 0, err
    assert "2025年没有收费事项。" in out


def test_a_faulty_phrase_file_is_said_in_chinese(narrate, silent, tmp_path):
    phrases = tmp_path / "坏句式.toml"
    phrases.write_text("[other_matters.fee\n", encoding="utf-8")
    code, _, err = narrate(silent, "--phrases", phrases)
    assert code == 2
    assert "坏句式.toml" in err


def test_lines_of_one_paragraph_are_joined_and_nothing_else_changes(narrate, tmp_path):
    lines = (
        "存在的主要问题是村级公开栏更新不够及时，政策解读以",
        "文字为主，老年人看不明白，网站上有三个栏目超过半年没",
        "有更新。",
    )
    source = tmp_path / "断行.xlsx"
    before = make.report(narrative={"problems": (*lines, "改进措施有两条。")})
    write(before, source)
    code, out, _ = narrate(source, "--dry-run")
    assert "有 1 处一段话断成了几行，每行成了一段；加 --join 合成一段。" in out
    code, out, _ = narrate(source, "--join")
    assert (code, out.splitlines()[0]) == (
        0,
        "“五、存在的主要问题及改进情况”第 1 段至第 3 段，3 行合成一段：",
    )
    assert "".join(lines) in out
    after = xs.read(source)
    assert after.narrative["problems"] == ("".join(lines), "改进措施有两条。")
    assert (after.figures, after.narrative["overview"]) == (
        before.figures,
        before.narrative["overview"],
    )
    assert "没有要改的" in narrate(source, "--join")[1]
