"""Published reports come in with every number right; what is doubtful is listed, never guessed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from tests.tools import deviations
from tests.tools.deviations import CLASSES, KINDS, ROUND_TRIPS, Page, generated, printed
from tests.tools.make import EDITION, report
from tests.tools.outside import need_package
from tests.tools.shared import CASES, OFFICIAL, need_shared, shared_case, shared_names
from xlsheets.documents.word.report import render
from xlsheets.errors import UnreadableError
from xlsheets.imports import Imported, read_published
from xlsheets.report import PREAMBLE, Report
from xlsheets.schema import Cell, edition_named
from xlsheets.workflows import samples


def wrong(found: Imported, original: Report) -> dict[Cell, object]:
    """Return numbers that were read, and are not those of the original."""
    figures = {**found.report.figures, **found.report.stated}
    return {cell: value for cell, value in figures.items() if original.values.get(cell) != value}


def share(found: Imported, original: Report, lost: Iterable[Cell] = ()) -> float:
    """Return the share of the printed numbers that were read."""
    wanted = original.figures.keys() - set(lost)
    return len(wanted & found.report.figures.keys()) / len(wanted)


# Published reports -------------------------------------------------------------------------------


def test_the_township_text_with_its_split_table_comes_in_whole():
    text = need_shared(CASES / "xijiaokou-2023.txt").read_bytes()
    original = shared_case("xijiaokou-2023")
    found = read_published(text, "xijiaokou.txt")
    assert found.report.figures == original.figures
    assert found.report.narrative == original.narrative
    assert (found.report.profile.unit, found.report.profile.year) == ("西交口乡人民政府", 2023)
    assert found.unread == ()


def test_a_city_report_as_pdf_comes_in_with_every_number_and_paragraph():
    need_package("pdfplumber")
    found = read_published(
        need_shared(OFFICIAL / "published-huaian-2024.pdf").read_bytes(), "a.pdf"
    )
    original = shared_case("huaian-2024")
    assert found.report.figures == original.figures
    assert found.report.stated == original.stated
    said = "".join(found.report.paragraphs("overview") + found.report.paragraphs("problems"))
    wanted = "".join(original.paragraphs("overview") + original.paragraphs("problems"))
    assert "".join(said.split()) == "".join(wanted.split())
    assert (found.inferred, found.unread) == ((), ())
    profile = found.report.profile
    assert (profile.unit, profile.year, profile.postcode) == ("淮安市人民政府", 2024, "223001")


@pytest.mark.parametrize("name", shared_names())
def test_a_published_case_survives_the_way_through_word(name):
    original = shared_case(name)
    found = read_published(render(original, draft=True), f"{name}.docx")
    assert found.report.figures == original.figures
    assert found.report.narrative == original.narrative


def test_a_word_report_gives_unit_year_preamble_and_date_back():
    original = samples.sound()
    found = read_published(render(original), "a.docx").report
    assert found.paragraphs(PREAMBLE) == original.paragraphs(PREAMBLE)
    assert (found.profile.unit, found.profile.year, found.profile.signed) == (
        original.profile.unit,
        original.profile.year,
        original.profile.signed,
    )


# Deviations --------------------------------------------------------------------------------------


def deviating(
    original: Report, seed: int, *kinds: Callable[[Page], None]
) -> list[tuple[Imported, Page]]:
    """Return what is read from a report printed with deviations, as a web page and as text."""
    page = printed(original, seed)
    for kind in kinds:
        kind(page)
    forms = (
        [("a.txt", page.text())]
        if page.glued
        else [("a.html", page.html()), ("a.txt", page.text())]
    )
    return [(read_published(content, name), page) for name, content in forms]


def test_a_page_without_deviations_is_read_whole():
    for seed in range(10):
        original = generated(seed)
        for found, _ in deviating(original, seed):
            assert (found.report.figures, found.unread) == (original.figures, ())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_deviation_gives_no_wrong_number_and_hides_few(kind):
    shares = []
    for seed in range(max(4, ROUND_TRIPS // 10)):
        original = generated(seed)
        for found, page in deviating(original, seed, kind):
            assert wrong(found, original) == {}, seed
            shares.append(share(found, original, page.lost))
            assert shares[-1] == 1 or found.unread, seed
    assert sum(shares) / len(shares) >= 0.95


def test_three_deviations_at_a_time_give_no_wrong_number_and_hide_few():
    shares = []
    for seed in range(2 * ROUND_TRIPS):
        chosen = sorted(random.Random(seed).sample(range(len(KINDS)), 3))
        original = generated(seed)
        for found, page in deviating(original, seed, *(KINDS[at] for at in chosen)):
            assert wrong(found, original) == {}, (seed, [KINDS[at].__name__ for at in chosen])
            shares.append(share(found, original, page.lost))
    assert sum(shares) / len(shares) >= 0.95


# What is doubtful --------------------------------------------------------------------------------

_ROWS = "三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量{}\n二、上年结转政府信息公开申请数量{}\n"


def received(text: str) -> tuple[list[object], tuple[str, ...]]:
    found = read_published(_ROWS.format(text, " 0 0 0 0 0 0 0").encode(), "a.txt")
    columns = found.report.edition.blocks["req"].column_leaves
    values = {**found.report.figures, **found.report.stated}
    return [values.get(Cell("req", "received", leaf.key)) for leaf in columns], found.unread


@pytest.mark.parametrize(
    ("glued", "read"),
    [
        ("640020470", [64, 0, 0, 2, 0, 4, 70]),
        ("0000000", [0] * 7),
        ("30015300614 3119", [3001, 53, 0, 0, 61, 4, 3119]),
        ("12件3件0件0件0件0件15件", [12, 3, 0, 0, 0, 0, 15]),
        ("3001 53 0 0 61 4 3119", [3001, 53, 0, 0, 61, 4, 3119]),
    ],
)
def test_glued_digits_are_parted_where_the_sum_allows_one_way_only(glued, read):
    assert received(glued)[0] == read


@pytest.mark.parametrize(
    "glued", ["110000011011", "11100003", "9" * 60, "5 0 0 5", "007 0 0 0 0 0 7"]
)
def test_what_sums_do_not_decide_is_listed_and_not_read(glued):
    values, unread = received(glued)
    assert None in values
    assert any("本年新收" in line for line in unread)


def glued(original: Report, change: Callable[[Page], None] | None = None) -> Imported:
    page = printed(original, 1)
    page.glued = True
    if change:
        change(page)
    return read_published(page.text(), "a.txt")


def test_glued_rows_of_a_busy_unit_are_parted_by_the_sums_over_the_rows():
    original = generated(9)
    found = glued(original)
    requests = {cell for cell in original.figures if cell.block == "req"}
    assert min(original.values[Cell("req", "handled", column)] for column in CLASSES[:2]) > 1_000
    assert {cell: found.report.figures.get(cell) for cell in requests} == {
        cell: original.figures[cell] for cell in requests
    }


def test_glued_rows_are_not_parted_where_the_sums_over_the_rows_contradict():
    def misprint(page: Page) -> None:
        row = next(row for row in page.table("勾稽") if "（一）予以公开" in row)
        row[-7], row[-1] = "16", "18"

    original = report({"req.granted.natural_person": 12, "req.granted.business": 2,
                       "req.received.natural_person": 12, "req.received.business": 2})  # fmt: skip
    assert glued(original).report.figures == original.figures
    found = glued(original, misprint)
    assert Cell("req", "granted", "natural_person") not in found.report.figures
    assert any("（一）予以公开：这一行写着“162000018”" in line for line in found.unread)
    assert wrong(found, original) == {}


def test_a_glued_row_without_its_total_is_parted_by_the_other_rows():
    def without_total(page: Page) -> None:
        row = next(row for row in page.table("勾稽") if "（一）予以公开" in row)
        row[-1] = ""

    original = report({"req.granted.natural_person": 12, "req.granted.business": 20,
                       "req.received.natural_person": 12, "req.received.business": 20})  # fmt: skip
    found = glued(original, without_total)
    assert found.report.figures == original.figures
    assert any("（一）予以公开" in path for path in found.inferred)


@pytest.mark.parametrize("digits", ["1" * 14, "1" * 42, "12345678901234567890", "98" * 16])
def test_what_no_sum_can_part_is_given_up_soon(digits):
    def filled(page: Page) -> None:
        for row in page.table("勾稽"):
            if len(row) > 7 and row[-1] == "0":
                row[-7:] = [digits]

    found = glued(report(), filled)
    assert not [cell for cell in found.report.figures if cell.block == "req"]
    assert sum("没有读入" in line for line in found.unread) >= 25


def test_stated_totals_are_kept_though_they_are_wrong():
    page = printed(report(), 1)
    row = next(row for row in page.table("勾稽") if "一、本年新收政府信息公开申请数量" in row)
    row[-1] = "3"
    found = read_published(page.html(), "a.html").report
    total = Cell("req", "received", "all")
    assert (found.stated[total], found.values[total]) == (3, 0)


def test_every_number_knows_where_it_was_read():
    found = read_published(printed(report(), 1).html(), "a.html").report
    assert str(found.places["req.received.natural_person"]) == "第 2 个表格!B4"
    assert set(found.places) == set(map(str, found.edition.cells))


def test_a_blank_cell_stays_blank_and_a_dash_is_said():
    page = printed(report(), 1)
    row = next(row for row in page.table("勾稽") if "（一）予以公开" in row)
    row[-3:-1] = ["", "/"]
    found = read_published(page.html(), "a.html").report
    gone = {Cell("req", "granted", "legal_service"), Cell("req", "granted", "other_entity")}
    assert set(found.edition.typed_cells) - set(found.figures) == gone
    assert [(observation.place, observation.text) for observation in found.observations] == [
        ("req.granted.other_entity", "/")
    ]


def test_a_note_behind_a_number_is_kept_as_an_observation():
    page = printed(report(), 1)
    page.table("行政规范性文件")[3][-1] = "22（其中修订16件）"
    found = read_published(page.html(), "a.html").report
    assert found.figures[Cell("pro1", "normative", "in_force")] == 22
    assert [observation.text for observation in found.observations] == ["22（其中修订16件）"]


def test_money_in_another_unit_is_not_read_as_ten_thousands():
    page = printed(report(), 1)
    page.table("行政事业性收费")[-1][-1] = "3940元"
    found = read_published(page.html(), "a.html")
    assert Cell("pro8", "fees", "amount") not in found.report.figures
    assert any("3940元" in line for line in found.unread)


def test_pictures_of_tables_are_said_in_one_sentence_each():
    page = printed(report(), 1)
    page.parts = [part for part in page.parts if isinstance(part, str)]
    found = read_published(page.html(), "a.html")
    assert found.report.figures == {}
    assert [line[:2] for line in found.unread] == ["表二", "表三", "表四"]
    assert all("图片" in line for line in found.unread)


def test_text_that_belongs_nowhere_is_listed():
    page = printed(report(), 1)
    at = page.parts.index("五、存在的主要问题及改进情况")
    page.parts.insert(at, "注：行政复议数量含上年度结转数量。")
    deviations.furniture(page)
    unread = " ".join(read_published(page.html(), "a.html").unread)
    assert "含上年度结转数量" in unread
    assert "发布时间" in unread


# The edition of 2019 -----------------------------------------------------------------------------


def old_form(year: int) -> tuple[Report, Page]:
    edition = edition_named("2019")
    base = report()
    figures = {cell: at % 7 for at, cell in enumerate(edition.typed_cells)}
    original = replace(
        base, edition_key="2019", figures=figures, profile=replace(base.profile, year=year)
    )
    return original, printed(original, 1)


def test_a_report_of_2020_comes_in_whole_in_the_format_of_its_year():
    original, page = old_form(2020)
    found = read_published(page.html(), "a.html")
    assert (found.report.edition_key, found.report.figures) == ("2019", original.figures)
    assert found.unread == ()


def test_the_old_form_in_a_later_year_is_mapped_and_the_rest_is_listed():
    original, page = old_form(2023)
    found = read_published(page.html(), "a.html")
    assert found.report.edition_key == "2021"
    same = {cell for cell in original.figures if cell in found.report.edition.cells}
    assert {cell: found.report.figures[cell] for cell in same} == {
        cell: original.figures[cell] for cell in same
    }
    assert any("对外公开总数量" in line for line in found.unread)
    assert any("（六）其他处理" in line for line in found.unread)


def test_a_single_row_of_other_outcomes_that_is_zero_tells_its_three_parts():
    page = printed(report(), 1)
    deviations.single_row_for_other_outcomes(page)
    found = read_published(page.html(), "a.html")
    assert found.report.figures == report().figures
    assert found.unread == ()


def test_an_unknown_row_under_other_outcomes_is_not_taken_for_their_sum():
    page = printed(report({"req.other_outcome.business": 87, "req.received.business": 87}), 1)
    row = next(row for row in page.table("勾稽") if "（六）其他处理" in row)
    row[row.index("（六）其他处理") + 1] = "1.另有一种说法"
    found = read_published(page.html(), "a.html").report
    assert found.figures[Cell("req", "other_outcome", "business")] == 87
    assert Cell("req", "not_supplemented", "business") not in found.figures


# Files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.docx", "a.pdf"])
@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"%PDF-1.7", "没有报告".encode(), b"\x00" * 99]
)
def test_a_file_that_is_no_report_is_refused_in_a_sentence(name, content):
    with pytest.raises(UnreadableError, match=r"[\u4e00-\u9fff].*。"):
        read_published(content, name)


def test_a_page_in_the_old_chinese_encoding_is_read():
    page = printed(report(), 1).html().decode()
    content = f'<meta charset="gb2312">{page}'.encode("gb18030")
    assert read_published(content, "a.htm").report.figures == report().figures


def test_tables_that_lay_out_the_page_are_no_tables_of_the_report():
    page = printed(generated(3), 1).html().decode()
    content = f"<table><tr><td>导航</td><td>{page}</td></tr></table>".encode()
    found = read_published(content, "a.html").report
    assert (found.figures, found.narrative) == (generated(3).figures, report().narrative)


def test_what_a_page_hides_is_not_read():
    page = printed(report(), 1).html().decode()
    hidden = '<div style="display: none"><p>一、总体情况</p><p>9</p></div><script>var 总体情况=1</script>'
    assert (
        read_published(f"{hidden}{page}".encode(), "a.html").report.narrative == report().narrative
    )


def test_a_page_of_very_many_cells_is_refused():
    cells = "<td>1</td>" * 30_000
    with pytest.raises(UnreadableError, match="大得不像"):
        read_published(f"<p>一、总体情况</p><table><tr>{cells}</tr></table>".encode(), "a.html")


def test_damaged_pages_never_end_in_a_traceback():
    chance, page = random.Random(1), printed(generated(3), 1).html()
    for _ in range(60):
        content = bytearray(page)
        for _ in range(chance.choice((1, 5, 50))):
            at = chance.randrange(len(content))
            content[at : at + chance.randrange(3)] = chance.choice(
                (
                    b"<",
                    b"<td>",
                    b"</table>",
                    b"<table>",
                    b"&#",
                    b"<script>",
                    b"<!--",
                    b"9",
                    b"</tr>",
                )
            )
        for name in ("a.html", "a.txt"):
            try:
                found = read_published(bytes(content), name)
            except UnreadableError:
                continue
            assert len(found.report.figures) <= len(EDITION.typed_cells)


def test_a_head_that_is_not_closed_hides_nothing():
    page = printed(report(), 1).html().decode()
    found = read_published(f"<head><title>年报</title><body>{page}".encode(), "a.html")
    assert found.report.figures == report().figures


def test_a_damaged_pdf_is_refused_in_a_sentence_or_read():
    need_package("pdfplumber")
    source = need_shared(OFFICIAL / "published-huaian-2024.pdf").read_bytes()
    for at in (1_000, len(source) // 2, len(source) - 50):
        for content in (source[:at], source[:at] + b"\x00" * 64 + source[at + 64 :]):
            try:
                found = read_published(content, "a.pdf")
            except UnreadableError:
                continue
            assert wrong(found, shared_case("huaian-2024")) == {}
