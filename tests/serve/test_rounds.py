"""A round on the board as a whole: last year's reports, what is said of a unit's way, closing and comparing."""

from __future__ import annotations

import threading
from dataclasses import replace

import openpyxl
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select
from selenium.webdriver.support.wait import WebDriverWait

from tests.tools import browser as tool
from tests.tools.board import OpenBoard, differing, judge, judge_again, made, run_command
from tests.tools.county import YEAR, make_county
from tests.tools.web import barriers_shown
from xlsheets.workbook.lists.register import write_register
from xlsheets.workflows import one_report

pytestmark = pytest.mark.browser
COUNTY = "示例县人民政府"


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """A county's folder, last year's beside it, and its register."""
    place = tmp_path_factory.mktemp("rounds")
    truth = make_county(place / "收件", 12, 3)
    (place / "名录.xlsx").write_bytes(write_register(truth.register))
    (place / "上年").mkdir()
    for number, report in enumerate(truth.reports.values()):
        before = replace(report, profile=replace(report.profile, year=YEAR - 1))
        (place / "上年" / f"{number}.xlsx").write_bytes(one_report.workbook(before))
    return place


@pytest.fixture(scope="module")
def board(county, tmp_path_factory):
    """The board after both folders and the register were dropped."""
    with tool.service() as (url, _), tool.chromium() as driver:
        downloads = tmp_path_factory.mktemp("downloads")
        tool.save_into(driver, downloads)
        driver.get(url)
        tool.drag(driver, county / "收件", county / "上年", county / "名录.xlsx")
        judge(driver)
        yield OpenBoard(driver, downloads)
        complaints = [entry["message"] for entry in driver.get_log("browser")]
        assert [complaint for complaint in complaints if "status of 4" not in complaint] == []


def _parts(driver):
    chosen = driver.find_elements(By.CSS_SELECTOR, ".beforehand label:has(select)")
    return {
        label.text.partition("（")[0]: Select(
            label.find_element(By.TAG_NAME, "select")
        ).first_selected_option.text
        for label in chosen
    }


def _noted(driver, unit, name, text=None):
    """Say something of a unit in the table; without a text press the box."""
    driver.execute_script("document.getElementById('told').textContent = ''")
    box = driver.find_element(By.CSS_SELECTOR, f"[data-unit='{unit}'] [name={name}]")
    if text is None:
        box.click()
    else:
        # WebDriver's own way of emptying a box would be an answer by itself.
        box.send_keys(Keys.CONTROL, "a", Keys.NULL, text, Keys.ENTER)
    return WebDriverWait(driver, tool.SLOWEST).until(lambda _: _settled(driver))


def _settled(driver):
    """What the page says when it has done what it was about."""
    text = driver.find_element(By.ID, "told").text
    return text if text and "……" not in text else None


def test_each_folder_is_taken_for_what_its_year_says(board):
    assert _parts(board.driver) == {"收件": "收件", "上年": "上年"}


def test_the_ledger_with_last_year_is_that_of_the_command(county, board):
    run_command(county, "collect", "收件", "-o", "台账.xlsx", "--last", "上年")
    wanted = (county / "台账.xlsx").read_bytes()
    (county / "台账.xlsx").unlink()
    assert made(board, "台账", "台账.xlsx").read_bytes() == wanted
    years = openpyxl.load_workbook(board.downloads / "台账.xlsx")["跨年"]
    assert years.max_row > 2


def test_the_roll_up_with_last_year_is_that_of_the_command(county, board):
    (county / "汇总").mkdir()
    stem = f"{COUNTY}{YEAR}年汇总"
    run_command(
        county,
        *("rollup", "收件", "-o", f"{stem}.xlsx", "--unit", COUNTY),
        *("--year", str(YEAR), "--last", "上年"),
    )
    for name in (f"{stem}.xlsx", f"{stem}汇总底稿.xlsx"):
        (county / name).rename(county / "汇总" / name)
    box = board.driver.find_element(By.ID, "county")
    box.clear()
    box.send_keys(COUNTY)
    assert differing(made(board, "汇总", "汇总.zip"), county / "汇总") == []


