"""A leader's hand on a Word draft: random edits, plain or tracked, and what the workbook should say afterwards."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from lxml import etree

from tests.tools.one_change import WORD, said
from xlsheets.basics.numbers import Number, show
from xlsheets.report import Report
from xlsheets.schema import Cell
from xlsheets.schema.shape import Box, Role, boxes
from xlsheets.workflows.publishing.pairing import PrintedSpot, printed_spots

_SENTENCE = re.compile(r"[^。]*。")
_NEW = (
    "按照领导要求补充说明第{0}项工作。",
    "全年召开专题会议{0}次，研究部署公开工作。",
    "群众满意度测评得分{0}分，比预期略高。",
)


@dataclass
class Line:
    """A line of the draft: its element, and what the report should say in its place."""

    element: etree._Element
    spot: PrintedSpot
    text: str


@dataclass
class Draft:
    """A draft under revision, and what is expected of it.

    Attributes:
        figures: input cells as they should be.
        listed: words that each must be told as not written.
        edits: how many edits were made.
    """

    report: Report
    parts: dict[str, bytes]
    root: etree._Element
    lines: list[Line]
    tables: list[tuple[PrintedSpot, etree._Element]]
    tracked: bool
    figures: dict[Cell, Number]
    listed: list[str] = field(default_factory=list)
    edits: int = 0
    touched: set[etree._Element] = field(default_factory=set)

    def save(self) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in self.parts.items():
                xml = etree.tostring(
                    self.root, xml_declaration=True, encoding="UTF-8", standalone=True
                )
                archive.writestr(name, xml if name == "word/document.xml" else part)
        return out.getvalue()

    def narrative(self) -> Mapping[str, tuple[str, ...]]:
        """Return the text the workbook should have."""
        found: dict[str, list[str]] = {}
        for line in self.lines:
            if line.spot.number:
                found.setdefault(line.spot.section, []).append(line.text)
        return {section: tuple(texts) for section, texts in found.items() if texts}

    def untouched(self) -> list[Line]:
        """Return the paragraphs no edit has met yet."""
        return [
            line for line in self.lines if line.spot.number and line.element not in self.touched
        ]


def draft_of(report: Report, document: bytes, *, tracked: bool) -> Draft:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    body = [
        element
        for element in root.find(f"{WORD}body")
        if element.tag == f"{WORD}tbl" or (element.tag == f"{WORD}p" and said(element))
    ]
    spots = list(printed_spots(report))
    assert len(spots) == len(body)
    both = list(zip(spots, body, strict=True))
    lines = [Line(element, spot, spot.text) for spot, element in both if not spot.form]
    tables = [(spot, element) for spot, element in both if spot.form]
    return Draft(report, parts, root, lines, tables, tracked, dict(report.figures))


# Writing into a document -----------------------------------------------------------------------


_MARK = {f"{WORD}id": "1", f"{WORD}author": "领导", f"{WORD}date": "2026-01-20T09:00:00Z"}


def _run(text: str, like: etree._Element | None, *, gone: bool = False) -> etree._Element:
    run = etree.Element(f"{WORD}r")
    look = None if like is None else like.find(f"{WORD}rPr")
    if look is not None:
        run.append(copy.deepcopy(look))
    inner = etree.SubElement(run, f"{WORD}delText" if gone else f"{WORD}t")
    inner.text = text
    inner.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return run


def _wrapped(kind: str, run: etree._Element) -> etree._Element:
    mark = etree.Element(f"{WORD}{kind}", _MARK)
    mark.append(run)
    return mark


def rewrite(paragraph: etree._Element, text: str, *, tracked: bool) -> None:
    """Give a paragraph another text; tracked, what both have in common stays and the rest is marked."""
    old = said(paragraph)
    runs = list(paragraph.iter(f"{WORD}r"))
    like = runs[-1] if runs else None
    for child in [child for child in paragraph if child.tag != f"{WORD}pPr"]:
        paragraph.remove(child)
    if not tracked:
        paragraph.append(_run(text, like))
        return
    head = 0
    while head < min(len(old), len(text)) and old[head] == text[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(text)) - head and old[-1 - tail] == text[-1 - tail]:
        tail += 1
    gone, came = old[head : len(old) - tail], text[head : len(text) - tail]
    if head:
        paragraph.append(_run(old[:head], like))
    if gone:
        paragraph.append(_wrapped("del", _run(gone, like, gone=True)))
    if came:
        paragraph.append(_wrapped("ins", _run(came, like)))
    if tail:
        paragraph.append(_run(old[len(old) - tail :], like))


def _mark_end(paragraph: etree._Element, kind: str) -> None:
    """Mark the end of a paragraph as deleted or inserted."""
    properties = paragraph.find(f"{WORD}pPr")
    if properties is None:
        properties = etree.Element(f"{WORD}pPr")
        paragraph.insert(0, properties)
    look = properties.find(f"{WORD}rPr")
    look = etree.SubElement(properties, f"{WORD}rPr") if look is None else look
    look.insert(0, etree.Element(f"{WORD}{kind}", _MARK))


def _take_away(draft: Draft, line: Line) -> None:
    if draft.tracked:
        rewrite(line.element, "", tracked=True)
        _mark_end(line.element, "del")
    else:
        line.element.getparent().remove(line.element)


def _add_behind(draft: Draft, element: etree._Element, text: str) -> etree._Element:
    """Add a paragraph behind an element, in the look of running text."""
    model = next(line.element for line in draft.lines if line.spot.number)
    fresh = etree.Element(f"{WORD}p")
    style = model.find(f"{WORD}pPr/{WORD}pStyle")
    properties = etree.SubElement(fresh, f"{WORD}pPr")
    if style is not None:
        properties.append(copy.deepcopy(style))
    run = _run(text, None)
    fresh.append(_wrapped("ins", run) if draft.tracked else run)
    if draft.tracked:
        _mark_end(fresh, "ins")
    element.addnext(fresh)
    return fresh


# The edits ---------------------------------------------------------------------------------------


def revise(draft: Draft, chance: Random) -> str:
    """Make one edit where none was made yet; return its kind."""
    while True:
        edit = chance.choice(_EDITS)
        if edit(draft, chance):
            draft.edits += 1
            return edit.__name__


def _one(draft: Draft, chance: Random, fits: Callable[[str], bool]) -> Line | None:
    found = [line for line in draft.untouched() if fits(line.text)]
    if not found:
        return None
    line = chance.choice(found)
    draft.touched.add(line.element)
    return line


def _say(draft: Draft, line: Line, text: str) -> bool:
    rewrite(line.element, text, tracked=draft.tracked)
    line.text = text
    return True


def word(draft: Draft, chance: Random) -> bool:
    line = _one(draft, chance, lambda text: len(text) > 6)
    if line is None:
        return False
    at = chance.randrange(1, len(line.text) - 2)
    return _say(draft, line, f"{line.text[:at]}（改）{line.text[at + 1 :]}")


def number(draft: Draft, chance: Random) -> bool:
    line = _one(draft, chance, lambda text: re.search(r"\d", text) is not None)
    if line is None:
        return False
    found = chance.choice(list(re.finditer(r"\d+", line.text)))
    other = str(int(found[0]) + chance.randint(1, 50))
    return _say(draft, line, line.text[: found.start()] + other + line.text[found.end() :])


def sentence_gone(draft: Draft, chance: Random) -> bool:
    line = _one(draft, chance, lambda text: text.count("。") > 1)
    if line is None:
        return False
    sentences = _SENTENCE.findall(line.text)
    del sentences[chance.randrange(len(sentences))]
    return _say(draft, line, "".join(sentences))


def sentence_added(draft: Draft, chance: Random) -> bool:
    line = _one(draft, chance, lambda text: text.endswith("。"))
    if line is None:
        return False
    sentences = _SENTENCE.findall(line.text)
    sentences.insert(chance.randint(1, len(sentences)), _new(chance))
    return _say(draft, line, "".join(sentences))


def _new(chance: Random) -> str:
    return chance.choice(_NEW).format(chance.randint(2, 999))


def paragraph_gone(draft: Draft, chance: Random) -> bool:
    line = _one(draft, chance, bool)
    if line is None:
        return False
    _take_away(draft, line)
    draft.lines.remove(line)
    return True


def paragraph_added(draft: Draft, chance: Random) -> bool:
    line = _one(draft, chance, bool)
    if line is None:
        return False
    fresh = _add_behind(draft, line.element, _new(chance))
    draft.touched.add(fresh)
    draft.lines.insert(draft.lines.index(line) + 1, Line(fresh, line.spot, said(fresh)))
    return True


def paragraph_parted(draft: Draft, chance: Random) -> bool:
    line = _one(draft, chance, lambda text: text.count("。") > 1)
    if line is None or draft.tracked:
        return False
    first, *rest = _SENTENCE.findall(line.text)
    fresh = _add_behind(draft, line.element, "".join(rest))
    draft.touched.add(fresh)
    draft.lines.insert(draft.lines.index(line) + 1, Line(fresh, line.spot, "".join(rest)))
    return _say(draft, line, first)


def figure(draft: Draft, chance: Random) -> bool:
    cell, element = chance.choice(_numbers(draft, totals=False))
    if element in draft.touched:
        return False
    draft.touched.add(element)
    changed = draft.figures[cell] + chance.randint(1, 90)
    rewrite(next(element.iter(f"{WORD}p")), show(changed), tracked=draft.tracked)
    draft.figures[cell] = changed
    return True


def total(draft: Draft, chance: Random) -> bool:
    cell, element = chance.choice(_numbers(draft, totals=True))
    if element in draft.touched:
        return False
    draft.touched.add(element)
    rewrite(next(element.iter(f"{WORD}p")), "7654321", tracked=draft.tracked)
    draft.listed.append(f"{draft.report.edition.path(cell)}：合计改成了 7654321")
    return True


def no_number(draft: Draft, chance: Random) -> bool:
    cell, element = chance.choice(_numbers(draft, totals=False))
    if element in draft.touched:
        return False
    draft.touched.add(element)
    rewrite(next(element.iter(f"{WORD}p")), "待核", tracked=draft.tracked)
    draft.listed.append(f"{draft.report.edition.path(cell)}：改成了“待核”")
    return True


def _numbers(draft: Draft, *, totals: bool) -> list[tuple[Cell, etree._Element]]:
    sums = draft.report.edition.sum_of
    return [
        (cell, element)
        for spot, table in draft.tables
        for cell, element in numbers_of(spot, table)
        if (cell in sums) == totals
    ]


def numbers_of(spot: PrintedSpot, table: etree._Element) -> list[tuple[Cell, etree._Element]]:
    return [(box.cell, cell) for box, cell in _cells(spot, table) if box.cell]


def _cells(spot: PrintedSpot, table: etree._Element) -> list[tuple[Box, etree._Element]]:
    drawn = sorted(boxes(spot.form.table), key=lambda box: (box.row, box.column))
    cells = [
        cell
        for cell in table.iter(f"{WORD}tc")
        if (merge := cell.find(f"{WORD}tcPr/{WORD}vMerge")) is None
        or merge.get(f"{WORD}val") == "restart"
    ]
    assert len(drawn) == len(cells)
    return list(zip(drawn, cells, strict=True))


def label(draft: Draft, chance: Random) -> bool:
    """Change a label, and with it every figure of its row: none of them may be written."""
    spot, table = chance.choice(draft.tables)
    stubs = [
        (box, cell)
        for box, cell in _cells(spot, table)
        if box.role is Role.STUB and box.height == 1 and len(box.text) > 3
    ]
    if not stubs:
        return False
    box, cell = chance.choice(stubs)
    row = [
        (one.cell, other) for one, other in _cells(spot, table) if one.cell and one.row == box.row
    ]
    if not draft.touched.isdisjoint([cell, *(element for _, element in row)]):
        return False
    draft.touched.update([cell, *(element for _, element in row)])
    rewrite(next(cell.iter(f"{WORD}p")), "另外的栏目", tracked=draft.tracked)
    draft.listed.append("改成了“另外的栏目”")
    for name, element in row:
        if name not in draft.report.edition.sum_of:
            rewrite(next(element.iter(f"{WORD}p")), "7777", tracked=draft.tracked)
            draft.listed.append(f"{draft.report.edition.path(name)}：改成了 7777，")
    return True


def heading(draft: Draft, chance: Random) -> bool:
    found = [
        line
        for line in draft.lines
        if not line.spot.number and line.element not in draft.touched and len(line.text) > 8
    ]
    if not found:
        return False
    line = chance.choice(found)
    draft.touched.add(line.element)
    changed = f"{line.text[:5]}情形{line.text[6:]}"
    rewrite(line.element, changed, tracked=draft.tracked)
    draft.listed.append(f"“{line.text}”改成了“{changed}”")
    return True


def beside(draft: Draft, chance: Random) -> bool:
    _, table = chance.choice(draft.tables)
    if table in draft.touched:
        return False
    draft.touched.add(table)
    text = _new(chance)
    _add_behind(draft, table, text)
    draft.listed.append(f"没有写入：“{text}”")
    return True


_EDITS = (
    word,
    word,
    number,
    number,
    sentence_gone,
    sentence_added,
    paragraph_gone,
    paragraph_added,
    paragraph_parted,
    figure,
    figure,
    total,
    no_number,
    label,
    heading,
    beside,
)
