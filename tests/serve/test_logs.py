"""A case log on the page: recognised, counted, written into a report, compared with it; the same bytes as the commands."""

from __future__ import annotations

import io
import json
import zipfile
from urllib.parse import unquote

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

import xlsheets as xs
from tests.cli.test_log import RECEIVED, UNIT, day, fill, logged
from tests.tools import browser as tool
from tests.tools.logs import SECRET
from tests.tools.web import barriers_shown
from xlsheets.basics.dates import today_in_china
from xlsheets.cli import main
from xlsheets.ooxml.package import rebuilt
from xlsheets.report import Profile, Report
from xlsheets.workbook.editing.patch import patch_workbook
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workflows import one_report
from xlsheets.workflows.logs import case_log, copies


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    path = tmp_path_factory.mktemp("log") / "登记簿.xlsx"
    fill(path)
    return path


def _blank(year: int = 2025, unit: str = UNIT) -> bytes:
    return one_report.workbook(Report(profile=Profile(unit=unit, year=year, level="township")))


def _with_nine(path) -> bytes:
    """Write a report in which one number is another than in the log."""
    book = _blank()
    path.write_bytes(book)
    content = patch_workbook(book, {xs.read(path).places[str(RECEIVED)]: 9})
    path.write_bytes(content)
    return content


def _answer(found) -> dict:
    status, _, body = found
    assert status == 200, body.decode()
    return json.loads(body)


def test_a_log_is_called_what_it_is_and_shows_what_it_comes_to(page, log):
    one = page.open(log.read_bytes(), "登记簿.xlsx")
    assert one["role"] == "登记簿"
    assert "这是登记簿" not in one["message"]
    assert (one["unit"], one["year"]) == (UNIT, 2025)
    shown = _answer(page.ask("/log/show", id=one["id"]))
    filled = case_log.read_log(log)
    assert [finding["message"] for finding in shown["findings"]] == [
        finding.message for finding in case_log.validate_log(filled)
    ]
    assert shown["lines"] == case_log.summary(case_log.tally_of(filled))
    assert shown["rows"][str(RECEIVED)] == "（“依申请”第 5、6、7 行）"
    boxes = {
        box["place"]: box["text"]
        for table in shown["tables"]
        for row in table["table"]["rows"]
        for box in row
        if "place" in box
    }
    assert boxes[str(RECEIVED)] == "3"
    assert boxes["req.handled.all"] == "3"
    assert boxes["pro5.licensing.decisions"] == ""
    assert page.ask("/show", id=one["id"])[0] == 422


def test_numbers_are_written_as_the_command_writes_them(page, log, tmp_path):
    book = tmp_path / "填报.xlsx"
    content = _with_nine(book)
    report = page.open(content, "填报.xlsx")
    one = page.open(log.read_bytes(), "登记簿.xlsx")
    (compared,) = _answer(page.ask("/log/show", id=one["id"]))["reports"]
    assert (compared["blank"], compared["equal"]) == (164, 0)
    assert [count["stated"] for count in compared["differing"]] == ["9"]
    assert page.ask("/log/count", id=one["id"], into=report["id"])[0] == 204
    _command("log", "count", log, "--into", book)
    assert _kept(page, report) == xs.read(book).figures
    assert _kept(page, report)[RECEIVED] == 9
    shown = _answer(page.ask("/show", id=report["id"]))
    assert shown["log"] == "登记簿.xlsx"
    assert [found["places"] for found in shown["findings"] if found["code"] == "L601"] == [
        [str(RECEIVED)]
    ]
    assert page.ask("/log/count", id=one["id"], into=report["id"], replace=True)[0] == 204
    _command("log", "count", log, "--into", book, "--replace")
    assert _kept(page, report) == xs.read(book).figures
    assert "L601" not in page.ask("/show", id=report["id"])[2].decode()
    assert page.ask("/undo", id=report["id"])[0] == 200
    assert _kept(page, report)[RECEIVED] == 9


def _command(*arguments: object) -> None:
    with pytest.raises(SystemExit):
        main([str(argument) for argument in arguments])


def _kept(page, report) -> dict:
    return read_workbook(page.ask("/save", id=report["id"])[2], "填报.xlsx").figures


def test_a_log_with_rows_in_doubt_is_not_counted(page, tmp_path):
    path = tmp_path / "登记簿.xlsx"
    logged(path, [{"number": "1", "arrived": day(3, 5)}])
    report = page.open(_blank(), "填报.xlsx")
    one = page.open(path.read_bytes(), "登记簿.xlsx")
    shown = _answer(page.ask("/log/show", id=one["id"]))
    assert "没有计数" in shown["uncounted"]
    assert (shown["tables"], shown["rows"], shown["reports"]) == ([], {}, [])
    status, _, body = page.ask("/log/count", id=one["id"], into=report["id"])
    assert status == 422
    assert "没有计数" in json.loads(body)["sentence"]


@pytest.mark.parametrize(("year", "unit"), [(2024, UNIT), (2025, "另一乡人民政府")])
def test_a_report_of_another_unit_or_year_is_left_alone(page, log, year, unit):
    report = page.open(_blank(year, unit), "填报.xlsx")
    one = page.open(log.read_bytes(), "登记簿.xlsx")
    assert _answer(page.ask("/log/show", id=one["id"]))["reports"] == []
    status, _, body = page.ask("/log/count", id=one["id"], into=report["id"])
    assert status == 422
    assert "不能对照" in json.loads(body)["sentence"]


