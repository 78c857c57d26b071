"""The button in WPS: registered beside other add-ins, and from a click to the findings in the browser."""

from __future__ import annotations

import contextlib
import http.client
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.tools import browser as tool
from tests.tools.make import report
from xlsheets.errors import UsageError
from xlsheets.serve import wps_list
from xlsheets.workflows import one_report

SOURCES = Path(__file__).parents[2] / "addin/wps"
OTHER = '<jspluginonline name="other" type="wps" url="http://127.0.0.1:3889/" enable="enable_dev" install="null"/>'
LINE = wps_list.AddInLine(28119, "t" * 32)


@pytest.fixture
def add_in_list(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path))
    path = wps_list.add_in_list()
    path.parent.mkdir(parents=True)
    path.write_text(f"<jsplugins>{OTHER}</jsplugins>", encoding="utf-8")
    return path


def _names(path):
    return [element.get("name") for element in ET.parse(path).getroot()]


def test_other_add_ins_stay_in_the_list(add_in_list):
    assert wps_list.registered(add_in_list) is None
    wps_list.register_addin(add_in_list, LINE)
    wps_list.register_addin(add_in_list, LINE)
    assert _names(add_in_list) == ["other", "xlsheets"]
    assert wps_list.registered(add_in_list) == LINE


def test_where_there_is_no_list_one_is_made(tmp_path):
    path = tmp_path / "new" / "publish.xml"
    wps_list.register_addin(path, LINE)
    assert wps_list.registered(path) == LINE


@pytest.mark.parametrize(
    "text", ["", "<jsplugins>", "nothing", '<!DOCTYPE x [<!ENTITY e "e">]><a>&e']
)
def test_a_damaged_list_is_left_as_it_is(add_in_list, text):
    add_in_list.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="已经损坏"):
        wps_list.register_addin(add_in_list, LINE)
    assert add_in_list.read_text(encoding="utf-8") == text


def test_port_and_token_are_the_same_at_the_next_start(add_in_list):
    addresses = []
    for _ in range(2):
        with tool.service("--wps") as (url, _):
            addresses.append(url)
    assert addresses[0] == addresses[1]
    assert _names(add_in_list) == ["other", "xlsheets"]


def test_every_button_calls_a_function_there_is():
    ribbon = ET.parse(SOURCES / "ribbon.xml").getroot()
    script = (SOURCES / "main.js").read_text(encoding="utf-8")
    functions = set(re.findall(r"^(?:async )?function (\w+)", script, re.MULTILINE))
    calls = {
        text for element in ribbon.iter() for name, text in element.items() if name.startswith("on")
    }
    assert calls == {"OnAddinLoad", "OnAction"}
    assert calls <= functions
    buttons = [element for element in ribbon.iter() if element.tag.endswith("button")]
    assert [button.get("id") for button in buttons if f'"{button.get("id")}"' not in script] == []
    assert all(re.search("[\u4e00-\u9fff]", button.get("label")) for button in buttons)


def _get(authority, path):
    with contextlib.closing(http.client.HTTPConnection(authority, timeout=30)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_the_add_in_is_given_only_to_who_knows_the_token(add_in_list):
    with tool.service("--wps") as (url, _):
        parts = urlsplit(url)
        for path in SOURCES.iterdir():
            found = _get(parts.netloc, f"/wps/{parts.fragment}/{path.name}")
            assert found == (200, path.read_bytes())
            assert _get(parts.netloc, f"/wps/{'x' * 32}/{path.name}")[0] == 404
        assert _get(parts.netloc, f"/wps/{parts.fragment}/publish.xml")[0] == 404
    with tool.service() as (url, _):
        parts = urlsplit(url)
        assert _get(parts.netloc, f"/wps/{parts.fragment}/main.js")[0] == 404


# What our script uses of WPS, as its documentation describes it.
_WPS = """
window.said = [];
window.alert = (text) => said.push(text);
window.Application = arguments[0] && {
  ActiveWorkbook: {Path: arguments[1], FullName: arguments[0], Save() { said.push("saved"); }},
};
OnAction({Id: "examine"});
"""


def _click(driver, full_name, folder="x"):
    driver.execute_script(_WPS, str(full_name), str(folder))


def _said(driver):
    return tool.WebDriverWait(driver, tool.SLOWEST).until(
        lambda _: next(
            (text for text in driver.execute_script("return said") if text != "saved"), ""
        )
    )


@pytest.mark.browser
def test_a_click_in_wps_shows_the_open_workbook_in_the_browser(add_in_list, tmp_path):
    path = tmp_path / "示例 =1.xlsx"
    path.write_bytes(one_report.workbook(report({"req.received.natural_person": 5})))
    with tool.service("--wps") as (_, program), tool.chromium() as driver:
        program.stdout.readline()
        add_in = f"{wps_list.registered(add_in_list).address}index.html"
        driver.get(add_in)
        _click(driver, path)
        page = program.stdout.readline().partition("：")[2].strip()
        assert driver.execute_script("return said") == ["saved"]
        driver.get(page)
        assert tool.told(driver, "校验完成").startswith("校验完成。1 个文件：有错 1。")
        assert path.name in driver.find_element(tool.By.ID, "desk").text
        driver.get("about:blank")
        driver.get(page)
        assert "再点一次" in tool.told(driver, "这个工作簿已经取走了")


@pytest.mark.browser
def test_what_cannot_be_shown_is_said_in_wps(add_in_list, tmp_path):
    (tmp_path / "a.et").write_bytes(b"x")
    cases = {
        "": "先打开",
        tmp_path / "a.et": "另存为",
        tmp_path / "missing.xlsx": "不在本机",
        "https://drive.example/a.xlsx": "不在本机",
    }
    with tool.chromium() as driver:
        with tool.service("--wps"):
            driver.get(f"{wps_list.registered(add_in_list).address}index.html")
            for full_name, expected in cases.items():
                _click(driver, full_name)
                assert expected in _said(driver)
            _click(driver, tmp_path / "a.et", folder="")
            assert "先把工作簿保存" in _said(driver)
        _click(driver, tmp_path / "missing.xlsx")
        assert "没有启动" in _said(driver)


def test_a_damaged_list_is_said_at_the_start(add_in_list):
    add_in_list.write_text("<jsplugins>", encoding="utf-8")
    command = [sys.executable, "-m", "xlsheets", "serve", "--no-browser", "--wps"]
    run = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
    )
    assert run.returncode == 2
    assert "已经损坏" in run.stderr
