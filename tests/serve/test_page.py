"""The page in a real browser: from a dropped workbook to the downloaded Word report."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from dataclasses import replace

import openpyxl
import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from tests.tools import browser as tool
from tests.tools.make import report
from tests.tools.web import barriers_shown
from xlsheets.documents import FORMATS
from xlsheets.documents.web.table import SIDEWAYS
from xlsheets.ooxml.package import rebuilt
from xlsheets.workflows import one_report, samples

pytestmark = pytest.mark.browser
LAST = {"req.received.natural_person": 3, "req.carried_forward.natural_person": 3}


@pytest.fixture
def page(chromium, url, tmp_path):
    chromium.get("about:blank")
    chromium.get(url)
    chromium.execute_async_script(_FORGET)
    chromium.refresh()
    tool.save_into(chromium, tmp_path / "downloads")
    (tmp_path / "downloads").mkdir()
    yield chromium
    complaints = [found["message"] for found in chromium.get_log("browser")]
    assert [found for found in complaints if "status of 4" not in found] == []


# What one test dropped must not be there for the next.
_FORGET = """
const done = arguments[arguments.length - 1];
const headers = {"xlsheets-token": sessionStorage.getItem("xlsheets-token")};
fetch("/forget", {method: "POST", headers, body: '{"id": "*"}'}).then(done, done);
"""


def _write(path, given):
    path.write_bytes(one_report.workbook(given))
    return path


def _open(page, name):
    """Open the report of a file in the list."""
    page.find_element(By.CSS_SELECTOR, f"tr[data-name='{name}'] button.link").click()
    WebDriverWait(page, tool.SLOWEST).until(
        lambda _: (
            page.find_elements(By.ID, "desk-title")
            and page.find_element(By.ID, "desk").is_displayed()
        )
    )


def _findings(page):
    return page.find_elements(By.CSS_SELECTOR, "#findings li")


def _codes(page):
    return page.execute_script(_CODES)


_CODES = "return [...document.querySelectorAll('#findings li')].map((card) => card.dataset.code)"


def _cell(page, place):
    return page.find_element(By.CSS_SELECTOR, f"#report [data-place='{place}']")


def _type(page, place, text):
    """Type into a cell of the report and leave it; wait until everything was checked again."""
    box = _cell(page, place)
    # WebDriver's own way of emptying a box would be a change by itself.
    box.send_keys(Keys.CONTROL, "a", Keys.NULL, text, Keys.TAB)
    return tool.told(page, "已经改了")


def test_a_sound_workbook_becomes_the_same_word_report_as_everywhere(page, tmp_path):
    path = _write(tmp_path / "示例乡.xlsx", report())
    assert tool.choose(page, path) == "校验完成。1 个文件：合格 1。"
    assert _findings(page) == []
    tool.press(page, "Word 报告")
    document = tool.saved(tmp_path / "downloads", ".docx")
    assert document.stem == "示例乡人民政府2025年政府信息公开工作年度报告"
    assert document.read_bytes() == one_report.convert(one_report.read(path))
    labels = [label.text for label in page.find_elements(By.CSS_SELECTOR, "#desk-head button")]
    assert [label for label in labels if label in {form.label for form in FORMATS.values()}] == [
        form.label for form in FORMATS.values() if form.possible()
    ]
    tool.press(page, "网页")
    website = tool.saved(tmp_path / "downloads", ".html")
    assert website.read_bytes() == one_report.convert(one_report.read(path), "html")
    website.unlink()
    page.find_element(By.ID, "code").click()
    tool.press(page, "网页")
    bare = tool.saved(tmp_path / "downloads", ".html").read_bytes()
    assert bare == one_report.convert(one_report.read(path), "html", checkcode=False)


def test_a_faulty_workbook_is_told_cell_by_cell(page, tmp_path):
    path = _write(tmp_path / "示例乡.xlsx", samples.faulty())
    assert tool.choose(page, path) == "校验完成。1 个文件：有错 1。"
    expected = one_report.validate(one_report.read(path))
    shown = page.find_element(By.ID, "findings").text
    assert _codes(page) == [finding.code for finding in expected]
    assert [finding.code for finding in expected if finding.message not in shown] == []
    assert [finding.code for finding in expected if finding.address not in shown] == []
    labels = [label.text for label in page.find_elements(By.CSS_SELECTOR, "#desk-head button")]
    assert "Word 报告" not in labels
    tool.press(page, "Word 报告（草稿）")
    assert tool.saved(tmp_path / "downloads", ".docx").stem.endswith("（草稿）")


def test_a_finding_leads_to_its_cell_and_its_words(page, tmp_path):
    tool.choose(page, _write(tmp_path / "示例乡.xlsx", samples.faulty()))
    for card, place in (
        ("S303", "req.carried_forward.natural_person"),
        ("N304", "text.overview.3"),
    ):
        page.find_element(By.CSS_SELECTOR, f"[data-code='{card}'] .go").click()
        active = page.switch_to.active_element
        assert active.get_attribute("data-place") == place
        assert "lit" in active.get_attribute("class")
        box = active.rect
        assert 0 < box["y"] < 768
    marked = [
        found.text
        for found in page.find_elements(By.CSS_SELECTOR, "[data-place='text.overview.3'] mark")
    ]
    assert marked == ["4"]


def test_everything_is_put_right_on_the_page_and_goes_into_one_file(page, tmp_path):
    path = _write(tmp_path / "示例乡.xlsx", samples.faulty())
    tool.choose(page, path)
    tool.press(page, "空格全部填 0")
    tool.told(page, "已经改了")
    assert "C101" not in _codes(page)
    _type(page, "pro1.rules.in_force", "0")
    _type(page, "req.carried_forward.natural_person", "0")
    assert {"S201", "S303"}.isdisjoint(_codes(page))
    assert _cell(page, "req.carried_forward.all").text == "0"
    page.find_element(By.CSS_SELECTOR, "[data-place='text.overview.4'] button").click()
    box = page.find_element(By.CSS_SELECTOR, "#report textarea")
    box.send_keys(Keys.HOME, Keys.CONTROL, Keys.HOME)
    words = box.get_attribute("value").replace("2024", "2025")
    box.clear()
    box.send_keys(words)
    tool.press(page, "写好了")
    WebDriverWait(page, tool.SLOWEST).until(lambda _: "T101" not in _codes(page))
    card = page.find_element(By.CSS_SELECTOR, "[data-code='S202']")
    card.find_element(By.TAG_NAME, "input").send_keys("收费标准调整，已经核对", Keys.ENTER)
    WebDriverWait(page, tool.SLOWEST).until(
        lambda _: "改理由" in page.find_element(By.CSS_SELECTOR, "[data-code='S202']").text
    )
    shown = _codes(page)
    page.refresh()
    assert "还在" in tool.told(page, "上次打开的")
    _open(page, "示例乡.xlsx")
    assert _codes(page) == shown
    tool.press(page, "保存回工作簿")
    written = tool.saved(tmp_path / "downloads", ".xlsx")
    assert written.name == "示例乡（已改正）.xlsx"
    report_now = one_report.read(written)
    assert list(report_now.reasons.values()) == ["收费标准调整，已经核对"]
    assert words in dict(report_now.prose).values()
    assert [found.code for found in one_report.validate(report_now)] == shown
    before = one_report.read(path)
    changed = {
        str(cell) for cell, value in report_now.figures.items() if before.figures.get(cell) != value
    }
    assert {"pro1.rules.in_force", "req.carried_forward.natural_person"} < changed
    assert all(
        before.figures.get(cell) is None
        for cell in report_now.figures
        if str(cell) in changed - {"pro1.rules.in_force", "req.carried_forward.natural_person"}
    )
    sheet = openpyxl.load_workbook(written)["校验"]
    cells = "".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    assert [code for code in shown if code not in cells] == []


def test_files_of_one_name_from_several_folders_stay_apart(page, tmp_path):
    for folder in ("甲", "乙", "丙"):
        (tmp_path / folder).mkdir()
    files = [_write(tmp_path / folder / "年报.v1.xlsx", report()) for folder in ("甲", "乙", "丙")]
    assert "3 个文件" in tool.choose(page, *files)
    rows = page.find_elements(By.CSS_SELECTOR, "tr[data-name]")
    assert {row.get_attribute("data-name") for row in rows} == {
        "年报.v1.xlsx",
        "年报.v1（2）.xlsx",
        "年报.v1（3）.xlsx",
    }


def test_a_reason_begun_stays_while_a_number_is_checked(page, tmp_path):
    tool.choose(page, _write(tmp_path / "示例乡.xlsx", samples.faulty()))
    page.find_element(By.CSS_SELECTOR, "[data-code='S202'] input").send_keys("收费标准")
    _type(page, "pro1.rules.in_force", "一件")
    box = page.find_element(By.CSS_SELECTOR, "[data-code='S202'] input")
    assert box.get_attribute("value") == "收费标准"
    assert "C105" in _codes(page)


def test_a_change_can_be_taken_back(page, tmp_path):
    tool.choose(page, _write(tmp_path / "示例乡.xlsx", report()))
    _type(page, "req.received.natural_person", "50")
    assert "S303" in _codes(page)
    tool.press(page, "撤销一步")
    WebDriverWait(page, tool.SLOWEST).until(lambda _: not _codes(page))
    tool.told(page, "已经改了")
    assert _cell(page, "req.received.natural_person").get_attribute("value") != "50"
    assert not page.find_element(By.XPATH, "//button[.='撤销一步']").is_enabled()


@pytest.mark.parametrize(("typed", "code"), [("4①", "C104"), ("-3", "C1"), ("abc", "C1")])
def test_what_is_no_number_is_found_as_in_a_workbook(page, tmp_path, typed, code):
    tool.choose(page, _write(tmp_path / "示例乡.xlsx", report()))
    _type(page, "req.received.natural_person", typed)
    assert any(found.startswith(code[:2]) for found in _codes(page))
    assert _cell(page, "req.received.natural_person").get_attribute("value") == typed


def test_missing_prose_is_proposed_in_line_and_taken_sentence_by_sentence(page, tmp_path):
    path = _write(tmp_path / "示例乡.xlsx", replace(samples.sound(), narrative={}))
    tool.choose(page, path)
    added = [found.text for found in page.find_elements(By.CSS_SELECTOR, "#report ins")]
    assert len(added) > 5
    take = page.find_elements(By.CSS_SELECTOR, "#report .take")[2]
    name = take.get_attribute("aria-label").partition("：")[2]
    take.click()
    tool.told(page, "已经改了")
    assert len(page.find_elements(By.CSS_SELECTOR, "#report ins")) == len(added) - 1
    rest = page.find_element(By.XPATH, "//button[starts-with(., '采用起草的')]")
    rest.click()
    WebDriverWait(page, tool.SLOWEST).until(
        lambda _: not page.find_elements(By.CSS_SELECTOR, "#report ins")
    )
    tool.press(page, "保存回工作簿")
    written = one_report.read(tool.saved(tmp_path / "downloads", ".xlsx"))
    prose = "".join(text for _, text in written.prose)
    assert name in prose
    assert [text for text in added if text not in prose] == []
    assert written.figures == one_report.read(path).figures
    assert one_report.narrate(written).texts == {}


def test_a_changed_number_shows_which_sentence_goes_and_which_comes(page, tmp_path):
    drafted = one_report.narrate(replace(samples.sound(), narrative={}))
    whole = replace(samples.sound(), narrative=drafted.paragraphs, drafted=drafted.drafted)
    tool.choose(page, _write(tmp_path / "示例乡.xlsx", whole))
    assert page.find_elements(By.CSS_SELECTOR, "#report ins, #report del") == []
    _type(page, "pro5.licensing.decisions", "987")
    gone = page.find_element(By.CSS_SELECTOR, "#report del").text
    come = page.find_element(By.CSS_SELECTOR, "#report ins").text
    assert "987" in come
    assert "987" not in gone


def test_lines_of_one_paragraph_are_joined_by_one_press(page, tmp_path):
    whole = samples.sound()
    text = whole.narrative["overview"][1]
    lines = tuple(text[at : at + 30] for at in range(0, len(text), 30))
    narrative = {
        **whole.narrative,
        "overview": (whole.narrative["overview"][0], *lines, *whole.narrative["overview"][2:]),
    }
    tool.choose(page, _write(tmp_path / "示例乡.xlsx", replace(whole, narrative=narrative)))
    tool.press(page, "合成一段")
    tool.told(page, "已经改了")
    tool.press(page, "保存回工作簿")
    written = one_report.read(tool.saved(tmp_path / "downloads", ".xlsx"))
    assert written.narrative["overview"] == whole.narrative["overview"]


def test_a_changed_template_is_made_good_on_the_page(page, tmp_path):
    path = _write(tmp_path / "示例乡.xlsx", report())
    book = openpyxl.load_workbook(path)
    for sheet in book:
        sheet.protection.disable()
    book.save(path)
    tool.choose(page, path)
    assert any(code.startswith("F2") for code in _codes(page))
    tool.press(page, "修复工作簿")
    tool.told(page, "已经改了")
    assert _codes(page) == []
    tool.press(page, "保存回工作簿")
    assert one_report.read(tool.saved(tmp_path / "downloads", ".xlsx")).figures == report().figures


def test_what_a_hostile_workbook_says_stays_text(page, tmp_path):
    unit = '<img src="/x" onerror="document.title=1">乡'
    tool.choose(page, _write(tmp_path / "<b>示例.xlsx", report(unit=unit)))
    assert unit in page.find_element(By.ID, "desk-title").text
    assert page.find_elements(By.CSS_SELECTOR, "main img, main b") == []


def test_foreign_and_broken_files_get_one_sentence_each(page, tmp_path):
    openpyxl.Workbook().save(tmp_path / "foreign.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(one_report.workbook()[:9000])
    (tmp_path / "notes.docx").write_bytes(b"PK")
    names = ("foreign.xlsx", "broken.xlsx", "notes.docx")
    assert tool.choose(page, *(tmp_path / name for name in names)).endswith("打不开 3。")
    for name in names:
        row = page.find_element(By.CSS_SELECTOR, f"tr[data-name='{name}']")
        assert "。" in row.text
        assert row.find_elements(By.CSS_SELECTOR, "button.link") == []


def test_last_years_workbook_is_compared_when_it_is_dropped_too(page, tmp_path):
    now, last = (
        _write(tmp_path / "2025.xlsx", report()),
        _write(tmp_path / "2024.xlsx", report(LAST, year=2024)),
    )
    tool.choose(page, now)
    assert _codes(page) == []
    tool.choose(page, last)
    _open(page, "2025.xlsx")
    assert "Y301" in _codes(page)
    assert "2024.xlsx" in page.find_element(By.ID, "desk-head").text


def test_a_corrected_workbook_dropped_again_replaces_what_was_known(page, tmp_path):
    path = _write(tmp_path / "示例乡.xlsx", report({"req.received.natural_person": 5}))
    assert tool.choose(page, path).endswith("有错 1。")
    _write(path, report())
    page.execute_script("document.getElementById('told').textContent = ''")
    assert tool.choose(page, path).endswith("1 个文件：合格 1。")


def test_two_hundred_workbooks_at_once(page, tmp_path):
    sound, faulty = one_report.workbook(report()), one_report.workbook(samples.faulty())
    files = {
        f"乡镇{number:03}.xlsx": faulty if number % 10 == 0 else sound for number in range(198)
    }
    files |= {"坏.xlsx": b"PK", "~$乡镇001.xlsx": b"x", "空.xlsx": b""}
    page.execute_script("performance.clearResourceTimings()")
    page.execute_script("performance.setResourceTimingBufferSize(1000)")
    assert tool.drop(page, files) == "校验完成。200 个文件：合格 178，有错 20，打不开 2。"
    # One request a file, and two for all of them together.
    asked = page.execute_script(
        "return performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname)"
    )
    assert Counter(asked) == {"/open": 200, "/pair": 1, "/published/pairs": 1}
    assert len(page.find_elements(By.CSS_SELECTOR, "#list tr")) == 200
    page.find_element(By.XPATH, "//button[.='打不开 2']").click()
    assert len(page.find_elements(By.CSS_SELECTOR, "#list tr")) == 2
    page.find_element(By.XPATH, "//button[.='全部 200']").click()
    page.find_element(By.ID, "seek").send_keys("乡镇01")
    assert len(page.find_elements(By.CSS_SELECTOR, "#list tr")) == 10


def test_the_template_and_a_sample_can_be_had_from_the_first_screen(page, tmp_path):
    tool.press(page, "空白模板")
    assert tool.saved(tmp_path / "downloads", ".xlsx").read_bytes() == one_report.workbook()
    tool.press(page, "先用样例试一试")
    tool.told(page, "这是一份有错的样例")
    assert _codes(page)


def test_other_files_are_told_in_one_line_and_worked_on_alike(page, tmp_path):
    (tmp_path / "示例乡.json").write_bytes(one_report.convert(report(), "json"))
    last = one_report.convert(report(year=2024), "docx")
    (tmp_path / "2024年报.docx").write_bytes(last)
    broken = rebuilt(
        one_report.workbook(report(unit="丙乡人民政府")),
        lambda parts: {name: part for name, part in parts.items() if name != "xl/styles.xml"},
    )
    (tmp_path / "丙乡.xlsx").write_bytes(broken)
    tool.choose(page, *(tmp_path / name for name in ("示例乡.json", "2024年报.docx", "丙乡.xlsx")))
    told = {
        row.get_attribute("data-name"): row.text
        for row in page.find_elements(By.CSS_SELECTOR, "#list tr")
    }
    assert "JSON 数据" in told["示例乡.json"]
    assert "公开发布的 2024 年度报告" in told["2024年报.docx"]
    _open(page, "2024年报.docx")
    tool.press(page, "下一年的填报工作簿")
    begun = one_report.read(tool.saved(tmp_path / "downloads", ".xlsx"))
    assert begun.profile.year == 2025
    assert begun.profile.unit == "示例乡人民政府"


def test_the_fragment_is_copied_with_its_tables(page, tmp_path):
    page.execute_cdp_cmd(
        "Browser.grantPermissions",
        {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]},
    )
    tool.choose(page, _write(tmp_path / "示例乡.xlsx", report()))
    tool.press(page, "复制网页片段")
    tool.told(page, "网页片段已经复制")
    held, plain = page.execute_async_script(_PASTE)
    assert "一、本年新收政府信息公开申请数量\t" in plain
    assert "<" not in plain
    assert held.count("<table") == 3
    assert 'border="1"' in held
    assert SIDEWAYS in held.replace("overflow-x:auto", SIDEWAYS)


_PASTE = """
const done = arguments[arguments.length - 1];
navigator.clipboard.read()
  .then(([item]) => Promise.all(["text/html", "text/plain"].map((kind) => item.getType(kind).then((held) => held.text()))))
  .then(done, (error) => done([String(error), ""]));
