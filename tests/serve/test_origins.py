"""Where each number of a published report was read, on the page: looked through, accepted and corrected as by the command."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random

import pytest
from openpyxl import load_workbook
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from tests.tools import browser as tool
from tests.tools.make import balanced
from tests.tools.office import convert
from tests.tools.outside import need_engine
from tests.tools.web import barriers_shown
from tests.tools.word import rewritten
from xlsheets.basics.numbers import show
from xlsheets.documents.word.report import render
from xlsheets.imports import read_published
from xlsheets.report import Report
from xlsheets.schema import Cell
from xlsheets.serve.desk.changing import changed
from xlsheets.serve.desk.opening import PageFile
from xlsheets.serve.desk.showing import Beside
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workflows import one_report, samples
from xlsheets.workflows.provenance import corrected, origins

GIVEN = samples.sound()
EDITION = GIVEN.edition
RECEIVED = EDITION.named.requests.received
WRONG, UNREAD = (RECEIVED.at(key) for key in ("natural_person", "business"))
TOTAL = RECEIVED.at("all")


def printed(report: Report = GIVEN) -> bytes:
    """Return a Word report in which one number of 本年新收 is printed too high, and one is no number."""
    high, odd = (f">{show(report.values[cell])}<" for cell in (WRONG, UNREAD))
    high_now, odd_now = f">{show(report.values[WRONG] + 5)}<", f">{odd[1:-1]}①<"
    return rewritten(
        render(report),
        lambda text: _in_order(text, "本年新收", ((high, high_now), (odd, odd_now))),
    )


def _in_order(text: str, label: str, changes: tuple[tuple[str, str], ...]) -> str:
    """Replace each first text behind a label, one after the other."""
    head, table, rest = text.partition("申请人情况")
    before, found, row = rest.partition(label)
    assert table
    assert found
    done = ""
    for old, new in changes:
        kept, there, row = row.partition(old)
        assert there, old
        done += kept + new
    return head + table + before + found + done + row


WORD = printed()
FOUND = read_published(WORD, "报告.docx")
RIGHT = {cell: show(GIVEN.values[cell]) for cell in (WRONG, UNREAD)}


def answered(answer, status: int = 200) -> dict:
    code, _, body = answer
    assert code == status, body.decode()
    return json.loads(body)


def type_in(page, key: str, cells: dict[Cell, str]) -> dict:
    """Correct numbers as the page does; return what it shows then."""
    shown = {}
    for cell, text in cells.items():
        shown = answered(page.ask("/change", id=key, kind="read", place=str(cell), text=text))
    return shown


def by_command(run, published, cells: dict[Cell, str], folder) -> Report:
    """Return what ``import --corrected`` makes of the same corrections in the list of ``import --origins``."""
    listed, out = folder / "出处.xlsx", folder / "改.xlsx"
    run("import", published, "-o", folder / "原.xlsx", "--origins", listed)
    book = load_workbook(listed)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[3]]
    rows = {row[heads.index("格子")].value: row for row in sheet.iter_rows(min_row=4)}
    for cell, text in cells.items():
        rows[EDITION.path(cell)][heads.index("应为")].value = text
    book.save(listed)
    _, said, complaint = run("import", published, "-o", out, "--corrected", listed)
    assert f"改了 {len(cells)} 个数" in said, complaint
    return read_workbook(out.read_bytes(), "改.xlsx")


def assert_same(content: bytes, wanted: Report) -> None:
    """Demand that a workbook of the page is what the command writes, in every value and in what is said of it."""
    made = read_workbook(content, wanted.source)
    for name in ("figures", "stated", "narrative", "profile", "facts", "observations", "drafted"):
        assert getattr(made, name) == getattr(wanted, name), name
    told = [[finding.message for finding in one_report.validate(one)] for one in (made, wanted)]
    assert told[0] == told[1]


def test_every_number_is_listed_as_the_command_lists_it(page):
    shown = page.show(WORD, "报告.docx")
    assert shown["told"].endswith("读出 165 个数（应有 166 个），5 处要对照原文看")
    rows = [(row["path"], row["read"], row["why"], row["spot"]) for row in shown["read"]]
    assert rows == [
        (row.path, "" if row.number is None else show(row.number), row.doubt, str(row.spot or ""))
        for row in origins(FOUND)
    ]
    first = {row["place"]: row for row in shown["read"] if row["doubt"]}
    assert (first[str(UNREAD)]["doubt"], first[str(WRONG)]["doubt"]) == ("没有读入", "合计不符")
    assert "①" in first[str(UNREAD)]["told"]
    assert any("≠" in said for said in first[str(WRONG)]["sums"])
    assert [row["doubt"] for row in shown["read"]].index("") == len(first)
    assert answered(page.ask("/pictures", id=shown["id"])) == {}


def test_a_workbook_has_no_such_list(page):
    assert page.show(one_report.workbook(GIVEN), "填报.xlsx")["read"] == []


def test_what_is_corrected_is_what_the_command_writes(page, run, tmp_path):
    published = tmp_path / "报告.docx"
    published.write_bytes(WORD)
    shown = page.show(WORD, "报告.docx")
    assert [text for text in shown["unread"] if "①" in text]
    shown = type_in(page, shown["id"], RIGHT)
    assert [row["path"] for row in shown["read"] if row["doubt"]] == []
    assert not [text for text in shown["unread"] if "①" in text]
    content = page.ask("/save", id=shown["id"])[2]
    assert_same(content, by_command(run, published, RIGHT, tmp_path))
    assert read_workbook(content, "").figures == GIVEN.figures


def test_a_total_the_source_states_is_corrected_too(page, run, tmp_path):
    """It stands in no cell of the sheet: the workbook states it, and goes by it until a figure of the table changes."""
    published = tmp_path / "报告.docx"
    published.write_bytes(WORD)
    key = page.open(WORD, "报告.docx")["id"]
    cells = {**RIGHT, TOTAL: show(GIVEN.values[TOTAL] + 1)}
    shown = type_in(page, key, cells)
    assert {row["path"] for row in shown["read"] if row["doubt"]} > {EDITION.path(TOTAL)}
    assert_same(page.ask("/save", id=key)[2], by_command(run, published, cells, tmp_path))


@pytest.mark.parametrize("seed", range(8))
def test_any_corrections_in_any_order_come_to_what_the_command_makes_of_them(seed):
    chance = Random(seed)
    cells = chance.sample(EDITION.cells, 6)
    typed = {cell: chance.randint(0, 30) for cell in cells}
    file = PageFile("报告.docx", one_report.workbook(FOUND.report))
    for cell, number in typed.items():
        change = {"kind": "read", "place": str(cell), "text": str(number)}
        file = file._replace(content=changed(file, change, Beside()))
    numbers = {EDITION.path(cell): number for cell, number in typed.items()}
    wanted = one_report.workbook(corrected(FOUND, numbers).report)
    assert_same(file.content, read_workbook(wanted, "报告.docx"))


def test_a_correction_is_taken_back_and_nothing_of_it_stays(page):
    key = page.open(WORD, "报告.docx")["id"]
    before = answered(page.ask("/show", id=key))
    type_in(page, key, RIGHT)
    for _ in RIGHT:
        shown = answered(page.ask("/undo", id=key))
    assert (shown["read"], shown["unread"]) == (before["read"], before["unread"])
    assert page.ask("/undo", id=key)[0] == 422


def test_a_text_written_before_stays(page):
    key = page.open(WORD, "报告.docx")["id"]
    text = "这一段是人写的。"
    answered(page.ask("/change", id=key, kind="paragraph", place="text.problems.1", text=text))
    type_in(page, key, RIGHT)
    made = read_workbook(page.ask("/save", id=key)[2], "")
    assert (made.narrative["problems"][0], made.figures) == (text, GIVEN.figures)


def test_what_was_found_right_is_remembered_as_long_as_it_stands(page):
    key = page.open(WORD, "报告.docx")["id"]
    assert page.ask("/accept", id=key, place=str(WRONG), text="9")[0] == 204
    assert page.ask("/accept", id=key, place=str(TOTAL), text="8")[0] == 204
    (known,) = answered(page.ask("/hello", id=""))["documents"]
    assert known["accepted"] == {str(WRONG): "9", str(TOTAL): "8"}
    assert page.ask("/accept", id=key, place=str(TOTAL), text="")[0] == 204
    assert answered(page.ask("/show", id=key))["accepted"] == {str(WRONG): "9"}
    assert page.open(WORD, "报告.docx")["accepted"] == {}


@pytest.mark.parametrize(
    ("place", "text", "told"),
    [
        (str(UNREAD), "四十", "“四十”不是一个数，没有写进去，请改成数字。"),
        (str(UNREAD), " ", "要写一个数，没有改；原文空着的，在报告的那一格里删掉。"),
        ("req.none.all", "4", "没有这一格，请重新打开页面再试。"),
        (str(UNREAD), 4, "改动的内容不对，请重新打开页面再试。"),
    ],
)
def test_what_is_no_number_is_refused_and_changes_nothing(page, place, text, told):
    key = page.open(WORD, "报告.docx")["id"]
    answer = page.ask("/change", id=key, kind="read", place=place, text=text)
    assert answered(answer, 422)["sentence"] == told
    assert answered(page.ask("/show", id=key))["changes"] == 0


def test_pictures_may_come_with_an_answer_and_nothing_else_may(page):
    _, headers, _ = page.get("/")
    rules = [rule.split() for rule in headers["content-security-policy"].split(";")]
    assert {name: sources for name, *sources in rules if "data:" in sources} == {
        "img-src": ["'self'", "data:"]
    }


# In the browser ----------------------------------------------------------------------------------


@pytest.fixture
def shown(chromium, url, page, tmp_path):
    chromium.get("about:blank")
    chromium.get(url)
    (tmp_path / "downloads").mkdir()
    tool.save_into(chromium, tmp_path / "downloads")
    yield chromium
    complaints = [found["message"] for found in chromium.get_log("browser")]
    assert [found for found in complaints if "status of 4" not in found] == []
    resize(chromium, 1366)


def resize(driver, width: int, *, zoom: int = 1) -> None:
    size = {"width": width // zoom, "height": 768 // zoom, "deviceScaleFactor": zoom}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {**size, "mobile": False})


def keys(driver, *typed: str) -> None:
    driver.switch_to.active_element.send_keys(*typed)


def at(driver) -> str:
    """Return the cell that the keyboard is at."""
    return driver.switch_to.active_element.get_attribute("id").removeprefix("read-")


def left(driver, text: str) -> None:
    """Wait until the list says how much is left to look at."""
    WebDriverWait(driver, tool.SLOWEST).until(
        lambda _: driver.find_element(By.ID, "origins-title").text == text
    )


def opened_again(driver) -> None:
    """Reload the page, and open the only report there is."""
    driver.refresh()
    tool.told(driver, "上次打开的 1 个文件还在，改动也还在。")
    driver.find_element(By.CSS_SELECTOR, "tr[data-name] button.link").click()


@pytest.mark.office
@pytest.mark.browser
def test_a_pdf_is_looked_through_with_the_keyboard_alone(shown, run, tmp_path):
    (tmp_path / "报告.docx").write_bytes(WORD)
    (published,) = convert(tmp_path / "报告.docx", "pdf", tmp_path)
    tool.choose(shown, published)
    found = read_published(published.read_bytes(), published.name)
    count = len([row for row in origins(found) if row.doubt])
    left(shown, f"要看的 {count} 处，还有 {count} 处没有看")
    assert (count, at(shown)) == (5, str(WRONG))
    keys(shown, RIGHT[WRONG], Keys.ENTER)
    # The four others of 合计不符 were at odds with this one only.
    left(shown, "要看的 5 处，还有 1 处没有看")
    assert at(shown) == str(UNREAD)
    shown.execute_script(_COMPOSE)
    assert at(shown) == str(UNREAD)
    keys(shown, "四十", Keys.ENTER)
    assert at(shown) == "to-findings"
    tool.told(shown, "“四十”不是一个数，没有写进去，请改成数字。")
    while at(shown) != str(UNREAD):
        keys(shown, Keys.TAB)
    field = shown.switch_to.active_element
    assert (field.get_attribute("value"), field.get_attribute("aria-invalid")) == ("四十", "true")
    # However it is written, it is the same number.
    keys(shown, f"０{RIGHT[UNREAD]}", Keys.ENTER)
    left(shown, "要看的 5 处，还有 0 处没有看")
    WebDriverWait(shown, tool.SLOWEST).until(
        lambda _: field.get_attribute("value") == RIGHT[UNREAD]
    )
    tool.press(shown, "撤销一步")
    left(shown, "要看的 5 处，还有 1 处没有看")
    opened_again(shown)
    left(shown, "要看的 5 处，还有 1 处没有看")
    assert at(shown) == str(UNREAD)
    keys(shown, RIGHT[UNREAD], Keys.ENTER)
    left(shown, "要看的 5 处，还有 0 处没有看")
    tool.press(shown, "保存回工作簿")
    content = tool.saved(tmp_path / "downloads", ".xlsx").read_bytes()
    assert_same(content, by_command(run, published, RIGHT, tmp_path))


FORTY = EDITION.typed_cells[20:140:3]


def forty_unread() -> tuple[bytes, dict[Cell, str]]:
    """Return a Word report in which forty numbers are none, and what they should be."""
    figures = {cell: 1001 + number for number, cell in enumerate(EDITION.typed_cells)}
    given = balanced(replace(GIVEN, figures=figures))
    right = {cell: show(given.values[cell]) for cell in FORTY}

    def spoilt(text: str) -> str:
        for number in right.values():
            assert f">{number}<" in text
            text = text.replace(f">{number}<", f">{number}①<", 1)
        return text

    return rewritten(render(given), spoilt), right


@pytest.mark.browser
def test_forty_numbers_are_typed_one_after_the_other_without_waiting(shown, tmp_path):
    """A number and Enter each; whoever types faster than numbers are checked loses none, and is always at the next."""
    word, right = forty_unread()
    (tmp_path / "报告.docx").write_bytes(word)
    tool.choose(shown, tmp_path / "报告.docx")
    order = []
    while (cell := at(shown)) != "to-findings":
        order.append(cell)
        assert len(order) <= len(right)
        keys(shown, right[Cell.parse(cell)], Keys.ENTER)
    assert order == [str(cell) for cell in FORTY]
    left(shown, "要看的 40 处，还有 0 处没有看")
    WebDriverWait(shown, tool.SLOWEST).until(
        lambda _: "正在核对" not in shown.find_element(By.ID, "origins").text
    )
    fields = shown.execute_script(_FIELDS)
    assert [fields[str(cell)] for cell in FORTY] == list(right.values())
    tool.press(shown, "保存回工作簿")
    made = read_workbook(tool.saved(tmp_path / "downloads", ".xlsx").read_bytes(), "")
    assert {cell: show(made.figures[cell]) for cell in FORTY} == right


_FIELDS = """
return Object.fromEntries([...document.querySelectorAll("li[data-cell]")]
  .map((card) => [card.dataset.cell, card.querySelector("input").value]))
