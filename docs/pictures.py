"""Take the pictures of the manual from LibreOffice and Chromium: ``python -m docs.pictures``.

The windows of LibreOffice are real ones on a screen of their own (Xvfb, xdotool, ImageMagick), in Chinese where its
language pack is installed.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from tests.cli.test_log import UNIT, fill
from tests.serve.test_origins import WORD
from tests.tools import browser, office
from tests.tools.county import make_county
from tests.tools.outside import need
from tests.tools.parts import unzipped, zipped
from tests.tools.scanned import pages_of, scan
from xlsheets.report import Profile, Report
from xlsheets.workbook.lists.register import write_register
from xlsheets.workflows import one_report, samples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver import Chrome

PICTURES = Path(__file__).parent / "zh/pictures"
RESOLUTION = 96
HEIGHT = 640
WIDE, HIGH = 1366, 768
# Seconds until a window has drawn what is in it.
SETTLED, TRIES = 8, 60
# What LibreOffice does not show: a tip, and what is new. Its language, and no panel at the side.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="ooSetupLastVersion" oor:op="fuse"><value>99.9</value></prop></item>
<item oor:path="/org.openoffice.Office.Linguistic/General"><prop oor:name="UILocale" oor:op="fuse"><value>zh-CN</value></prop></item>
</oor:items>
"""


def workbooks(folder: Path) -> dict[str, Path]:
    """Write the workbooks that are shown: sound, faulty, without prose, and one that is broken."""
    sound, faulty = samples.sound(), samples.faulty()
    reports = {
        "示例乡.xlsx": sound,
        "乙镇.xlsx": _renamed(faulty, "乙镇人民政府"),
        "丙乡.xlsx": replace(_renamed(sound, "丙乡人民政府"), narrative={}),
    }
    for name, report in reports.items():
        one_report.write(report, folder / name)
    broken = folder / "丁镇.xlsx"
    broken.write_bytes((folder / "示例乡.xlsx").read_bytes()[:20_000])
    return {path.stem: path for path in (*(folder / name for name in reports), broken)}


def take_windows(books: dict[str, Path], folder: Path) -> None:
    """Picture the workbook in a window, as it is filled and as it is when it was checked."""
    checked = folder / "乙镇（已校验）.xlsx"
    judged = one_report.read(books["乙镇"])
    one_report.list_findings(judged, one_report.validate(judged), books["乙镇"], checked)
    requests = next(table.sheet for table in judged.edition.tables if table.number == "表三")
    (folder / "filled").mkdir()
    filled = folder / "filled" / books["乙镇"].name
    filled.write_bytes(_opened_at(books["乙镇"].read_bytes(), requests))
    with _screen() as environment:
        _take_window(filled, environment, "fill.png")
        _take_window(checked, environment, "check.png")


def take_report(books: dict[str, Path], folder: Path) -> None:
    """Picture the first page of the Word report."""
    document = folder / "report.docx"
    document.write_bytes(one_report.convert(one_report.read(books["示例乡"])))
    (printed,) = office.convert(document, "pdf", folder)
    page = ("-f", "1", "-l", "1", "-singlefile", "-H", str(HEIGHT))
    target = (PICTURES / "report.png").with_suffix("")
    _run("pdftoppm", "-png", "-r", str(RESOLUTION), *page, printed, target)