"""


@pytest.mark.parametrize("zoom", [1, 2])
def test_no_state_of_the_page_has_a_barrier(page, tmp_path, zoom):
    """At 200 % a window of 1366 pixels shows as much as one of 683."""
    size = {
        "width": 1366 // zoom,
        "height": 768 // zoom,
        "deviceScaleFactor": zoom,
        "mobile": False,
    }
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        for state in _states(page, tmp_path):
            assert barriers_shown(page) == [], state
            assert (
                page.execute_script("return document.documentElement.scrollWidth") <= size["width"]
            ), state
    finally:
        page.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": 1366, "height": 768, "deviceScaleFactor": 1, "mobile": False},
        )


def _states(page, tmp_path):
    """Go through what the page can look like."""
    yield "start"
    (tmp_path / "坏.xlsx").write_bytes(b"PK")
    _write(tmp_path / "无字.xlsx", replace(samples.sound(), narrative={}))
    tool.choose(
        page,
        _write(tmp_path / f"{'长' * 60}.xlsx", samples.faulty()),
        tmp_path / "坏.xlsx",
        tmp_path / "无字.xlsx",
    )
    yield "list"
    _open(page, f"{'长' * 60}.xlsx")
    page.find_element(By.CSS_SELECTOR, "[data-code='N304'] .go").click()
    yield "findings"
    page.find_element(By.CSS_SELECTOR, "[data-place='text.overview.3'] button").click()
    for folded in page.find_elements(By.TAG_NAME, "details"):
        page.execute_script("arguments[0].open = true", folded)
    yield "editor"
    tool.press(page, "← 返回")
    _open(page, "无字.xlsx")
    yield "proposed"


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
    names = [
        found.get_attribute("data-name")
        for found in page.find_elements(By.CSS_SELECTOR, "#list tr")
    ]
    assert {"收件/0/000.xlsx", "收件/1/101.xlsx", "收件/0/102.xlsx"} <= set(names)


def test_a_folder_gives_all_word_reports_in_one_archive_and_the_list(page, tmp_path):
    folder = tmp_path / "收件"
    for number, unit in enumerate(("甲乡人民政府", "乙镇人民政府", "乙镇人民政府")):
        (folder / str(number)).mkdir(parents=True)
        _write(folder / str(number) / "填报.xlsx", report(unit=unit))
    (folder / "~$填报.xlsx").write_bytes(b"x")
    page.find_element(By.ID, "folder").send_keys(str(folder))
    assert tool.told(page, "校验完成").startswith("校验完成。3 个文件：")
    page.find_element(By.XPATH, "//button[starts-with(., '全部 Word 报告')]").click()
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
    tool.choose(
        page,
        *(_write(tmp_path / f"{name}.xlsx", report(unit=f"{name}乡人民政府")) for name in "ab"),
    )
    reached = []
    page.execute_script("document.querySelector('.skip').focus()")
    for _ in range(25):
        ActionChains(page).send_keys(Keys.TAB).perform()
        active = page.switch_to.active_element
        reached.append(active.get_attribute("id") or active.text)
        if reached[-1] == "b乡人民政府":
            ActionChains(page).send_keys(Keys.ENTER).perform()
            break
    assert {"stop", "some", "folder", "seek", "问题清单", "a乡人民政府", "b乡人民政府"} <= set(
        reached
    )
    WebDriverWait(page, tool.SLOWEST).until(
        lambda _: page.switch_to.active_element.get_attribute("id") == "desk"
    )
    assert "b.xlsx" in page.switch_to.active_element.text


def test_a_screen_reader_has_a_name_for_everything(page, tmp_path):
    tool.choose(page, _write(tmp_path / "示例乡.xlsx", samples.faulty()))
    page.execute_cdp_cmd("Accessibility.enable", {})
    nodes = page.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    roles = {"button", "combobox", "textbox", "table", "status", "region", "link"}
    found = [
        (found["role"]["value"], found.get("name", {}).get("value", ""))
        for found in nodes
        if not found.get("ignored") and found.get("role", {}).get("value") in roles
    ]
    assert {"button", "combobox", "table", "status", "region"} <= {role for role, _ in found}
    assert [role for role, name in found if not name and role != "status"] == []


@pytest.mark.parametrize("width", [1366, 683, 360])
def test_at_a_small_screen_nothing_runs_off_the_side(page, tmp_path, width):
    size = {"width": width, "height": 768, "deviceScaleFactor": 1, "mobile": False}
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        tool.choose(page, _write(tmp_path / f"{'长' * 60}.xlsx", samples.faulty()))
        assert page.execute_script("return document.documentElement.scrollWidth") <= width
    finally:
        page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size | {"width": 1366})


def test_what_can_be_seen_of_controls_has_three_times_the_contrast(page, tmp_path):
    """Borders of buttons and fields, and the ring around what has the focus, against what is behind them."""
    tool.choose(page, _write(tmp_path / "示例乡.xlsx", samples.faulty()))
    page.execute_script("document.querySelector('#report input').focus()")
    assert page.execute_script(_FAINT) == []


# Relative luminance and contrast as WCAG 2 defines them.
_FAINT = """
const light = (colour) => {
  const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255);
  const [red, green, blue] = parts.map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const behind = (one) => {
  const colour = getComputedStyle(one).backgroundColor;
  return /, 0\\)$/.test(colour) && one.parentElement ? behind(one.parentElement) : colour;
};
const contrast = (one, other) => {
  const [less, more] = [light(one), light(other)].sort((first, second) => first - second);
  return (more + 0.05) / (less + 0.05);
};
const shown = [...document.querySelectorAll("button:not(.link), #report .fields input, select")]
  .filter((one) => one.getClientRects().length && !one.closest("header"));
const ring = document.activeElement;
return [
  ...shown.map((one) => [one.outerHTML, contrast(getComputedStyle(one).borderTopColor, behind(one.parentElement))]),
  ["ring", contrast(getComputedStyle(ring).outlineColor, behind(ring.parentElement))],
].filter(([, found]) => found < 3);
"""


def test_without_the_token_the_page_says_what_to_do(chromium, url):
    chromium.get(url)
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


@pytest.mark.parametrize("end", ["kill", "terminate"])
def test_when_the_service_was_ended_the_page_says_so_and_every_control_is_off(
    chromium, tmp_path, end
):
    with tool.service() as (address, program):
        chromium.get(address)
        tool.choose(chromium, _write(tmp_path / "示例乡.xlsx", samples.faulty()))
        getattr(program, end)()
        program.wait()
        said = tool.told(chromium, "与本机服务的连接断了")
        assert "重新启动" in said
        controls = chromium.find_elements(By.CSS_SELECTOR, "button, input, select, textarea")
        chromium.get_log("browser")  # a lost connection is told there, too
        assert [
            control.get_attribute("outerHTML") for control in controls if control.is_enabled()
        ] == []
