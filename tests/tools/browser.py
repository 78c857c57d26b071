"""Chromium for tests: a page of our service as a clerk sees it, or skip; a missing one fails where required."""

from __future__ import annotations

import base64
import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.tools.outside import need

SLOWEST = 60


@contextlib.contextmanager
def service(*options: str, **environment: str) -> Iterator[tuple[str, subprocess.Popen]]:
    """Run ``xlsheets serve`` as a clerk would; yield the address of its page and the running program."""
    command = [sys.executable, "-m", "xlsheets", "serve", "--no-browser", *options]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", **environment},
    ) as program:
        try:
            yield program.stdout.readline().partition("：")[2].strip(), program
        finally:
            program.terminate()
            program.wait(timeout=30)


@contextlib.contextmanager
def chromium(width: int = 1366, height: int = 768) -> Iterator[webdriver.Chrome]:
    """Start a Chromium of its own that shows pages at this size."""
    options = webdriver.ChromeOptions()
    options.binary_location = need("chromium", "Chromium")
    for option in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--lang=zh-CN"):
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options, Service(need("chromedriver", "ChromeDriver")))
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        yield driver
    finally:
        driver.quit()


def save_into(driver: webdriver.Chrome, folder: Path) -> None:
    """Have downloads saved into a folder."""
    where = {"behavior": "allow", "downloadPath": str(folder)}
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", where)


def choose(driver: webdriver.Chrome, *files: Path, patience: float = SLOWEST) -> str:
    """Give workbooks to the page, wait so many seconds for the end, and return what it says then."""
    driver.find_element(By.ID, "some").send_keys("\n".join(map(str, files)))
    return told(driver, "校验完成", patience)


_DROP = """
const [contents, files] = arguments;
const bytes = contents.map((text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)));
const transfer = new DataTransfer();
for (const [name, number] of files) transfer.items.add(new File([bytes[number]], name));
document.getElementById("drop").dispatchEvent(
  new DragEvent("drop", {bubbles: true, cancelable: true, dataTransfer: transfer}));
"""


def drop(driver: webdriver.Chrome, files: dict[str, bytes]) -> str:
    """Drop files on the page, wait for the end, and return what it says then."""
    contents = list(dict.fromkeys(files.values()))
    encoded = [base64.b64encode(content).decode() for content in contents]
    driver.execute_script(
        _DROP, encoded, [(name, contents.index(content)) for name, content in files.items()]
    )
    return told(driver, "校验完成")


def drag(driver: webdriver.Chrome, *paths: Path) -> str:
    """Drag files or folders from outside the browser onto the page, and return what it says at the end."""
    begin_drag(driver, *paths)
    return told(driver, "校验完成")


def begin_drag(driver: webdriver.Chrome, *paths: Path) -> None:
    """Drag files or folders from outside the browser onto the page."""
    files = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for step in ("dragEnter", "dragOver", "drop"):
        event = {"type": step, "x": 300, "y": 100, "data": files}
        driver.execute_cdp_cmd("Input.dispatchDragEvent", event)


def told(driver: webdriver.Chrome, beginning: str, patience: float = SLOWEST) -> str:
    """Wait until the page says something with this beginning, and return all of it."""

    def said(_: object) -> str | None:
        text = driver.find_element(By.ID, "told").text
        return text if text.startswith(beginning) else None

    return WebDriverWait(driver, patience).until(said)


def press(driver: webdriver.Chrome, label: str) -> None:
    """Press the button with this label."""
    driver.find_element(By.XPATH, f"//button[normalize-space()='{label}']").click()


def saved(downloads: Path, suffix: str) -> Path:
    """Wait for a finished download and return its path.

    Chromium reserves the final name with an empty file before it renames what it has received to it.
    """

    def found(_: object) -> Path | None:
        files = (path for path in downloads.iterdir() if path.suffix == suffix)
        return next((path for path in files if path.stat().st_size), None)

    return WebDriverWait(None, SLOWEST).until(found)
