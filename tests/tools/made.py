"""One workbook of every kind this program writes, and what is stored in the cells of a workbook."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

import xlsheets as xs
from tests.hostile import outputs
from tests.tools.make import EDITION, report
from tests.tools.slots import saved_by_openpyxl
from xlsheets.basics.addresses import Spot
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.identify import parts_of
from xlsheets.report import Report
from xlsheets.workbook.editing.annotate import annotate
from xlsheets.workbook.editing.finding_list import Checked, list_findings
from xlsheets.workbook.editing.patch import patch_narrative, patch_workbook
from xlsheets.workbook.lists.origins import ReadNumber, write_origins
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workbook.template import write_workbook
from xlsheets.workflows.repair import repair
from xlsheets.xlsx.rows import Raw
from xlsheets.xlsx.workbook import Workbook

TEXTS = ("甲", "乙", "丙", "丁")


def stored(content: bytes) -> Iterator[tuple[Spot, Raw]]:
    """Yield every cell of a workbook as stored."""
    workbook = Workbook(open_package(parts_of(content)))
    for entry in workbook.package.sheets:
        for place, raw in workbook.sheet(entry.name).cells.items():
            yield Spot(entry.name, str(place)), raw


def faulty() -> Report:
    """Return a report with blanks, wrong sums, large numbers, a fraction, text and a reason."""
    cells = {
        "req.received.business": 9_431_990,
        "req.granted.natural_person": 12,
        "pro5.licensing.decisions": None,
        "rem.cases.review_upheld": None,
        "pro8.fees.amount": "316441.123456",
    }
    given = report(cells, narrative={"problems": ("问题一。", "问题二。")})
    return replace(given, facts={"website_items": 12}, reasons={"0123abcd": "已经核对。"})


@cache
def sent() -> bytes:
    return write_workbook(faulty())


def _filled() -> bytes:
    figures = {cell: number + 1 for number, cell in enumerate(EDITION.typed_cells)}
    fees = next(cell for cell in figures if cell.block == "pro8")
    return write_workbook(replace(report(), figures={**figures, fees: Decimal("0.3")}))


def annotated(content: bytes) -> bytes:
    read = read_workbook(content, "甲.xlsx")
    return annotate(content, xs.validate(read), read.places, "甲镇")


def listed(content: bytes) -> bytes:
    read = read_workbook(content, "甲.xlsx")
    return list_findings(content, xs.validate(read), read.places, check=Checked(whole=True))


def narrated(content: bytes) -> bytes:
    read = read_workbook(content, "甲.xlsx")
    revision = xs.narrate(read)
    texts = {**revision.texts, "text.problems.1": "", "text.problems.2": "改写的第二段。"}
    return patch_narrative(content, read, texts, revision.drafted)


def _typed(content: bytes) -> bytes:
    """Return a workbook into which figures were written, one of them taken away."""
    read = read_workbook(content, "甲.xlsx")
    places = (read.places[f"req.received.{column}"] for column in ("business", "research"))
    return patch_workbook(content, dict(zip(places, (7, None), strict=True)))


def _looked_at() -> bytes:
    """Return a list of numbers that were read from a scan, one of them not surely."""
    picture = _picture()
    spot = Spot("第 1 个表格", "D5")
    return write_origins(
        "扫描.pdf：每个数读自哪里",
        [
            ReadNumber("表三 › 总计", None, spot, "没有读入", "", 2, picture),
            ReadNumber("表二 › 收费", Decimal("0.3"), None, "", "总计：3＝3"),
        ],
    )


def _picture() -> bytes:
    """Return a grey picture of 90 by 40 as PNG."""
    rows = b"".join(b"\0" + bytes([number * 6]) * 90 for number in range(40))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 90, 40, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


MADE: dict[str, Callable[[], bytes]] = {
    "blank": write_workbook,
    "filled": _filled,
    "faulty": sent,
    "with last year's report": lambda: write_workbook(faulty(), _last_year()),
    "repaired": lambda: repair(sent(), "甲.xlsx").content,
    "listed": lambda: listed(sent()),
    "a blank one listed": lambda: listed(write_workbook()),
    "annotated": lambda: annotated(sent()),
    "a blank one annotated": lambda: annotated(write_workbook()),
    "annotated twice": lambda: annotated(annotated(sent())),
    "narrated": lambda: narrated(sent()),
    "narrated and annotated": lambda: annotated(narrated(sent())),
    "typed into": lambda: _typed(sent()),
    "saved by another program, then annotated": lambda: annotated(saved_by_openpyxl(sent())),
    "saved by another program, then narrated": lambda: narrated(saved_by_openpyxl(sent())),
    "register": lambda: outputs.register(TEXTS)[0],
    "ledger": lambda: outputs.ledger(TEXTS)[0],
    "working paper": lambda: outputs.paper(TEXTS)[0],
    "comparison": lambda: outputs.comparison(TEXTS)[0],
    "numbers of a scan": _looked_at,
}


def _last_year() -> Report:
    given = faulty()
    return replace(given, profile=replace(given.profile, year=given.profile.year - 1))


@cache
def made(kind: str) -> bytes:
    """Return the workbook of a kind."""
    return MADE[kind]()