def test_comparing_two_years_is_that_of_the_command(county, board):
    told = run_command(county, "compare", "上年", "收件", "-o", "比较.xlsx").splitlines()
    board.driver.execute_script(_LISTEN)
    found = made(board, "比较", "比较.xlsx")
    heard = board.driver.execute_script("return window.heard")
    # Whoever asks hears of whichever file is read at that moment.
    assert any(state["total"] and state["label"] for state in heard), heard
    assert found.read_bytes() == (county / "比较.xlsx").read_bytes()
    closing = next(line for line in told if line.startswith("比较了"))
    assert closing in board.driver.find_element(By.ID, "told").text
    shown = board.driver.find_element(By.CSS_SELECTOR, "#board .notes").text
    assert [line for line in told[:-2] if line.strip() not in shown] == []


def test_what_is_said_of_a_unit_stands_in_the_ledger_as_if_typed_there(county, board):
    """The officer types into the ledger and runs the command again, or says it on the page: the same bytes."""
    driver = board.driver
    units = [
        row.get_attribute("data-unit")
        for row in driver.find_elements(By.CSS_SELECTOR, "#units tr:has([name=passed]:enabled)")
    ]
    passed, returned = units[-1], units[0]
    run_command(county, "collect", "收件", "-o", "台账.xlsx", "--last", "上年")
    book = openpyxl.load_workbook(county / "台账.xlsx")
    sheet = book["状态总表"]
    heads = {cell.value: cell.column for row in sheet.iter_rows() for cell in row}
    for row in sheet.iter_rows():
        if row[0].value == passed:
            sheet.cell(row[0].row, heads["审核通过"], "是")
        if row[0].value == returned:
            sheet.cell(row[0].row, heads["退回日期"], "2026-01-20、2026-02-01")
    book.save(county / "台账.xlsx")
    run_command(county, "collect", "收件", "-o", "台账.xlsx", "--last", "上年", "--force")
    wanted = (county / "台账.xlsx").read_bytes()
    (county / "台账.xlsx").unlink()

    assert _noted(driver, passed, "passed").startswith("已经记下")
    assert _noted(driver, returned, "returned", "2026-01-20、2026-02-01").startswith("已经记下")
    row = driver.find_element(By.CSS_SELECTOR, f"[data-unit='{passed}']")
    assert "通过" in row.text
    assert "第 2 次" in driver.find_element(By.CSS_SELECTOR, f"[data-unit='{returned}']").text
    assert made(board, "台账", "台账.xlsx").read_bytes() == wanted


def test_a_day_that_is_none_is_refused_and_nothing_is_lost(board):
    unit = board.driver.find_element(By.CSS_SELECTOR, "#units tr:has([name=returned])")
    name = unit.get_attribute("data-unit")
    before = unit.find_element(By.NAME, "returned").get_attribute("value")
    assert _noted(board.driver, name, "returned", "昨天") == (
        "“昨天”不是日期，请写成 2026-01-20 这样。"
    )
    again = board.driver.find_element(By.CSS_SELECTOR, f"[data-unit='{name}'] [name=returned]")
    assert again.get_attribute("value") == before


def test_a_closed_round_is_that_of_the_command_and_tells_what_changed_since(county, board):
    driver = board.driver
    assert not driver.find_element(By.XPATH, "//button[.='与定稿比对']").is_enabled()
    run_command(county, "close", "收件", "-o", "定稿.json", "--last", "上年")
    closed = made(board, "定稿", "定稿.json")
    assert closed.read_bytes() == (county / "定稿.json").read_bytes()
    tool.choose(driver, closed)
    judge(driver)
    tool.press(driver, "与定稿比对")
    assert tool.told(driver, "与“") == "与“定稿.json”完全一致。"
    came = county / "年报.xlsx"
    came.write_bytes(b"x")
    tool.choose(driver, came)
    judge(driver)
    tool.press(driver, "与定稿比对")
    assert tool.told(driver, "与“") == "与“定稿.json”有 1 处不同。"
    assert (
        "“单独的文件/年报.xlsx”是定稿以后收到的"
        in driver.find_element(By.CSS_SELECTOR, "#board .notes").text
    )


