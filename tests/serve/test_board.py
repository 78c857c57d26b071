"""The officer's board in a real browser: a county from a dropped folder to everything that is made of it."""

from __future__ import annotations

import zipfile

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.tools import browser as tool
from tests.tools.board import OpenBoard, differing, judge, made, run_command
from tests.tools.county import YEAR, make_county
from tests.tools.web import barriers_shown
from xlsheets.county.collection import UnitState
from xlsheets.workbook.lists.ledger_answers import read_confirmations
from xlsheets.workbook.lists.register import write_register
from xlsheets.workflows import one_report

pytestmark = pytest.mark.browser
COUNTY = "示例县人民政府"


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """A county's folder, its register beside it, and what the commands make of them."""
    place = tmp_path_factory.mktemp("county")
    truth = make_county(place / "收件", 24, 7)
    (place / "名录.xlsx").write_bytes(write_register(truth.register))
    return place, truth


@pytest.fixture(scope="module")
def board(county, tmp_path_factory):
    """The board after the folder and the register were dropped."""
    place, _ = county
    with tool.service() as (url, _), tool.chromium() as driver:
        folder = tmp_path_factory.mktemp("downloads")
        tool.save_into(driver, folder)
        driver.get(url)
        driver.find_element(By.ID, "folder").send_keys(str(place / "收件"))
        tool.told(driver, "校验完成")
        driver.execute_script("document.getElementById('told').textContent = ''")
        tool.choose(driver, place / "名录.xlsx")
        judge(driver)
        yield OpenBoard(driver, folder)
        complaints = [entry["message"] for entry in driver.get_log("browser")]
        assert [complaint for complaint in complaints if "status of 4" not in complaint] == []


def test_every_unit_stands_where_it_stands(county, board):
    driver, _ = board
    shown = {
        row.get_attribute("data-unit"): row.find_element(By.CSS_SELECTOR, ".standing").text
        for row in driver.find_elements(By.CSS_SELECTOR, "#units tr")
    }
    assert shown == {unit: state for unit, (state, _, _) in county[1].units.items()}
    order = [state for state in shown.values() if state != UnitState.EXEMPT.value]
    assert order == sorted(order, key=["有错", "需核实", "未报", "合格"].index)


def test_filter_and_search_narrow_the_table(board):
    driver, _ = board
    missing = driver.find_element(
        By.XPATH, "//section[@id='board']//button[starts-with(., '未报 ')]"
    )
    count = int(missing.text.split()[1])
    missing.click()
    assert len(driver.find_elements(By.CSS_SELECTOR, "#units tr")) == count
    driver.find_element(By.XPATH, "//section[@id='board']//button[starts-with(., '全部 ')]").click()


def test_ledger_and_status_page_are_those_of_therun_command(county, board):
    place, _ = county
    run_command(place, "collect", "收件", "-o", "台账.xlsx", "--page", "收件情况.html", "--force")
    assert made(board, "台账", "台账.xlsx").read_bytes() == (place / "台账.xlsx").read_bytes()
    page = made(board, "收件情况（网页）", "收件情况.html")
    assert page.read_bytes() == (place / "收件情况.html").read_bytes()
    (place / "台账.xlsx").unlink()


def test_the_brief_is_that_of_therun_command(county, board):
    place, _ = county
    run_command(place, "collect", "收件", "-o", "台账.xlsx", "--brief", "简报.docx", "--force")
    assert made(board, "简报", "收件简报.docx").read_bytes() == (place / "简报.docx").read_bytes()
    (place / "台账.xlsx").unlink()


def test_all_reports_are_those_of_therun_command(county, board):
    place, _ = county
    run_command(place, "convert", "收件", "-o", "报告")
    assert differing(made(board, "全部报告", "年度报告.zip"), place / "报告") == []


def test_the_roll_up_is_that_of_therun_command(county, board):
    place, _ = county
    (place / "汇总").mkdir()
    stem = f"{COUNTY}{YEAR}年汇总"
    run_command(
        place, "rollup", "收件", "-o", f"{stem}.xlsx", "--unit", COUNTY, "--year", str(YEAR)
    )
    for name in (f"{stem}.xlsx", f"{stem}汇总底稿.xlsx"):
        (place / name).rename(place / "汇总" / name)
    box = board[0].find_element(By.ID, "county")
    box.clear()
    box.send_keys(COUNTY)
    assert differing(made(board, "汇总", "汇总.zip"), place / "汇总") == []


def test_what_an_officer_says_of_a_file_counts_at_once_and_at_the_next_visit(county, board):
    driver, _ = board
    name = driver.find_element(By.CSS_SELECTOR, "tr[data-file]").get_attribute("data-file")
    row = f"tr[data-file='{name}']"
    driver.find_element(By.CSS_SELECTOR, f"{row} input[placeholder='不计入的理由']").send_keys(
        "发错了"
    )
    driver.find_element(By.CSS_SELECTOR, f"{row} button[type=submit]").click()
    tool.told(driver, "已经记下")
    assert "不计入" in driver.find_element(By.CSS_SELECTOR, row).text
    written = read_confirmations(made(board, "台账", "台账.xlsx"))
    assert written[name].excluded == "发错了"


def test_a_round_goes_back_and_the_day_is_noted(board):
    driver, _ = board
    with zipfile.ZipFile(made(board, "退回、催报、通报", "退回.zip")) as archive:
        names = archive.namelist()
    assert any(name.endswith("的反馈意见.docx") for name in names)
    assert "催报.txt" in names
    assert "退回" in driver.find_element(By.ID, "units").text


def test_a_unit_is_opened_put_right_and_counted_anew(county, board):
    driver, _ = board
    faulty = driver.find_element(By.XPATH, "//*[@id='units']//tr[td[.='有错']]//button")
    faulty.click()
    WebDriverWait(driver, tool.SLOWEST).until(
        lambda _: driver.find_element(By.ID, "desk").is_displayed()
    )
    assert driver.find_elements(By.CSS_SELECTOR, "#findings li")
    tool.press(driver, "← 返回")
    assert driver.find_element(By.ID, "board").is_displayed()


@pytest.mark.parametrize("zoom", [1, 2])
def test_the_board_has_no_barrier(board, zoom):
    driver, _ = board
    size = {
        "width": 1366 // zoom,
        "height": 768 // zoom,
        "deviceScaleFactor": zoom,
        "mobile": False,
    }
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    assert barriers_shown(driver) == []
    assert driver.execute_script("return document.documentElement.scrollWidth") <= size["width"]
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        size | {"width": 1366, "height": 768, "deviceScaleFactor": 1},
    )


def test_a_register_is_drafted_from_what_came_in(county, board):
    drafted = made(board, "起草名录", "名录.xlsx")
    from xlsheets.workflows.collect import read_register

    units = read_register(drafted).unit_names
    reports = {report.profile.unit for report in county[1].reports.values()}
    assert reports <= set(units)


def test_without_a_register_the_board_says_what_to_do(tmp_path):
    with tool.service() as (url, _), tool.chromium() as driver:
        driver.get(url)
        for name in ("甲", "乙"):
            (tmp_path / f"{name}.xlsx").write_bytes(one_report.workbook())
        tool.choose(driver, tmp_path / "甲.xlsx", tmp_path / "乙.xlsx")
        tool.press(driver, "收件、退回、汇总（县里用）")
        assert "还没有名录" in driver.find_element(By.ID, "board").text
        assert not driver.find_element(By.XPATH, "//button[.='核对收件']").is_enabled()
