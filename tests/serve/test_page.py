"""The page in a real browser: from a dropped workbook to the downloaded Word report."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.tools import browser as tool
from tests.tools.make import report
from xlsheets.documents import FORMATS
from xlsheets.workflows import one_report, samples

pytestmark = pytest.mark.browser
LAST = {"req.received.natural_person": 3, "req.carried_forward.natural_person": 3}


@pytest.fixture(scope="module")
def url():
    with tool.service() as (address, _):
        yield address


@pytest.fixture(scope="module")
def chromium():
    with tool.chromium() as driver:
        yield driver


@pytest.fixture
def page(chromium, url, tmp_path):
    chromium.get("about:blank")
    chromium.get(url)
    tool.save_into(chromium, tmp_path / "downloads")
    (tmp_path / "downloads").mkdir()
    yield chromium
    complaints = [entry["message"] for entry in chromium.get_log("browser")]
    assert [complaint for complaint in complaints if "status of 4" not in complaint] == []


def _write(path, given):
    path.write_bytes(one_report.workbook(given))
    return path


def _rows(page):
    return [row.text.split("\n") for row in page.find_elements(By.CSS_SELECTOR, "tbody tr")]


def test_a_sound_workbook_becomes_the_same_word_report_as_everywhere(page, tmp_path):
    path = _write(tmp_path / "示例乡.xlsx", report())
    assert tool.choose(page, path) == "校验完成。1 个文件：合格 1。"
    assert _rows(page) == []
    tool.press(page, "Word 报告")
    document = tool.saved(tmp_path / "downloads", ".docx")
    assert document.stem == "示例乡人民政府2025年政府信息公开工作年度报告"
    assert document.read_bytes() == one_report.convert(one_report.read(path))
    labels = [button.text for button in page.find_elements(By.CSS_SELECTOR, "#detail button")]
    assert labels[: len(FORMATS)] == [form.label for form in FORMATS.values() if form.possible()]
    tool.press(page, "网页")
    website = tool.saved(tmp_path / "downloads", ".html")
    assert website.read_bytes() == one_report.convert(one_report.read(path), "html")


def test_a_faulty_workbook_is_told_cell_by_cell(page, tmp_path):
    path = _write(tmp_path / "示例乡.xlsx", samples.faulty())
    assert tool.choose(page, path) == "校验完成。1 个文件：有错 1。"
    expected = one_report.validate(one_report.read(path))
    shown = "\n".join(" ".join(row) for row in _rows(page))
    assert len(_rows(page)) == len(expected) > 0
    assert [finding.code for finding in expected if finding.message not in shown] == []
    assert [finding.code for finding in expected if finding.address not in shown] == []
    labels = [button.text for button in page.find_elements(By.CSS_SELECTOR, "#detail button")]
    assert "Word 报告" not in labels
    tool.press(page, "Word 报告（草稿）")
    assert tool.saved(tmp_path / "downloads", ".docx").stem.endswith("（草稿）")


def test_the_findings_are_listed_in_the_workbook_that_goes_back(page, tmp_path):
    path = _write(tmp_path / "示例乡.xlsx", report({"req.received.natural_person": 5}))
    tool.choose(page, path)
    tool.press(page, "标好问题的工作簿")
    marked = tool.saved(tmp_path / "downloads", ".xlsx")
    sheet = openpyxl.load_workbook(marked)["校验"]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    expected = one_report.validate(one_report.read(path))
    assert [finding.code for finding in expected if finding.message not in "".join(cells)] == []
    assert one_report.read(marked).figures == one_report.read(path).figures


def test_missing_prose_is_shown_and_written_into_the_workbook(page, tmp_path):
    path = _write(tmp_path / "示例乡.xlsx", replace(samples.sound(), narrative={}))
    tool.choose(page, path)
    added = [insertion.text for insertion in page.find_elements(By.TAG_NAME, "ins")]
    assert added
    tool.press(page, "写好文字的工作簿")
    written = one_report.read(tool.saved(tmp_path / "downloads", ".xlsx"))
    prose = "".join(text for _, text in written.prose)
    assert [text for text in added if text not in prose] == []
    assert written.figures == one_report.read(path).figures


def test_what_a_hostile_workbook_says_stays_text(page, tmp_path):
    unit = '<img src="/x" onerror="document.title=1">乡'
    tool.choose(page, _write(tmp_path / "<b>示例.xlsx", report(unit=unit)))
    assert unit in page.find_element(By.ID, "detail-title").text
    assert page.find_elements(By.CSS_SELECTOR, "main img, main b") == []


def test_foreign_and_broken_files_get_one_sentence_each(page, tmp_path):
    openpyxl.Workbook().save(tmp_path / "foreign.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(one_report.workbook()[:9000])
    (tmp_path / "notes.docx").write_bytes(b"PK")
    names = ("foreign.xlsx", "broken.xlsx", "notes.docx")
    assert tool.choose(page, *(tmp_path / name for name in names)).endswith("打不开 3。")
    for item in page.find_elements(By.CSS_SELECTOR, "#list button"):
        item.click()
        (row,) = _rows(page)
        assert "。" in "".join(row)
        assert page.find_elements(By.CSS_SELECTOR, "#detail button") == []


def test_last_years_workbook_is_compared_when_it_is_dropped_too(page, tmp_path):
    now, last = (
        _write(tmp_path / "2025.xlsx", report()),
        _write(tmp_path / "2024.xlsx", report(LAST, year=2024)),
    )
    tool.choose(page, now)
    assert _rows(page) == []
    tool.choose(page, last)
    page.find_element(By.XPATH, "//li[@data-name='2025.xlsx']/button").click()
    assert any("2024" in "".join(row) for row in _rows(page))


def test_a_corrected_workbook_dropped_again_replaces_what_was_known(page, tmp_path):
    path = _write(tmp_path / "示例乡.xlsx", report({"req.received.natural_person": 5}))
    assert tool.choose(page, path).endswith("有错 1。")
    _write(path, report())
    tool.press(page, "Word 报告（草稿）")
    assert "重新拖进来" in tool.told(page, "文件刚刚改动过")
    assert tool.choose(page, path).endswith("1 个文件：合格 1。")


def test_two_hundred_workbooks_at_once(page, tmp_path):
    sound, faulty = one_report.workbook(report()), one_report.workbook(samples.faulty())
    files = {
        f"乡镇{number:03}.xlsx": faulty if number % 10 == 0 else sound for number in range(198)
    }
    files |= {"坏.xlsx": b"PK", "~$乡镇001.xlsx": b"x", "空.xlsx": b""}
    assert tool.drop(page, files) == "校验完成。200 个文件：合格 178，有错 20，打不开 2。"
    assert len(page.find_elements(By.CSS_SELECTOR, "#list li")) == 200
    page.find_element(By.XPATH, "//option[text()='打不开']").click()
    assert len(page.find_elements(By.CSS_SELECTOR, "#list li")) == 2


def test_a_folder_dragged_in_is_walked_to_the_last_file(page, tmp_path):
    # A browser lists a folder a hundred files at a time.
    for number in range(103):
        path = tmp_path / f"收件/{number % 2}/{number:03}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    for number in range(102):
        (tmp_path / f"收件/~${number}.xlsx").write_bytes(b"x")
    (tmp_path / "收件/.hidden").mkdir()
    (tmp_path / "收件/.hidden/a.xlsx").write_bytes(b"x")
    assert tool.drag(page, tmp_path / "收件") == "校验完成。103 个文件：打不开 103。"
    names = [item.get_attribute("data-name") for item in page.find_elements(By.TAG_NAME, "li")]
    assert {"收件/0/000.xlsx", "收件/1/101.xlsx", "收件/0/102.xlsx"} <= set(names)


def test_a_folder_gives_all_word_reports_in_one_archive_and_the_list(page, tmp_path):
    folder = tmp_path / "收件"
    for number, unit in enumerate(("甲乡人民政府", "乙镇人民政府", "乙镇人民政府")):
        (folder / str(number)).mkdir(parents=True)
        _write(folder / str(number) / "填报.xlsx", report(unit=unit))
    (folder / "~$填报.xlsx").write_bytes(b"x")
    page.find_element(By.ID, "folder").send_keys(str(folder))
    assert tool.told(page, "校验完成").startswith("校验完成。3 个文件：")
    tool.press(page, "全部 Word 报告")
    with zipfile.ZipFile(tool.saved(tmp_path / "downloads", ".zip")) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 3
        for name in archive.namelist():
            assert re.search("[甲乙]", name)
            assert archive.read(name).startswith(b"PK")
    tool.press(page, "问题清单")
    listing = tool.saved(tmp_path / "downloads", ".txt").read_text(encoding="utf-8-sig")
    assert listing.count("填报.xlsx") == 3


def test_everything_can_be_done_with_the_keyboard(page, tmp_path):
    tool.choose(page, *(_write(tmp_path / f"{name}.xlsx", report()) for name in "ab"))
    reached = []
    page.execute_script("document.querySelector('.skip').focus()")
    for _ in range(12):
        ActionChains(page).send_keys(Keys.TAB).perform()
        active = page.switch_to.active_element
        reached.append(active.get_attribute("id") or active.text.split("\n")[-1])
        if reached[-1] == "b.xlsx":
            ActionChains(page).send_keys(Keys.ENTER).perform()
            break
    assert {"stop", "some", "folder", "filter", "a.xlsx", "b.xlsx"} <= set(reached)
    assert page.switch_to.active_element.get_attribute("id") == "detail"
    assert "b.xlsx" in page.switch_to.active_element.text


def test_a_screen_reader_has_a_name_for_everything(page, tmp_path):
    tool.choose(page, _write(tmp_path / "示例乡.xlsx", samples.faulty()))
    page.execute_cdp_cmd("Accessibility.enable", {})
    nodes = page.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    roles = {"button", "combobox", "table", "status", "region", "link"}
    found = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node.get("ignored") and node.get("role", {}).get("value") in roles
    ]
    assert {"button", "combobox", "table", "status", "region"} <= {role for role, _ in found}
    assert [role for role, name in found if not name and role != "status"] == []


def test_at_a_small_screen_nothing_runs_off_the_side(page, tmp_path):
    tool.choose(page, _write(tmp_path / f"{'长' * 60}.xlsx", samples.faulty()))
    assert page.execute_script("return document.documentElement.scrollWidth") <= 1366


def test_without_the_token_the_page_says_what_to_do(chromium, url):
    chromium.execute_script("sessionStorage.clear()")
    chromium.get("about:blank")
    chromium.get(url.partition("#")[0])
    assert "重新启动" in tool.told(chromium, "这个页面已经失效")


def test_when_the_service_has_gone_the_page_says_so(chromium):
    with tool.service() as (address, program):
        chromium.get(address)
        tool.press(chromium, "结束使用")
        assert program.wait(timeout=30) == 0
    assert tool.told(chromium, "已经结束")