def test_a_new_log_is_that_of_the_command_and_the_next_has_what_is_open(page, log):
    status, headers, content = page.ask("/log/new", id="", unit=UNIT, year="2025")
    assert status == 200
    assert unquote(headers["content-disposition"]).endswith(f"{UNIT}2025年登记簿.xlsx")
    assert content == case_log.blank_log(UNIT, 2025)
    one = page.open(log.read_bytes(), "登记簿.xlsx")
    _, headers, _ = page.ask("/log/next", id=one["id"])
    assert unquote(headers["content-disposition"]).endswith(f"{UNIT}2026年登记簿.xlsx")
    assert "没有办结的申请 1 件" in unquote(headers["xlsheets-note"])


@pytest.mark.parametrize(("unit", "year"), [("", "2025"), (UNIT, "25"), (UNIT, "²⁰²⁵"), (UNIT, 1)])
def test_a_new_log_without_a_name_or_a_year_is_refused(page, unit, year):
    status, _, body = page.ask("/log/new", id="", unit=unit, year=year)
    assert status == 422
    assert json.loads(body)["sentence"].endswith("。")


def test_a_log_that_was_spoilt_is_refused_with_a_sentence(page, log):
    spoilt = rebuilt(log.read_bytes(), _without_disputes)
    one = page.open(spoilt, "登记簿.xlsx")
    assert not one["readable"]
    assert "复议诉讼" in one["message"]
    assert page.ask("/log/show", id=one["id"])[0] == 422


def test_nothing_an_applicant_wrote_leaves_the_log(page, log):
    """Everything the page can be asked about a log and its report is searched."""
    report = page.open(_blank(), "填报.xlsx")
    one = page.open(log.read_bytes(), "登记簿.xlsx")
    stripped = page.ask("/log/strip", id=one["id"])[2]
    assert stripped == copies.stripped(case_log.read_log(log))
    said = [
        page.ask("/pair", id="")[2],
        page.ask("/log/show", id=one["id"])[2],
        page.ask("/log/count", id=one["id"], into=report["id"])[2],
        page.ask("/show", id=report["id"])[2],
        page.ask("/listing")[2],
        page.ask("/hello", id="")[2],
        *_parts(page.ask("/save", id=report["id"])[2]),
        *_parts(stripped),
        page.ask("/document", id=report["id"], form="json", draft=True)[2],
    ]
    assert [text for text in said if SECRET.encode() in text] == []
    assert any(SECRET.encode() in part for part in _parts(log.read_bytes()))


def _without_disputes(parts: dict[str, bytes]) -> dict[str, bytes]:
    sheets = parts["xl/workbook.xml"].decode().replace('name="复议诉讼"', 'name="改名"')
    return {**parts, "xl/workbook.xml": sheets.encode()}


def _parts(content: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist()]


@pytest.mark.browser
def test_the_way_from_a_new_log_to_a_report_that_agrees(url, page, log, tmp_path):
    """As a clerk goes it, in a window of 1366 and of 360 pixels; no view has a barrier."""
    _with_nine(tmp_path / "填报.xlsx")
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    assert page.ask("/forget", id="*")[0] == 204
    with tool.chromium() as driver:
        driver.get(url)
        tool.save_into(driver, downloads)
        form = driver.find_element(By.CSS_SELECTOR, "#new-log form")
        form.find_elements(By.TAG_NAME, "input")[0].send_keys(UNIT)
        tool.press(driver, "新的登记簿")
        assert tool.saved(downloads, ".xlsx").name == f"{UNIT}{today_in_china().year}年登记簿.xlsx"
        tool.choose(driver, log, tmp_path / "填报.xlsx")
        driver.find_element(By.CSS_SELECTOR, "tr[data-name='登记簿.xlsx'] button.link").click()
        WebDriverWait(driver, tool.SLOWEST).until(
            lambda _: driver.find_elements(By.CLASS_NAME, "counting")
        )
        for width in (360, 1366):
            size = {"width": width, "height": 768, "deviceScaleFactor": 1, "mobile": False}
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            assert barriers_shown(driver) == []
            assert driver.execute_script("return document.documentElement.scrollWidth") <= width
        assert "填的是 9，登记簿里是 3" in driver.find_element(By.CLASS_NAME, "counting").text
        driver.find_element(By.CSS_SELECTOR, f"[data-place='{RECEIVED}'] button").click()
        assert tool.told(driver, "“依申请”") == "“依申请”第 5、6、7 行"
        tool.press(driver, "写进空着的 164 格")
        tool.told(driver, "写进了“填报.xlsx”164 格，1 格不同的没有动")
        tool.press(driver, "连同不同的 1 格，都改成登记簿的数")
        tool.told(driver, "写进了“填报.xlsx”1 格；")
        WebDriverWait(driver, tool.SLOWEST).until(
            lambda _: driver.find_elements(By.CSS_SELECTOR, f"input[data-place='{RECEIVED}']")
        )
        box = driver.find_element(By.CSS_SELECTOR, f"input[data-place='{RECEIVED}']")
        assert box.get_attribute("value") == "3"
        assert "已与登记簿“登记簿.xlsx”核对" in driver.find_element(By.ID, "desk-head").text
