"""The whole way: a clerk's workbook is read, narrated, patched and read again."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tools import office, validator
from tests.tools.narrated import department, township
from tests.tools.wording import wording
from xlsheets.basics.addresses import Spot
from xlsheets.errors import OutputError
from xlsheets.narrative.refresh import refresh
from xlsheets.report import Report
from xlsheets.schema import Cell
from xlsheets.workbook.editing.patch import patch_narrative, patch_workbook
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workbook.template import write_workbook


@pytest.fixture(autouse=True)
def first_wording(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentences are named here as their first wording has them."""
    monkeypatch.setattr("xlsheets.narrative.phrases.chooser", wording(0))


def blank_text(first: Report) -> bytes:
    return write_workbook(replace(first, narrative={}))


def narrated(source: bytes) -> bytes:
    """Do what the command does."""
    revision = refresh(read_workbook(source))
    return patch_narrative(source, revision.report, revision.texts, revision.drafted)


def parts(source: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_what_is_written_is_read_back_and_remembered() -> None:
    source = blank_text(department())
    revision = refresh(read_workbook(source))
    again = read_workbook(narrated(source))
    assert again.narrative == revision.paragraphs
    assert again.drafted == revision.drafted
    assert again.values == read_workbook(source).values
    assert again.facts == read_workbook(source).facts


def test_a_second_run_finds_nothing_to_do() -> None:
    revision = refresh(read_workbook(narrated(blank_text(department()))))
    assert (revision.texts, revision.diff) == ({}, "")


def test_only_sheets_of_text_the_record_and_what_counts_the_text_are_touched() -> None:
    """The panel, the sums and the sheet to sign show formulas of the text, whose values are stored anew."""
    source = blank_text(township())
    before, after = parts(source), parts(narrated(source))
    changed = {name for name in before if before[name] != after[name]}
    sheets = [f"xl/worksheets/sheet{number}.xml" for number in (2, 4, *range(8, 14))]
    assert changed == {"xl/workbook.xml", *sheets}


def test_edited_by_hand_and_recounted_it_is_brought_up_to_date() -> None:
    source = narrated(blank_text(department()))
    first = read_workbook(source)
    edits: dict[Spot, str | int] = {
        first.places[
            "text.overview.4"
        ]: "　　（三）人写的一段。\n\n　　又一段，更正公开内容的差错6处。更正公开内容的差错6处。",
        first.places["req.received.business"]: 15,
        first.places["req.carried_forward.business"]: 4,
        first.places["fact.corrections"]: 9,
    }
    again = read_workbook(narrated(patch_workbook(source, edits)))
    told = again.paragraphs("overview")
    assert told[3:5] == (
        "（三）人写的一段。",
        "又一段，更正公开内容的差错6处。更正公开内容的差错9处。",
    )
    assert "新收政府信息公开申请61件" in told[2]
    assert again.values[Cell("req", "received", "all")] == 61


def test_lines_of_one_cell_stay_in_it_with_their_spaces() -> None:
    source = narrated(blank_text(department()))
    first = read_workbook(source)
    sentence = "召开会议研究部署公开工作2次。"
    cell = first.places["text.overview.6"]
    edits: dict[Spot, str | int] = {
        cell: f"　　人写的。\r\n　　{sentence}",
        first.places["fact.meetings"]: 5,
    }
    after = narrated(patch_workbook(source, edits))
    sheet = parts(after)["xl/worksheets/sheet4.xml"].decode()
    assert "　　人写的。\n　　召开会议研究部署公开工作5次。<" in sheet


def test_new_text_goes_below_what_stands_though_cells_between_are_blank() -> None:
    source = narrated(blank_text(township()))
    first = read_workbook(source)
    cell = first.places["text.problems.1"]
    below = Spot(cell.sheet, f"{cell.cell[0]}{int(cell.cell[1:]) + 9}")
    edits: dict[Spot, str | int | None] = {
        below: "人写在下面的。",
        first.places["text.problems.1"]: None,
    }
    edited = patch_workbook(source, edits)
    report = read_workbook(edited)
    patched = patch_narrative(edited, report, {"text.problems.3": "再加一段。"}, {})
    assert read_workbook(patched).paragraphs("problems")[1:] == ("人写在下面的。", "再加一段。")


def test_more_paragraphs_than_cells_are_refused() -> None:
    source = blank_text(township())
    texts = {f"text.preamble.{number}": "段。" for number in range(1, 6)}
    with pytest.raises(OutputError, match="段落比填报格多"):
        patch_narrative(source, read_workbook(source), texts, {})


@pytest.mark.validator
def test_a_narrated_workbook_is_valid(tmp_path: Path) -> None:
    target = tmp_path / "n.xlsx"
    target.write_bytes(narrated(blank_text(department())))
    assert validator.errors(target) == []


@pytest.mark.office
def test_a_workbook_saved_by_libreoffice_is_narrated_and_refreshed(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(narrated(blank_text(department())))
    saved = office.convert(path, "xlsx", tmp_path / "out")[0].read_bytes()
    first = read_workbook(saved)
    assert refresh(first).diff == ""
    recounted = patch_workbook(saved, {first.places["fact.trainees"]: 61})
    assert "参加培训61人次" in read_workbook(narrated(recounted)).paragraphs("overview")[-1]
