"""Generated reports, printed as web pages and as pasted text with the deviations published reports show."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from tests.tools import make
from xlsheets.basics.numbers import show
from xlsheets.report import Report
from xlsheets.schema import Cell
from xlsheets.schema.shape import boxes
from xlsheets.schema.spec import Item, Table

CLASSES = (
    "natural_person",
    "business",
    "research",
    "public_welfare",
    "legal_service",
    "other_entity",
)
# So many generated reports go there and back; XLSHEETS_ROUND_TRIPS=500 for the full number.
ROUND_TRIPS = int(os.environ.get("XLSHEETS_ROUND_TRIPS", "20"))
_AROUND = ("received", "carried_over", "carried_forward")


def generated(seed: int) -> Report:
    """Return a report whose figures agree: some with many requests, most with few, as units are."""
    chance = random.Random(seed)
    cells: dict[str, object] = {}
    busy = chance.choice((0, 1, 1, 2, 3))
    base = make.report()
    outcomes = [
        leaf.key
        for leaf in base.edition.blocks["req"].row_leaves
        if isinstance(leaf, Item) and leaf.key not in _AROUND
    ]
    for column in CLASSES:
        few = busy if column in ("natural_person", "business") else busy - 1
        counts = [
            chance.randrange(10 ** chance.randint(1, few + 1))
            if few > 0 and chance.random() < 0.4
            else 0
            for _ in outcomes
        ]
        left = chance.randrange(5) if few > 0 else 0
        carried = chance.randint(0, sum(counts) + left) if few > 0 else 0
        received = sum(counts) + left - carried
        around = zip(_AROUND, (received, carried, left), strict=True)
        for row, value in (*zip(outcomes, counts, strict=True), *around):
            cells[f"req.{row}.{column}"] = value
    for cell in base.edition.typed_cells:
        if cell.block != "req":
            cells[str(cell)] = chance.choice((0, 0, chance.randrange(30), chance.randrange(5000)))
    cells["pro8.fees.amount"] = str(Decimal(chance.randrange(10**9)) / Decimal(10**6))
    return make.report(cells)


@dataclass
class Page:
    """A report as printed: paragraphs, and tables as rows of cells; ``lost`` cells are printed unread."""

    parts: list[str | list[list[str]]]
    chance: random.Random
    lost: set[Cell]
    glued: bool = False
    in_one_line: bool = False

    def tables(self) -> list[list[list[str]]]:
        return [part for part in self.parts if isinstance(part, list)]

    def table(self, words: str) -> list[list[str]]:
        return next(table for table in self.tables() if any(words in "".join(row) for row in table))

    def html(self) -> bytes:
        return "".join(
            f"<p>{escape(part)}</p>" if isinstance(part, str) else _table(part)
            for part in self.parts
        ).encode()

    def text(self) -> bytes:
        lines = []
        for part in self.parts:
            if isinstance(part, str):
                lines.append(part)
            elif self.glued:
                rows = ["".join(_flat(row)) for row in part]
                lines.extend(["".join(rows)] if self.in_one_line else rows)
            else:
                lines.extend("\t".join(["", *_flat(row), ""]) for row in part)
        return "\n\n".join(lines).encode()


def _flat(row: list[str]) -> list[str]:
    return ["".join(cell.split()) for cell in row]


def _table(rows: list[list[str]]) -> str:
    cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def printed(report: Report, seed: int) -> Page:
    """Return a report as it would be published when nothing deviates."""
    parts: list[str | list[list[str]]] = ["".join(report.title_lines)]
    for section in report.edition.sections:
        parts.append(section.title)
        if section.table:
            parts.append(_rows(report, section.table))
        else:
            parts.extend(report.paragraphs(section.key))
    return Page(parts, random.Random(seed), set())


def _rows(report: Report, table: Table) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for box in boxes(table):
        text = show(report.values[box.cell]) if box.cell else box.text
        rows.setdefault(box.row, []).append(text)
    return list(rows.values())


# What deviates ----------------------------------------------------------------------------------


def _is_figure(text: str) -> bool:
    return text.replace(".", "").isdecimal()


def _request_rows(page: Page) -> list[list[str]]:
    """The rows of 表三 that end in seven figures."""
    return [
        row
        for table in page.tables()
        for row in table
        if len(row) > 7 and all(map(_is_figure, row[-7:])) and len(row) < 12
    ]


def split_table(page: Page) -> None:
    _cut(page)


def label_cut_by_the_page(page: Page) -> None:
    above, below = _cut(page)
    row = above[-1]
    label = max((cell for cell in row if not _is_figure(cell)), key=len)
    if len(label) > 9:
        row[row.index(label)] = label[:8]
        below.insert(0, ["", label[8:], *[""] * 7])


def _cut(page: Page) -> tuple[list[list[str]], list[list[str]]]:
    """Cut the longest table in two, with the number of the page between."""
    table = max(page.tables(), key=len)
    at = page.parts.index(table)
    cut = page.chance.randrange(len(table) // 3, len(table) - 2)
    page.parts[at : at + 1] = [table[:cut], "— 5 —", table[cut:]]
    return page.parts[at], page.parts[at + 2]


def shifted_columns(page: Page) -> None:
    for row in _request_rows(page)[8:]:
        row.insert(-7, "") if page.chance.random() < 0.5 else row.append("")


def lost_totals(page: Page) -> None:
    for row in page.chance.sample(_request_rows(page), 6):
        row[-1] = ""


def spacer_rows_and_columns(page: Page) -> None:
    for table in page.tables():
        table.insert(page.chance.randrange(len(table)), [""] * 8)


def spaced_labels(page: Page) -> None:
    _change_labels(
        page, lambda text: "\u00a0 ".join((text[:2], text[2:])) if len(text) > 3 else " ".join(text)
    )


def one_sign_a_line(page: Page) -> None:
    _change_labels(page, "\n".join)


def other_numbering(page: Page) -> None:
    style = page.chance.choice(("、", "．", ". "))
    _change_labels(
        page,
        lambda text: (
            text[0] + style + text[2:]
            if text[1:2] == "."
            else text.replace("（", "(").replace("）", ")")
        ),
    )


def typos(page: Page) -> None:
    rows = page.chance.sample(_request_rows(page), 4)
    for row in rows:
        at, label = max(
            ((at, cell) for at, cell in enumerate(row) if not _is_figure(cell)),
            key=lambda numbered: len(numbered[1]),
        )
        if len(label) > 7:
            spot = page.chance.randrange(3, 7)
            row[at] = label[:spot] + page.chance.choice(("", "某")) + label[spot + 1 :]


def old_row_names(page: Page) -> None:
    _change_labels(page, lambda text: "规范性文件" if text == "行政规范性文件" else text)


def no_headings_in_tables(page: Page) -> None:
    for table in page.tables():
        if any("勾稽" in "".join(row) or "第二十条第（一）项" in row for row in table):
            del table[: 3 if "勾稽" in str(table) else 2]


def repeated_headings(page: Page) -> None:
    table, head = max(page.tables(), key=len), page.table("勾稽")[:3]
    cut = page.chance.randrange(len(table) // 3, len(table) - 1)
    table[cut:cut] = [list(row) for row in head]


def units_in_cells(page: Page) -> None:
    _change_figures(page, lambda text: f"{text}件" if "." not in text else text)


def full_width(page: Page) -> None:
    _change_figures(
        page, lambda text: text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    )


def thousands(page: Page) -> None:
    _change_figures(page, lambda text: f"{int(text):,}" if text.isdecimal() else text)


def notes_in_cells(page: Page) -> None:
    for row in page.chance.sample(_request_rows(page), 3):
        row[-7] += "（其中重复2件）"


def dashes(page: Page) -> None:
    """Print / for 0 in the columns of one class, as units do that have no such applicants."""
    rows = ("received", "carried_over", "granted")
    found = _request_rows(page)[:3]
    for key, row in zip(rows, found, strict=True):
        if row[-3] == "0":
            row[-3] = "/"
            page.lost.add(Cell("req", key, "legal_service"))


def single_row_for_other_outcomes(page: Page) -> None:
    table = page.table("结转下年度继续办理") if page.tables() else []
    at = next((at for at, row in enumerate(table) if "（六）其他处理" in row), None)
    rows = table[at : at + 3] if at is not None else []
    if len(rows) == 3 and all(len(row) > 7 and all(map(_is_figure, row[-7:])) for row in rows):
        sums = [str(sum(int(row[place]) for row in rows)) for place in range(-7, 0)]
        table[at : at + 3] = [["（六）其他处理", *sums]]
        keys = ("not_supplemented", "fee_unpaid", "other_outcome")
        lost = [name for name, total in zip(CLASSES, sums, strict=False) if total != "0"]
        page.lost.update(Cell("req", key, name) for key in keys for name in lost)


def glued_digits(page: Page) -> None:
    page.glued = True


def glued_tables(page: Page) -> None:
    page.glued = page.in_one_line = True


def headings_run_on(page: Page) -> None:
    for at, part in enumerate(page.parts[:-1]):
        after = page.parts[at + 1]
        if part in ("一、总体情况", "五、存在的主要问题及改进情况") and isinstance(after, str):
            page.parts[at : at + 2] = [f"{part} {after}"]
            return


def restarted_numbering(page: Page) -> None:
    for at, part in enumerate(page.parts):
        if isinstance(part, str) and part[1:2] == "、" and part[0] in "二三四五六":
            page.parts[at] = "一二三四五六"["一二三四五六".index(part[0]) - 1] + part[1:]


def five_headings(page: Page) -> None:
    gone = page.chance.choice(("四、政府信息公开", "三、收到和处理"))
    page.parts = [
        part for part in page.parts if not (isinstance(part, str) and part.startswith(gone))
    ]


def furniture(page: Page) -> None:
    page.parts.insert(0, [["索引号", "014-2026-3"], ["公开日期", "2026-01-20"]])
    page.parts.insert(2, "发布时间：2026-01-20 浏览次数：17")


def _change_labels(page: Page, change: Callable[[str], str]) -> None:
    for table in page.tables():
        for row in table:
            row[:] = [cell if _is_figure(cell) or not cell else change(cell) for cell in row]


def _change_figures(page: Page, change: Callable[[str], str]) -> None:
    for table in page.tables():
        for row in table:
            row[:] = [
                change(cell) if _is_figure(cell) and page.chance.random() < 0.5 else cell
                for cell in row
            ]


# In the order in which they can follow one another.
KINDS: tuple[Callable[[Page], None], ...] = (
    single_row_for_other_outcomes,
    dashes,
    lost_totals,
    shifted_columns,
    typos,
    notes_in_cells,
    split_table,
    label_cut_by_the_page,
    repeated_headings,
    no_headings_in_tables,
    spacer_rows_and_columns,
    old_row_names,
    other_numbering,
    spaced_labels,
    one_sign_a_line,
    units_in_cells,
    full_width,
    thousands,
    glued_digits,
    glued_tables,
    headings_run_on,
    restarted_numbering,
    five_headings,
    furniture,
)


def misread(text: str) -> str:
    """Return what becomes of UTF-8 that Windows reads as GBK: pairs of bytes as one sign, 0x80 as €."""
    raw, signs, at = text.encode(), [], 0
    while at < len(raw):
        pair = raw[at : at + 2]
        if raw[at] < 0x80:
            signs.append(chr(raw[at]))
        elif raw[at] == 0x80:
            signs.append("€")
        elif len(pair) == 2 and (0x40 <= pair[1] <= 0x7E or 0x80 <= pair[1] <= 0xFE):
            signs.append(pair.decode("gb18030", "replace"))
            at += 1
        else:
            signs.append("\ufffd")
        at += 1
    return "".join(signs)