"""


@pytest.mark.office
@pytest.mark.browser
def test_a_scan_is_looked_through_beside_its_pictures(shown, run, tmp_path):
    need_engine("rapidocr", "RapidOCR (the extra ocr)")
    from tests.tools.scanned import pages_of, scan

    published = tmp_path / "扫描.tif"
    # The page with 表三: to read the others takes a minute, and shows nothing more.
    published.write_bytes(scan([pages_of(WORD, tmp_path)[3]]))
    shown.execute_script(_LISTEN)
    tool.choose(shown, published, patience=3 * tool.SLOWEST)
    assert "正在认“扫描.tif”：扫描件、照片要一格一格地认" in shown.execute_script(
        "return said.join()"
    )
    card = shown.find_element(By.CSS_SELECTOR, f"li[data-cell='{WRONG}']")
    picture = card.find_element(By.TAG_NAME, "img")
    assert shown.execute_script("return arguments[0].naturalWidth", picture) > 10
    assert "第 1 页，第 1 个表格" in card.text
    for width, zoom in ((360, 1), (1366, 2), (1366, 1)):
        resize(shown, width, zoom=zoom)
        assert barriers_shown(shown) == []
        wide = shown.execute_script("return document.documentElement.scrollWidth")
        assert wide <= width // zoom
    field = card.find_element(By.TAG_NAME, "input")
    field.click()
    keys(shown, Keys.ENTER)
    assert at(shown) == str(UNREAD)
    assert "看过，读得对" in card.text
    opened_again(shown)
    WebDriverWait(shown, tool.SLOWEST).until(
        lambda _: shown.find_elements(By.CSS_SELECTOR, _LISTED)
    )
    card = shown.find_element(By.CSS_SELECTOR, f"li[data-cell='{WRONG}']")
    assert "看过，读得对" in card.text
    tool.press(card, "再看")
    assert "合计不符" in card.text
    for cell in (WRONG, UNREAD):
        shown.find_element(By.ID, f"read-{cell}").click()
        keys(shown, RIGHT[cell], Keys.ENTER)
        tool.told(shown, "已经改了")
    WebDriverWait(shown, tool.SLOWEST).until(lambda _: "合计现在相符" in shown.page_source)
    tool.press(shown, "保存回工作簿")
    content = tool.saved(tmp_path / "downloads", ".xlsx").read_bytes()
    assert_same(content, by_command(run, published, RIGHT, tmp_path))


# Enter while an input method proposes characters.
_COMPOSE = """
document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true}));
"""
_LISTEN = """
window.said = [];
new MutationObserver(() => said.push(document.getElementById("told").textContent))
  .observe(document.getElementById("told"), {childList: true});
"""
_LISTED = ".origins li:not([hidden]) img"
