"""The status page in a browser: one state at a time, from a unit to its problems, from there to its file."""

from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
from selenium.webdriver.common.by import By

import xlsheets as xs
from tests.tools.browser import chromium
from tests.tools.county import make_county
from xlsheets.workflows import collect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """Return the page of a county of twenty units, and what it is about."""
    place = tmp_path_factory.mktemp("县")
    truth = make_county(place / "收 件#1", 20, seed=4)
    examined = [xs.examine(source) for source in xs.files_in([place / "收 件#1"])]
    collection = xs.collect(examined, truth.register)
    page = place / "情况.html"
    page.write_bytes(collect.status_page(collection, "收 件#1"))
    return page, collection


@pytest.fixture(scope="module")
def opened(county):
    page, _ = county
    with chromium(1366, 1200) as driver:
        driver.get(page.as_uri())
        yield driver


def shown(driver, css: str) -> list[str]:
    found = driver.find_elements(By.CSS_SELECTOR, css)
    return [element.text.split("\n")[0] for element in found if element.is_displayed()]


def test_one_state_at_a_time(county, opened):
    _, collection = county
    every = [row.unit.name for row in collection.units]
    assert shown(opened, ".board li") == every
    labels = opened.find_elements(By.CSS_SELECTOR, ".key label[for]")
    for label in labels[1:]:
        state = label.text.split()[0]
        label.click()
        wanted = [row.unit.name for row in collection.units if row.state.value == state]
        assert wanted
        assert shown(opened, ".board li") == wanted
        assert [line.partition("：")[0] for line in shown(opened, "details")] == wanted
    labels[0].click()
    assert shown(opened, ".board li") == every


def test_numbers_of_the_indicators_stand_on_one_line_and_cells_are_named_once(opened):
    rows = opened.find_elements(By.XPATH, "//table[.//th='用到的单元格']//tr[td]")
    assert len(rows) > 1
    for row in rows:
        _, now, before, _, cells = row.find_elements(By.TAG_NAME, "td")
        assert _lines(opened, now) == 1
        assert _lines(opened, before) == 1 or before.text.startswith("两年都有")
        named = cells.text.partition("!")[2].split("、")
        assert len(named) == len(set(named))
        assert cells.text.count("!") == 1


def _lines(driver, element) -> int:
    """Count the lines that the text of an element takes."""
    return driver.execute_script(
        "const range = document.createRange(); range.selectNodeContents(arguments[0]);"
        "return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size",
        element,
    )


def test_a_unit_leads_to_its_problems_and_its_file(county, opened):
    page, collection = county
    row = next(row for row in collection.units if row.state.value == "有错")
    number = collection.units.index(row) + 1
    opened.find_element(By.CSS_SELECTOR, f".board a[href='#u{number}']").click()
    told = opened.find_element(By.ID, f"u{number}")
    assert told.is_displayed()
    for finding in row.counted.findings:
        assert finding.message in told.text
        assert finding.address in told.text
    link = told.find_element(By.TAG_NAME, "a").get_attribute("href")
    assert Path(unquote(urlparse(link).path)) == page.parent / "收 件#1" / row.counted.file


def test_nothing_is_fetched_and_nothing_complains(opened):
    assert opened.get_log("browser") == []
    links = [link.get_attribute("href") for link in opened.find_elements(By.CSS_SELECTOR, "td a")]
    assert links
    assert all(Path(unquote(urlparse(link).path)).is_file() for link in links)