@contextlib.contextmanager
def _screen() -> Iterator[dict[str, str]]:
    """Run a screen nobody sees; yield the environment of a program that is to be shown there."""
    name = ":83"
    command = [need("Xvfb", "Xvfb"), name, "-noreset", "-screen", "0", f"{WIDE}x{HIGH}x24"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:  # noqa: S603 - our own
        shown = {**os.environ, "DISPLAY": name}
        try:
            _run("xdotool", "getmouselocation", env=shown)
            yield shown
        finally:
            server.terminate()


def _take_window(book: Path, environment: dict[str, str], picture: str) -> None:
    """Show a workbook in LibreOffice, in a window as large as the screen, and keep what is seen."""
    with tempfile.TemporaryDirectory(prefix="lo-") as profile:
        (Path(profile) / "user").mkdir()
        (Path(profile) / "user/registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
        user = f"-env:UserInstallation=file://{profile}"
        command = [need("soffice", "LibreOffice"), user, "--norestore", "--nologo", str(book)]
        with subprocess.Popen(command, env=environment, start_new_session=True) as shown:  # noqa: S603 - our own
            try:
                look = ("search", "--onlyvisible", "--name", "LibreOffice Calc")
                _run("xdotool", *look, "windowsize", str(WIDE), str(HIGH), env=environment)
                time.sleep(SETTLED)
                _run("import", "-window", "root", PICTURES / picture, env=environment)
            finally:
                os.killpg(shown.pid, signal.SIGTERM)


def _opened_at(content: bytes, sheet: str) -> bytes:
    """Return a workbook that opens at a sheet, which is the only one selected."""
    book = {
        name: content.replace(b' tabSelected="1"', b"") if "/worksheets/" in name else content
        for name, content in unzipped(content).items()
    }
    part = book["xl/workbook.xml"].decode()
    names = re.findall(r'<sheet name="([^"]+)"', part)
    view = f'<workbookView activeTab="{names.index(sheet)}" '
    part = re.sub(r' activeTab="\d+"', "", part).replace("<workbookView ", view)
    return zipped(book | {"xl/workbook.xml": part.encode()})


def take_page(books: dict[str, Path]) -> None:
    """Picture the page in the browser: files of a folder, findings of one, and prose that is missing."""
    with browser.service() as (url, _), browser.chromium(1366, 768) as driver:
        driver.get(url)
        browser.choose(driver, *books.values())
        driver.save_screenshot(PICTURES / "serve-list.png")
        _open(driver, "乙镇.xlsx")
        driver.find_element(By.CSS_SELECTOR, "[data-code='N304'] .go").click()
        driver.save_screenshot(PICTURES / "serve-findings.png")
        browser.press(driver, "← 返回")
        _open(driver, "丙乡.xlsx")
        driver.execute_script(_TO_PROSE)
        driver.save_screenshot(PICTURES / "serve-prose.png")


def take_board(folder: Path) -> None:
    """Picture the board of a county."""
    truth = make_county(folder / "收件", 24, 7)
    (folder / "收件/名录.xlsx").write_bytes(write_register(truth.register))
    with browser.service() as (url, _), browser.chromium(1366, 768) as driver:
        driver.get(url)
        driver.find_element(By.ID, "folder").send_keys(str(folder / "收件"))
        browser.told(driver, "校验完成")
        browser.press(driver, "收件、退回、汇总（县里用）")
        browser.press(driver, "核对收件")
        browser.told(driver, "应报")
        driver.save_screenshot(PICTURES / "serve-board.png")


def take_log(folder: Path) -> None:
    """Picture a case log beside the report it is counted into."""
    fill(folder / "登记簿.xlsx")
    profile = Profile(unit=UNIT, year=2025, level="township")
    one_report.write(Report(profile=profile), folder / "填报.xlsx")
    with browser.service() as (url, _), browser.chromium(1366, 768) as driver:
        driver.get(url)
        browser.choose(driver, folder / "登记簿.xlsx", folder / "填报.xlsx")
        _open(driver, "登记簿.xlsx")
        driver.execute_script(_TO_REQUESTS)
        driver.save_screenshot(PICTURES / "serve-log.png")


def take_origins(folder: Path) -> None:
    """Picture a scanned report as it is looked through, number by number."""
    published = folder / "2025年报告（扫描）.tif"
    published.write_bytes(scan(pages_of(WORD, folder)))
    with browser.service() as (url, _), browser.chromium(1366, 768) as driver:
        driver.get(url)
        browser.choose(driver, published, patience=600)
        driver.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
        driver.save_screenshot(PICTURES / "serve-origins.png")


_TO_REQUESTS = (
    "document.querySelector('#report table [data-place^=req]').scrollIntoView({block: 'center'})"
)
_TO_PROSE = "document.querySelector('[data-key=overview]').scrollIntoView()"


def _renamed(report: Report, unit: str) -> Report:
    return replace(report, profile=replace(report.profile, unit=unit))


def _run(tool: str, *arguments: str | Path, env: dict[str, str] | None = None) -> None:
    """Run a program; one that looks for a window waits until it is there."""
    command = [need(tool, tool), *arguments]
    for _ in range(TRIES):
        if not subprocess.run(command, capture_output=True, check=False, env=env).returncode:  # noqa: S603 - our files
            return
        time.sleep(1)
    raise SystemExit(f"{command} did not succeed")


def _open(driver: Chrome, name: str) -> None:
    driver.find_element(By.CSS_SELECTOR, f"tr[data-name='{name}'] button.link").click()
    shown = (By.CSS_SELECTOR, "#desk:not([hidden])")
    WebDriverWait(driver, browser.SLOWEST).until(lambda _: driver.find_elements(*shown))


def main() -> None:
    """Take all pictures."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        books = workbooks(folder)
        take_windows(books, folder)
        take_report(books, folder)
        take_page(books)
        take_board(folder)
        take_log(folder)
        take_origins(folder)


if __name__ == "__main__":
    main()