def test_a_round_that_goes_back_is_that_of_the_command(county, board):
    judge_again(board.driver)
    (county / "台账.xlsx").write_bytes(made(board, "台账", "台账.xlsx").read_bytes())
    given = ("--ledger", "台账.xlsx", "--last", "上年", "-o", "退回")
    run_command(county, "return", "收件", *given)
    (county / "台账.xlsx").unlink()
    assert differing(made(board, "退回、催报、通报", "退回.zip"), county / "退回") == []


def test_long_work_names_the_units_and_can_be_stopped(board):
    """What is shown while a round is returned, told by the page every time it asks."""
    driver = board.driver
    judge_again(driver)
    driver.execute_script(_LISTEN)
    made(board, "退回、催报、通报", "退回.zip")
    told = driver.execute_script("return window.heard")
    units = {
        row.get_attribute("data-unit") for row in driver.find_elements(By.CSS_SELECTOR, "#units tr")
    }
    named = [state for state in told if state["label"] in units and state["total"]]
    assert named, told
    driver.execute_script("document.getElementById('told').textContent = ''")
    stop = threading.Timer(0.05, driver.execute_script, ["document.getElementById('halt').click()"])
    tool.press(driver, "全部报告")
    stop.start()
    said = tool.told(driver, "已经停下")
    assert "没有生成报告完" in said


# Keeps every state that the page is told.
# The page asks every 300 ms, in which a fast machine may be done with a county; the test asks meanwhile, as the page does.
_LISTEN = """
window.heard = [];
const ask = window.fetch;
const asks = async (...asked) => window.heard.push(await (await ask(...asked)).clone().json());
let asking = 0;
window.fetch = async (path, ...rest) => {
  if (path === "/board/state") {
    clearInterval(asking);
    asking = setInterval(asks, 25, path, ...rest);
  }
  const response = await ask(path, ...rest);
  if (path === "/board/state" && (await response.clone().json()).over) clearInterval(asking);
  return response;
};
"""


@pytest.mark.parametrize("zoom", [1, 2])
def test_no_state_of_the_board_has_a_barrier(board, zoom):
    size = {
        "width": 1366 // zoom,
        "height": 768 // zoom,
        "deviceScaleFactor": zoom,
        "mobile": False,
    }
    driver = board.driver
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        assert barriers_shown(driver) == []
        assert driver.execute_script("return document.documentElement.scrollWidth") <= size["width"]
    finally:
        whole = size | {"width": 1366, "height": 768, "deviceScaleFactor": 1}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", whole)


def test_the_last_day_that_the_ledger_names_is_shown_and_kept(county, tmp_path):
    given = ("collect", "收件", "-o", "台账.xlsx")
    run_command(county, *given, "--due", "2026-01-15")
    with tool.service() as (url, _), tool.chromium() as driver:
        tool.save_into(driver, tmp_path)
        driver.get(url)
        tool.drag(driver, county / "收件", county / "名录.xlsx", county / "台账.xlsx")
        judge(driver)
        day = driver.find_element(By.CSS_SELECTOR, ".beforehand [type=date]")
        assert day.get_attribute("value") == "2026-01-15"
        found = made(OpenBoard(driver, tmp_path), "台账", "台账.xlsx").read_bytes()
    run_command(county, *given, "--force")
    assert found == (county / "台账.xlsx").read_bytes()
    (county / "台账.xlsx").unlink()


@pytest.mark.parametrize("end", ["ended", "lost"])
def test_a_board_whose_service_has_gone_says_so_and_has_no_barrier(county, end):
    with tool.service() as (url, program), tool.chromium() as driver:
        driver.get(url)
        tool.drag(driver, county / "收件", county / "名录.xlsx")
        judge(driver)
        if end == "ended":
            tool.press(driver, "结束使用")
            assert tool.told(driver, "已经结束")
        else:
            program.kill()
            program.wait()
            assert "重新启动" in tool.told(driver, "与本机服务的连接断了")
        controls = driver.find_elements(
            By.CSS_SELECTOR, "#board button, #board input, #board select"
        )
        assert controls
        assert [control for control in controls if control.is_enabled()] == []
        for zoom in (1, 2):
            size = {"width": 1366 // zoom, "height": 768 // zoom, "mobile": False}
            driver.execute_cdp_cmd(
                "Emulation.setDeviceMetricsOverride", size | {"deviceScaleFactor": zoom}
            )
            assert barriers_shown(driver) == []
