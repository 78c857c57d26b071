"""Scans: what is printed is read under every damage, what is not surely seen is told, and hostile pictures are refused."""

from __future__ import annotations

import io

import pytest

from tests.tools.outside import need_engine
from xlsheets.errors import UnreadableError
from xlsheets.extract import Grid
from xlsheets.imports.opening import open_published

pytestmark = pytest.mark.office


@pytest.fixture(scope="module", autouse=True)
def recogniser():
    need_engine("rapidocr", "RapidOCR (the extra ocr)")


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """A report, and its pages as printed."""
    from tests.tools import scanned

    report = scanned.busy_report(1)
    return report, scanned.printed_pages(report, tmp_path_factory.mktemp("scan"))


def table_of_requests(blocks) -> Grid:
    return max(
        (block for block in blocks if isinstance(block, Grid)), key=lambda grid: len(grid.cells)
    )


def test_a_page_turned_stamped_and_badly_stored_is_read_number_by_number(printed):
    from tests.tools.scanned import DAMAGES, scan

    report, pages = printed
    asked = report.edition.named.requests
    keys = [leaf.key for leaf in report.edition.blocks[asked.block].column_leaves]
    page = pages[2]
    for damage in ("stamp", "turned", "JPEG 22"):
        page = DAMAGES[damage](page)
    grid = table_of_requests(open_published(scan([page]), "照片.tif").blocks)
    rows = {row[0] or row[1] or row[2]: row[-len(keys) :] for row in grid.rows}
    for label, row in (
        ("一、本年新收政府信息公开申请数量", asked.received),
        ("四、结转下年度继续办理", asked.carried_forward),
    ):
        assert [int(text) for text in rows[label]] == [report.values[row.at(key)] for key in keys]


def test_grain_on_a_coloured_ground_is_no_writing(printed):
    from tests.tools.scanned import DAMAGES, scan

    _, pages = printed
    blocks = open_published(scan([DAMAGES["noisy"](pages[1])]), "照片.tif").blocks
    cells = [cell.text for block in blocks if isinstance(block, Grid) for cell in block.cells]
    headings = [text for text in cells if "第二十条" in text]
    assert headings == [f"第二十条第（{number}）项" for number in "一五六八"[: len(headings)]]
    assert headings


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("L", (width, height), 255).save(stream, kind)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (lambda: picture(30_000, 30_000), "too_large"),
        (lambda: picture(300, 400), "too_small"),
        (lambda: picture(1654, 2339), "pictures"),
        (lambda: picture(1654, 2339)[:40], "damaged"),
        (lambda: b"\x89PNG\r\n\x1a\n" + bytes(5000), "damaged"),
        (lambda: b"II*\x00" + b"\xff" * 400, "damaged"),
    ],
)
def test_a_picture_that_is_no_page_is_refused_in_one_sentence(content, kind):
    with pytest.raises(UnreadableError) as caught:
        open_published(content(), "图.png")
    assert caught.value.kind == kind
    assert "图.png" in str(caught.value)
    assert str(caught.value).endswith("。")
