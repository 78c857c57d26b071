"""What was published, or came back revised, dropped beside its workbook: compared and taken in as the commands do."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.tools import browser as tool
from tests.tools.web import barriers_shown
from xlsheets.schema import Cell
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workflows import one_report, samples
from xlsheets.workflows.publishing.absorbing import absorb, absorbed_workbook

RECEIVED = Cell("req", "received", "natural_person")
CARRIED = Cell("req", "carried_forward", "natural_person")


BOOK = one_report.workbook(samples.sound())
APPROVED = read_workbook(BOOK, "填报.xlsx")
SENTENCE = APPROVED.narrative["overview"][1]
REVISED = replace(
    APPROVED,
    figures={
        **APPROVED.figures,
        RECEIVED: APPROVED.figures[RECEIVED] + 2,
        CARRIED: APPROVED.figures[CARRIED] + 2,
    },
    narrative={
        **APPROVED.narrative,
        "overview": (
            APPROVED.narrative["overview"][0],
            SENTENCE + "另有补充。",
            *APPROVED.narrative["overview"][2:],
        ),
    },
)
DRAFT = one_report.convert(REVISED, checkcode=False)


def _answer(found) -> dict:
    status, _, body = found
    assert status == 200, body.decode()
    return json.loads(body)


def test_what_was_published_is_compared_with_its_workbook(page):
    book = page.open(BOOK, "填报.xlsx")
    sound = page.open(one_report.convert(APPROVED, "html"), "网页.html")
    other = page.open(one_report.convert(REVISED, "html"), "改了.html")
    pairs = json.loads(page.ask("/published/pairs", id="")[2])
    assert pairs == [{"id": book["id"], "other": one["id"]} for one in (sound, other)]
    found = _answer(page.ask("/published/verify", id=book["id"], other=sound["id"]))
    assert found["equal"], found
    found = _answer(page.ask("/published/verify", id=book["id"], other=other["id"]))
    told = "".join(line for lines in found["differences"] for line in lines)
    assert not found["equal"]
    before, after = APPROVED.figures[RECEIVED], REVISED.figures[RECEIVED]
    assert f"审定 {before}，发布 {after}" in told
    assert "另有补充" in told
    shown = _answer(page.ask("/show", id=other["id"]))
    assert [one["name"] for one in shown["beside"]] == ["填报.xlsx"]


def test_a_revised_draft_is_taken_in_as_the_command_does(page):
    book, draft = page.open(BOOK, "填报.xlsx"), page.open(DRAFT, "改过.docx")
    found = _answer(page.ask("/published/revised", id=book["id"], other=draft["id"]))
    assert [edit["after"] for edit in found["sentences"]] == ["另有补充。"]
    assert {edit["after"] for edit in found["figures"]} == {
        str(REVISED.figures[cell]) for cell in (RECEIVED, CARRIED)
    }
    kept = page.ask("/save", id=book["id"])[2]
    assert read_workbook(kept, "填报.xlsx").figures == APPROVED.figures
    assert page.ask("/published/absorb", id=book["id"], other=draft["id"])[0] == 204
    written = read_workbook(page.ask("/save", id=book["id"])[2], "填报.xlsx")
    wanted = absorbed_workbook(APPROVED, absorb(APPROVED, DRAFT, "改过.docx"), BOOK)
    assert written.figures == read_workbook(wanted, "填报.xlsx").figures
    assert written.narrative == read_workbook(wanted, "填报.xlsx").narrative
    assert written.figures[RECEIVED] == REVISED.figures[RECEIVED]
    assert _answer(page.ask("/undo", id=book["id"]))["changes"] == 0


def test_what_is_no_draft_is_refused_and_changes_nothing(page):
    book = page.open(BOOK, "填报.xlsx")
    published = page.open(one_report.convert(REVISED, "html"), "网页.html")
    for path in ("/published/revised", "/published/absorb"):
        for other in (published["id"], "99"):
            status, _, body = page.ask(path, id=book["id"], other=other)
            assert status == 422
            assert json.loads(body)["sentence"].endswith("。")
    assert _answer(page.ask("/show", id=book["id"]))["changes"] == 0


@pytest.mark.browser
def test_a_page_and_a_draft_dropped_beside_their_workbook(page, url, tmp_path):
    files = {
        "填报.xlsx": BOOK,
        "网页.html": one_report.convert(APPROVED, "html"),
        "改过.docx": DRAFT,
    }
    assert page.ask("/forget", id="*")[0] == 204
    with tool.chromium() as driver:
        driver.get(url)
        said = tool.drop(driver, files)
        assert "与“填报.xlsx”对照：数字和文字都与审定的一致" in said
        rows = driver.find_element(By.CSS_SELECTOR, "tr[data-name='改过.docx']").text
        assert "处不一致" in rows
        driver.find_element(By.CSS_SELECTOR, "tr[data-name='填报.xlsx'] button.link").click()
        absorb_label = "把“改过.docx”里改的收回“填报.xlsx”"
        WebDriverWait(driver, tool.SLOWEST).until(
            lambda _: driver.find_elements(By.XPATH, f"//button[.='{absorb_label}']")
        )
        tool.press(driver, "对照“改过.docx”与“填报.xlsx”")
        tool.told(driver, "对照完成")
        assert barriers_shown(driver) == []
        tool.press(driver, "← 返回")
        WebDriverWait(driver, tool.SLOWEST).until(
            lambda _: driver.find_elements(By.XPATH, f"//button[.='{absorb_label}']")
        )
        tool.press(driver, absorb_label)
        tool.told(driver, "正文改了 1 处，数字改了 2 格")
        for width in (360, 1366):
            size = {"width": width, "height": 768, "deviceScaleFactor": 1, "mobile": False}
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            assert barriers_shown(driver) == []
            assert driver.execute_script("return document.documentElement.scrollWidth") <= width
        assert driver.find_element(By.TAG_NAME, "ins").text
        tool.press(driver, "写进“填报.xlsx”")
        tool.told(driver, "“改过.docx”里改的 3 处写进了“填报.xlsx”")
        box = WebDriverWait(driver, tool.SLOWEST).until(
            lambda _: driver.find_element(By.CSS_SELECTOR, f"input[data-place='{RECEIVED}']")
        )
        assert box.get_attribute("value") == str(REVISED.figures[RECEIVED])
