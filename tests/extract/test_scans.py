"""Scans: what is printed is read under every damage, what is not surely seen is told, and hostile pictures are refused."""

from __future__ import annotations

import io

import pytest

from tests.tools.ofd import of_pictures, ofd_file
from tests.tools.outside import need_engine
from xlsheets.errors import UnreadableError
from xlsheets.extract import Grid
from xlsheets.extract.scans import PICTURES
from xlsheets.imports import read_published
from xlsheets.imports.opening import open_published
from xlsheets.runs.worker import Limits

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


def refused(content: bytes, name: str, kind: str) -> None:
    """Fail unless a file is refused for this reason, in one sentence that names it."""
    with pytest.raises(UnreadableError) as caught:
        open_published(content, name)
    assert caught.value.kind == kind
    assert name in str(caught.value)
    assert str(caught.value).endswith("。")


def test_digits_that_blur_has_joined_are_no_line_of_the_table(tmp_path):
    """Six digits in a narrow cell run together, and their upper and lower ends look ruled."""
    import numpy as np

    from tests.tools import scanned
    from xlsheets.extract.scans.pictures import evenly_lit
    from xlsheets.extract.scans.ruling import ruled

    page = scanned.printed_pages(scanned.busy_report(3), tmp_path)[2]
    lines = []
    for damage in ("none", "blurred"):
        seen = np.asarray(scanned.DAMAGES[damage](page))[:, :, ::-1]
        strokes = ruled(evenly_lit(np.ascontiguousarray(seen))).strokes
        lines.append(sum(one.across and one.end - one.start > 60 for one in strokes))
    assert lines[1] == lines[0]


def numbers_in(content: bytes, name: str) -> list[str]:
    grid = table_of_requests(open_published(content, name).blocks)
    return [cell.text for cell in grid.cells if cell.text.isdecimal()]


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


def test_a_page_on_its_side_or_its_head_is_turned_and_one_that_stands_is_left_alone(printed):
    import numpy as np

    from tests.tools.scanned import DAMAGES
    from xlsheets.extract.scans.turning import rightly_turned

    _, pages = printed
    for number, page in enumerate(pages):
        for damage in ("none", "as found"):
            upright = np.asarray(DAMAGES[damage](page))[:, :, ::-1]
            for quarters in range(4):
                turned = rightly_turned(np.ascontiguousarray(np.rot90(upright, quarters)))
                assert np.array_equal(turned, upright), (number, damage, quarters)


def test_of_a_page_as_offices_send_it_no_number_is_taken_wrong_and_the_doubtful_are_listed(printed):
    """Ruled, under a red stamp, lit from one side, turned by a little and by a quarter, grainy and badly stored."""
    from PIL import Image

    from tests.tools.scanned import DAMAGES, scan

    report, pages = printed
    page = DAMAGES["as found"](pages[2]).transpose(Image.Transpose.ROTATE_270)
    found = read_published(scan([page]), "照片.tif")
    read = {**found.report.figures, **found.report.stated}
    asked = [cell for cell in report.edition.cells if cell.block == "req"]
    assert len(asked) == 175
    assert [cell for cell in asked if cell in read and read[cell] != report.values[cell]] == []
    lacking = [report.edition.path(cell) for cell in asked if cell not in read]
    assert len(lacking) < 20
    assert not [path for path in lacking if not any(path in said for said in found.unread)]


def test_grain_on_a_coloured_ground_is_no_writing(printed):
    from tests.tools.scanned import DAMAGES, scan

    _, pages = printed
    blocks = open_published(scan([DAMAGES["noisy"](pages[1])]), "照片.tif").blocks
    cells = [cell.text for block in blocks if isinstance(block, Grid) for cell in block.cells]
    headings = [text for text in cells if "第二十条" in text]
    assert headings == [f"第二十条第（{number}）项" for number in "一五六八"[: len(headings)]]
    assert headings


def test_an_ofd_file_of_pictures_is_read_like_the_pictures(printed):
    from PIL import Image

    from tests.tools.scanned import DAMAGES

    report, pages = printed
    page = DAMAGES["JPEG 22"](pages[2])
    stream = io.BytesIO()
    page.save(stream, "PNG")
    cells = [cell for cell in report.edition.cells if cell.block == "req"]
    expected = [str(report.values[cell]) for cell in cells]
    assert len(expected) == 175
    assert numbers_in(of_pictures([stream.getvalue()]), "扫描.ofd") == expected
    halves = [page.crop((0, top, page.width, top + 1170)) for top in (0, 1170)]
    drawn, media = "", {}
    for at, half in enumerate(halves):
        stream = io.BytesIO()
        # As some scanners do: each strip a picture, one of them stored upside down.
        stored = half.transpose(Image.Transpose.ROTATE_180) if at else half
        stored.save(stream, "PNG")
        media[str(at)] = stream.getvalue()
        top, high = at * 1170 * 297 / page.height, half.height * 297 / page.height
        turn = f"-210 0 0 {-high} 210 {high}" if at else f"210 0 0 {high} 0 0"
        drawn += f'<ofd:ImageObject ID="4" Boundary="0 {top} 210 {high}" CTM="{turn}" ResourceID="{at}"/>'
    assert numbers_in(ofd_file([drawn], media=media), "扫描.ofd") == expected


@pytest.mark.parametrize("name", ["a.ofd", "A.PDF", *(f"a{ending}" for ending in PICTURES)])
def test_whatever_may_be_a_scan_has_the_memory_and_the_time_of_one(name):
    """The models alone take more than a file that is read may use."""
    usual = Limits()
    given = usual.of(name)
    assert given.memory > 2 * 2**30 > usual.memory
    assert given.computing > usual.computing
    assert usual.of("a.docx") == usual


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("L", (width, height), 255).save(stream, kind)
    return stream.getvalue()


def many(content: bytes) -> bytes:
    one = '<ofd:ImageObject ID="4" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="5"/>'
    return ofd_file([one * 30], media={"5": content})


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (lambda: of_pictures([picture(30_000, 30_000)]), "too_large"),
        (lambda: many(picture(1654, 2339)), "too_large"),
        (lambda: of_pictures([picture(300, 400)]), "too_small"),
        (lambda: of_pictures([picture(1654, 2339)]), "pictures"),
        (lambda: of_pictures([picture(1654, 2339)[:40]]), "pictures"),
        (lambda: of_pictures([b"\x97JB2\r\n\x1a\n" + bytes(400)]), "pictures"),
        (lambda: of_pictures([b""]), "pictures"),
        (lambda: of_pictures([picture(600, 600, "JPEG")] * 31), "too_large"),
    ],
)
def test_pictures_in_an_ofd_file_that_are_no_pages_are_refused_in_one_sentence(content, kind):
    refused(content(), "扫描.ofd", kind)


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
    refused(content(), "图.png", kind)
