"""Files that go, or are changed, between being chosen in a real browser and being sent: each has its line, the others go on."""

from __future__ import annotations

import os

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.serve.test_page import page
from tests.tools import browser as tool
from tests.tools.make import report
from xlsheets.workflows import one_report

__all__ = ["page"]
pytestmark = pytest.mark.browser

# What was chosen is taken only when the test says so, however slow a clerk's folder would be.
_HOLD = """
document.addEventListener("change", (event) => {
  if (event.target.type !== "file" || window.released) return;
  event.stopImmediatePropagation();
  window.held = event.target;
}, true);
"""
_RELEASE = "window.released = true; window.held.dispatchEvent(new Event('change'))"

# The same for a folder that is dragged in: it is listed, and its files are asked for later.
_HOLD_LISTING = """
const given = DataTransferItem.prototype.webkitGetAsEntry;
DataTransferItem.prototype.webkitGetAsEntry = function () {
  const entry = given.call(this);
  const reader = entry.createReader();
  const read = reader.readEntries;
  entry.createReader = () => reader;
  reader.readEntries = (found, failed) => read.call(reader, (entries) => {
    const wait = () => (window.released ? found(entries) : setTimeout(wait, 20));
    window.held = true;
    wait();
  }, failed);
  return entry;
};
"""


def _folder(place, *units):
    place.mkdir(parents=True)
    for unit in units:
        _write(place / f"{unit}.xlsx", unit)
    return place


def _write(path, unit):
    path.write_bytes(one_report.workbook(report(unit=f"{unit}人民政府")))


def _delete(path):
    path.unlink()


def _rename(path):
    path.rename(path.with_name("另存.xlsx"))


def _change(path):
    _write(path, "丁乡")
    os.utime(path, (1, 1))


def _wait_until_held(page):
    WebDriverWait(page, tool.SLOWEST).until(
        lambda _: page.execute_script("return Boolean(window.held)")
    )


def _lines(page):
    rows = page.find_elements(By.CSS_SELECTOR, "#list tr")
    return {row.get_attribute("data-name"): row.text for row in rows}


@pytest.mark.parametrize("control", ["some", "folder"])
@pytest.mark.parametrize(
    ("happen", "said"),
    [(_delete, "已经不在原处"), (_rename, "已经不在原处"), (_change, "选好以后又改动过")],
)
def test_one_that_was_chosen_has_its_line_and_the_others_go_on(
    page, tmp_path, control, happen, said
):
    folder = _folder(tmp_path / "收件", "甲乡", "乙乡", "丙乡")
    page.execute_script(_HOLD)
    chosen = [str(folder)] if control == "folder" else map(str, sorted(folder.iterdir()))
    page.find_element(By.ID, control).send_keys("\n".join(chosen))
    _wait_until_held(page)
    happen(folder / "乙乡.xlsx")
    page.execute_script(_RELEASE)
    assert tool.told(page, "校验完成") == "校验完成。3 个文件：需核实 2，打不开 1。"
    name = "收件/乙乡.xlsx" if control == "folder" else "乙乡.xlsx"
    line = _lines(page)[name]
    assert f"“{name}”{said}" in line
    assert "再拖进来一次" in line


def test_what_goes_from_a_folder_that_is_dragged_in_has_its_line(page, tmp_path):
    folder = _folder(tmp_path / "收件", "甲乡", "乙乡")
    _folder(folder / "附件", "丙乡")
    page.execute_script(_HOLD_LISTING)
    tool.begin_drag(page, folder)
    _wait_until_held(page)
    (folder / "乙乡.xlsx").unlink()
    (folder / "附件/丙乡.xlsx").unlink()
    (folder / "附件").rmdir()
    page.execute_script("window.released = true")
    assert tool.told(page, "校验完成") == "校验完成。3 个文件：需核实 1，打不开 2。"
    lines = _lines(page)
    assert "已经不在原处" in lines["收件/乙乡.xlsx"]
    assert "已经不在原处" in lines["收件/附件"]


def test_dropped_again_it_has_one_line_as_it_stands_now(page, tmp_path):
    folder = _folder(tmp_path / "收件", "甲乡", "乙乡")
    page.execute_script(_HOLD)
    page.find_element(By.ID, "some").send_keys("\n".join(map(str, sorted(folder.iterdir()))))
    _wait_until_held(page)
    (folder / "乙乡.xlsx").unlink()
    page.execute_script(_RELEASE)
    tool.told(page, "校验完成")
    _write(folder / "乙乡.xlsx", "乙乡")
    page.execute_script("document.getElementById('told').textContent = ''")
    assert tool.choose(page, folder / "乙乡.xlsx") == "校验完成。2 个文件：需核实 2。"
    assert len(page.find_elements(By.CSS_SELECTOR, "#list tr")) == 2
