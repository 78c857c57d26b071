"""Take the pictures of the manual from LibreOffice and Chromium: ``python -m docs.pictures``."""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.cli.test_log import UNIT, fill
from tests.tools import browser, office
from tests.tools.county import make_county
from tests.tools.outside import need
from xlsheets.report import Profile, Report
from xlsheets.workbook.lists.register import write_register
from xlsheets.workflows import one_report, samples

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

PICTURES = Path(__file__).parent / "zh/pictures"
RESOLUTION = 96
HEIGHT = 640
# Picture -> the heading at the top of the printed page it shows.
SHEETS = {
    "fill.png": "三、收到和处理政府信息公开申请情况（2025 年度）",
    "check.png": "校验（2025 年度）",
}


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


def take_pages(books: dict[str, Path], folder: Path) -> None:
    """Picture the workbook as it is filled and checks itself, and the first page of the Word report."""
    checked = folder / "checked.xlsx"
    judged = one_report.read(books["乙镇"])
    one_report.list_findings(judged, one_report.validate(judged), books["乙镇"], checked)
    (pdf,) = office.convert(checked, "pdf", folder)
    for picture, heading in SHEETS.items():
        _keep_page(pdf, heading, picture)
    document = folder / "report.docx"
    document.write_bytes(one_report.convert(one_report.read(books["示例乡"])))
    (printed,) = office.convert(document, "pdf", folder)
    _keep_page(printed, "", "report.png")


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


_TO_REQUESTS = (
    "document.querySelector('#report table [data-place^=req]').scrollIntoView({block: 'center'})"
)
_TO_PROSE = "document.querySelector('[data-key=overview]').scrollIntoView()"


def _renamed(report: Report, unit: str) -> Report:
    return replace(report, profile=replace(report.profile, unit=unit))


def _keep_page(pdf: Path, heading: str, name: str) -> None:
    """Keep the upper part of the first page with this heading."""
    pages = _run("pdftotext", "-layout", pdf, "-").decode().split("\f")
    number = str(next(number for number, text in enumerate(pages, 1) if heading in text))
    page = ("-f", number, "-l", number, "-singlefile", "-H", str(HEIGHT))
    _run("pdftoppm", "-png", "-r", str(RESOLUTION), *page, pdf, (PICTURES / name).with_suffix(""))


def _run(tool: str, *arguments: str | Path) -> bytes:
    command = [need(tool, "poppler"), *arguments]
    return subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603 - our files


def _open(driver: Chrome, name: str) -> None:
    driver.find_element(By.CSS_SELECTOR, f"tr[data-name='{name}'] button.link").click()
    shown = (By.CSS_SELECTOR, "#desk:not([hidden])")
    WebDriverWait(driver, browser.SLOWEST).until(lambda _: driver.find_elements(*shown))


def main() -> None:
    """Take all pictures."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        books = workbooks(folder)
        take_pages(books, folder)
        take_page(books)
        take_board(folder)
        take_log(folder)


if __name__ == "__main__":
    main()
