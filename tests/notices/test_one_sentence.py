"""A sentence with several wrong figures is quoted once, and each finding says which of them it means."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest

from xlsheets.notices.listing import as_text
from xlsheets.serve.desk.opening import PageFile
from xlsheets.serve.desk.showing import Beside, displayed
from xlsheets.workbook.layout import PANEL
from xlsheets.workflows import one_report, samples

SENTENCE = (
    "2025年，本机关共收到政府信息公开申请31件，其中自然人21件、商业企业9件，"
    "予以公开11件、部分公开5件、不予公开6件，结转下年度办理7件。"
)
QUOTED = (
    "申请31件",
    "自然人21件",
    "商业企业9件",
    "予以公开11件",
    "部分公开5件",
    "不予公开6件",
    "结转下年度办理7件",
)


@pytest.fixture(scope="module")
def report():
    sound = samples.sound()
    overview = (sound.narrative["overview"][0], SENTENCE, *sound.narrative["overview"][1:])
    return replace(sound, narrative={**sound.narrative, "overview": overview}, source="示例.xlsx")


def test_each_finding_quotes_the_words_around_its_own_figure(report):
    findings = [one for one in one_report.validate(report) if one.sentence == SENTENCE]
    assert len(findings) == len(QUOTED)
    for words in QUOTED:
        quotes = [one.message.partition("”")[0] for one in findings]
        assert sum(quote.rstrip("…。").endswith(words) for quote in quotes) == 1, words


def test_on_the_screen_the_sentence_stands_once(report):
    assert as_text(one_report.validate(report), ["示例.xlsx"]).count(SENTENCE) == 1


def test_in_the_list_of_the_workbook_the_sentence_stands_once(report, tmp_path):
    path = tmp_path / "示例.xlsx"
    path.write_bytes(one_report.workbook(report))
    read = one_report.read(path)
    one_report.list_findings(read, one_report.validate(read), path, path)
    sheet = openpyxl.load_workbook(path)[PANEL]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert sum(SENTENCE in text for text in texts) == 1


def test_on_the_page_the_sentence_stands_once_beside_the_findings(report):
    content = one_report.workbook(report)
    found = displayed(PageFile("示例.xlsx", content), Beside()).detail["findings"]
    assert [one["sentence"] for one in found].count(SENTENCE) == 1
    assert sum(SENTENCE in one["message"] for one in found) == 0
