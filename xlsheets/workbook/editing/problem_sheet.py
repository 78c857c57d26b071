"""Findings and a clerk's workbook -> the same workbook with a first sheet that lists them all, the old one gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]

from xlsheets.basics.addresses import Spot, address, letters, link_target
from xlsheets.basics.numbers import show
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.relationships import only_related
from xlsheets.ooxml.xml_editing import parse_for_editing, serialise
from xlsheets.report.findings import Severity
from xlsheets.values import NamedTuple
from xlsheets.workbook.editing.cells import fill_cell
from xlsheets.workbook.editing.front_sheet import with_sheet, without_sheet
from xlsheets.workbook.editing.styles import CellLook, add_styles
from xlsheets.workbook.layout import PROBLEMS_NAME
from xlsheets.workbook.template.writer.formats import line_count
from xlsheets.xlsx.limits import TALLEST_ROW

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.ooxml.package import Parts
    from xlsheets.report.findings import Finding

_TITLE = "问题"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# Heading, width in characters, look.
_COLUMNS = (
    ("序号", 6, "middle"),
    ("类别", 9, "middle"),
    ("单元格", 24, "link"),
    ("位置", 26, "cell"),
    ("问题", 52, "cell"),
    ("应当是", 12, "middle"),
    ("怎么改", 38, "cell"),
    ("理由写在哪里", 26, "link"),
    ("规则", 8, "middle"),
)
_HEADING = 3
_NOTE = (
    "点“单元格”跳到那一格去改。强制性的必须改；核实性的，填错的改正，确实如此的在“校验”表的“说明理由”里写明原因；"
    "提示性的可以不改。这一页由程序写，不用填，留着报回来也没有影响，下次校验会换成新的。"
)
_STYLES = {
    "title": CellLook(font="黑体", size=16, colour="FF1F2A44"),
    "note": CellLook(size=10, colour="FF5F6B7A", wrap=True),
    "head": CellLook(bold=True, fill="FFE4EAF3", framed=True, centred=True, wrap=True),
    "cell": CellLook(size=10, framed=True, wrap=True),
    "middle": CellLook(size=10, framed=True, centred=True, wrap=True),
    "link": CellLook(size=10, colour="FF0B57D0", underlined=True, framed=True, wrap=True),
    Severity.ERROR.label: CellLook(
        size=10, bold=True, colour="FFB3261E", framed=True, centred=True, wrap=True
    ),
    Severity.CONFIRM.label: CellLook(
        size=10, bold=True, colour="FF8A4B00", framed=True, centred=True, wrap=True
    ),
}
# A Chinese character of ten points takes this many characters of a column's width; a line this many points.
_SIGN, _LINE, _ROOM = 2.0, 14, 6


class _ProblemCell(NamedTuple):
    """What stands in a cell, and where it leads."""

    text: str
    place: str = ""


def with_problems(
    parts: Parts, heading: str, findings: Sequence[Finding], reasons: Mapping[str, Spot] | None
) -> Parts:
    """Return all parts with the list in front, or without it when there is nothing to list.

    Args:
        parts: all parts of the workbook.
        heading: whose report it is, for the title.
        findings: what was found, worst first, with sheet and cell.
        reasons: where the reason of a finding is written, by its fingerprint; None when the workbook has no
            place for reasons.

    Raises:
        OutputError: a text is too long for a cell.
        UnreadableError: the file is damaged.
    """
    cleared = without_sheet(parts, PROBLEMS_NAME)
    if not findings:
        return cleared
    path = only_related(open_package(cleared).relations, "styles")
    styles, numbers = add_styles(cleared[path], _STYLES)
    sheet = _sheet(heading, findings, reasons, numbers)
    return with_sheet({**cleared, path: styles}, _TITLE, PROBLEMS_NAME, sheet, _HEADING)


def _sheet(
    heading: str,
    findings: Sequence[Finding],
    reasons: Mapping[str, Spot] | None,
    numbers: Mapping[str, int],
) -> bytes:
    root = parse_for_editing(_frame().encode())
    table, last = root.find("{*}sheetData"), letters(len(_COLUMNS) - 1)
    links = []
    looks = [look for *_, look in _COLUMNS]
    _row(table, 1, [_ProblemCell(f"{heading}：{_told(findings)}")], [numbers["title"]], 30)
    _row(table, 2, [_ProblemCell(_NOTE)], [numbers["note"]], 34)
    heads = [_ProblemCell(text) for text, *_ in _COLUMNS]
    _row(table, _HEADING, heads, [numbers["head"]] * len(heads), 22)
    for row, finding in enumerate(findings, _HEADING + 1):
        entries = list(_entries(row - _HEADING, finding, reasons))
        own = [
            look if look != "link" or entry.place else "cell"
            for look, entry in zip(looks, entries, strict=True)
        ]
        own[1] = finding.severity.label if finding.severity.label in numbers else own[1]
        _row(table, row, entries, [numbers[look] for look in own], _height(entries))
        links += [(address(row - 1, n), entry) for n, entry in enumerate(entries) if entry.place]
    _after(root, f"A1:{last}1", f"A2:{last}2", links)
    return serialise(root)


def _told(findings: Sequence[Finding]) -> str:
    counts = {severity: sum(one.severity is severity for one in findings) for severity in Severity}
    told = "，".join(f"{severity.label} {count}" for severity, count in counts.items() if count)
    return f"共 {len(findings)} 项问题（{told}）"


def _entries(
    number: int, finding: Finding, reasons: Mapping[str, Spot] | None
) -> Iterator[_ProblemCell]:
    first = finding.cell.partition(",")[0]
    yield _ProblemCell(str(number))
    yield _ProblemCell(finding.severity.label)
    yield _ProblemCell(
        finding.address.replace(",", "、"), link_target(Spot(finding.sheet, first)) if first else ""
    )
    yield _ProblemCell(finding.path)
    yield _ProblemCell(finding.message)
    yield _ProblemCell("" if finding.expected is None else show(finding.expected))
    yield _ProblemCell(finding.hint)
    yield _reason(finding, reasons)
    yield _ProblemCell(finding.code)


def _reason(finding: Finding, reasons: Mapping[str, Spot] | None) -> _ProblemCell:
    """Say where the reason goes, which is one place only; a hint and a mistake need none."""
    if finding.severity is not Severity.CONFIRM:
        return _ProblemCell("")
    if reasons is None:
        return _ProblemCell("“校验”表的清单没有了，请先要一份修复好的工作簿再写理由。")
    spot = reasons.get(finding.fingerprint)
    if spot is None:
        return _ProblemCell("清单放不下，先改正上面的问题，再校验一次。")
    said = f"已写：{finding.reason}" if finding.reason else f"确实如此的，写在{spot}"
    return _ProblemCell(said, link_target(spot))


def _height(entries: Sequence[_ProblemCell]) -> float:
    widths = [width for _, width, _ in _COLUMNS]
    lines = (
        line_count(entry.text, int(width / _SIGN))
        for entry, width in zip(entries, widths, strict=True)
    )
    return min(TALLEST_ROW, _ROOM + _LINE * max(lines))


def _row(
    table: etree._Element,
    number: int,
    entries: Sequence[_ProblemCell],
    styles: Sequence[int],
    height: float,
) -> None:
    row = etree.SubElement(
        table, f"{{{_MAIN}}}row", r=str(number), ht=f"{height:g}", customHeight="1"
    )
    for column, (entry, style) in enumerate(zip(entries, styles, strict=True)):
        place = address(number - 1, column)
        cell = etree.SubElement(row, f"{{{_MAIN}}}c", r=place, s=str(style))
        if entry.text:
            fill_cell(cell, entry.text, place)


def _frame() -> str:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, (_, width, _) in enumerate(_COLUMNS, 1)
    )
    top = f"A{_HEADING + 1}"
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetPr><tabColor rgb="FFB3261E"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{_HEADING}" topLeftCell="{top}" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="{top}" sqref="{top}"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData/></worksheet>'
    )


def _after(
    root: etree._Element, title: str, note: str, links: Sequence[tuple[str, _ProblemCell]]
) -> None:
    """Add what follows the rows, in the order the format demands."""
    merged = etree.SubElement(root, f"{{{_MAIN}}}mergeCells", count="2")
    for area in (title, note):
        etree.SubElement(merged, f"{{{_MAIN}}}mergeCell", ref=area)
    if links:
        found = etree.SubElement(root, f"{{{_MAIN}}}hyperlinks")
        for cell, entry in links:
            etree.SubElement(found, f"{{{_MAIN}}}hyperlink", ref=cell, location=entry.place)
    margins = {"left": "0.4", "right": "0.4", "top": "0.5", "bottom": "0.6"}
    etree.SubElement(root, f"{{{_MAIN}}}pageMargins", {**margins, "header": "0.3", "footer": "0.3"})
    size = {"paperSize": "9", "orientation": "landscape", "fitToHeight": "0"}
    etree.SubElement(root, f"{{{_MAIN}}}pageSetup", size)
    footer = etree.SubElement(root, f"{{{_MAIN}}}headerFooter")
    etree.SubElement(footer, f"{{{_MAIN}}}oddFooter").text = "&L&9&A&R&9第 &P 页，共 &N 页"
