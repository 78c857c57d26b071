"""Findings -> the list on 校验: rows as text, and the same list written into a clerk's file."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Place, Spot, areas_in, link_target, shortest_ranges
from xlsheets.errors import OutputError
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.package import rebuilt
from xlsheets.report.findings import with_sentences
from xlsheets.values import NamedTuple
from xlsheets.workbook.editing.front_sheet import opened_at, printed_down_to
from xlsheets.workbook.editing.patch import with_values
from xlsheets.workbook.layout import (
    CHECKED_NAME,
    CODE_NAME,
    FINDINGS_NAME,
    MARKED_NAME,
    prose_name,
)
from xlsheets.workbook.reading.other_sheets import read_reasons
from xlsheets.xlsx.formula_functions import UnknownValueError
from xlsheets.xlsx.formula_values import Calculation
from xlsheets.xlsx.limits import LONGEST_TEXT, length
from xlsheets.xlsx.workbook import BLANK, Workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from xlsheets.ooxml.package import Parts
    from xlsheets.report.findings import Finding
    from xlsheets.workbook.editing.cells import Value
    from xlsheets.xlsx.workbook import Range


class Checked(NamedTuple):
    """What a check was: whether every rule was asked, and the time to be told, "" for none."""

    whole: bool
    time: str = ""


PARTIAL = Checked(whole=False)

# A cell of the list holds no more ranges than can be taken in.
_MOST_RANGES = 8


class ListedFinding(NamedTuple):
    """One row of the list, in the order of ``FINDING_COLUMNS`` and ``LINK_COLUMNS``."""

    code: str
    message: str
    kind: str
    cells: str
    path: str
    hint: str
    reason: str
    fingerprint: str
    link: str = ""
    shown: str = ""


def list_rows(
    findings: Sequence[Finding],
    places: Mapping[str, Spot],
    rows: int,
    reasons: Mapping[str, str],
    *,
    spelt_out: bool = False,
) -> list[ListedFinding]:
    """Return the rows of the list; what has no room is counted in the last one.

    A reason stays beside its fingerprint though its finding is gone: what a clerk typed is not lost.

    Args:
        findings: what was found, worst first.
        places: where everything stands, so that the cells concerned are named.
        rows: how many rows there are.
        reasons: the reasons given so far, by fingerprint.
        spelt_out: name each cell by itself, in a workbook whose sheets look for marks in the list.
    """
    kept = fitting(findings, rows, reasons)
    shown = {finding.fingerprint for finding in kept if finding.reason}
    named = _marks if spelt_out else _ranges
    found = [
        _row(finding, sentence, list(_spots(finding, places)), named)
        for finding, sentence in with_sentences(kept)
    ]
    left = len(findings) - len(kept)
    if left:
        words = f"还有 {left} 项没有列出，请先改正上面的问题，再校验一次。"
        found.append(ListedFinding("", words, "", "", "", "", "", ""))
    others = ((mark, words) for mark, words in reasons.items() if mark not in shown)
    return [*found, *(ListedFinding("", "", "", "", "", "", *pair[::-1]) for pair in others)][:rows]


def fitting(
    findings: Sequence[Finding], rows: int, reasons: Mapping[str, str]
) -> Sequence[Finding]:
    """Return the findings that have a row of their own in a list of this many rows."""
    others = reasons.keys() - {finding.fingerprint for finding in findings if finding.reason}
    if len(findings) + len(others) <= rows:
        return findings
    return findings[: max(0, rows - len(reasons) - 1)]


def marks_of(findings: Sequence[Finding], places: Mapping[str, Spot]) -> str:
    """Return the address of each cell concerned, as the sheets look for it; of all that is too much, the first."""
    return _marks(spot for finding in findings for spot in _spots(finding, places))


def _spots(finding: Finding, places: Mapping[str, Spot]) -> Iterator[Spot]:
    return (places[place] for place in finding.places if place in places)


def _marks(spots: Iterable[Spot]) -> str:
    text = " ".join(dict.fromkeys(map(str, spots)))
    return text if length(text) <= LONGEST_TEXT else text[:LONGEST_TEXT].rpartition(" ")[0]


def _ranges(spots: Iterable[Spot]) -> str:
    """Return the cells of each sheet as ranges; of many ranges the first, and how many cells the others are."""
    by_sheet: dict[str, dict[str, None]] = defaultdict(dict)
    for spot in spots:
        by_sheet[spot.sheet][spot.cell] = None
    return " ".join(f"{sheet}!{_short(cells)}" for sheet, cells in by_sheet.items())


def _short(cells: Collection[str]) -> str:
    areas = areas_in(shortest_ranges(cells))
    left = sum(area.size for area in areas[_MOST_RANGES:])
    shown = "、".join(map(str, areas[:_MOST_RANGES]))
    return f"{shown} 等，另有 {left} 格" if left else shown


def _row(
    finding: Finding, sentence: str, spots: Sequence[Spot], named: Callable[[Iterable[Spot]], str]
) -> ListedFinding:
    shown = named(spots)
    return ListedFinding(
        code=finding.code,
        message=f"{finding.message}原文：{sentence}" if sentence else finding.message,
        kind=finding.severity.label,
        cells=shown,
        path=finding.path,
        hint=finding.hint,
        reason=finding.reason,
        fingerprint=finding.fingerprint,
        link=link_target(spots[0]) if spots else "",
        shown=shown,
    )


def list_findings(
    source: bytes,
    findings: Sequence[Finding],
    places: Mapping[str, Spot],
    reasons: Mapping[str, str] | None = None,
    check: Checked = PARTIAL,
) -> bytes:
    """Write the list on 校验 anew in a clerk's workbook, which opens there, and change nothing else in it.

    The cells concerned are marked by the template's own conditional formats. Reasons already given stay
    beside the findings they were given for, unless ``reasons`` takes the place of all of them.

    Raises:
        OutputError: the workbook has no such list.
        UnreadableError: the file is damaged.
    """

    def change(parts: Parts) -> Parts:
        return opened_at(*_listed(parts, findings, places, reasons, check))

    return rebuilt(source, change)


def with_findings(
    parts: Parts,
    findings: Sequence[Finding],
    places: Mapping[str, Spot],
    reasons: Mapping[str, str] | None = None,
    check: Checked = PARTIAL,
) -> Parts:
    """Return all parts with the list written anew; see ``list_findings``."""
    return _listed(parts, findings, places, reasons, check)[0]


def _listed(
    parts: Parts,
    findings: Sequence[Finding],
    places: Mapping[str, Spot],
    reasons: Mapping[str, str] | None,
    check: Checked,
) -> tuple[Parts, str]:
    """Return all parts with the list written anew, and the sheet that the list stands on."""
    workbook = Workbook(open_package(parts))
    found = workbook.range(FINDINGS_NAME)
    if found is None:
        raise OutputError(
            "工作簿里没有“校验”表的问题清单，没有改动它；请先用“修复工作簿”（repair 命令）换成完好的模板。"
        )
    first, last = found.area
    marked = workbook.range(MARKED_NAME)
    apart = marked is not None and marked.area.size == 1
    count = last.row - first.row + 1
    reasons = read_reasons(workbook) if reasons is None else reasons
    rows = list_rows(findings, places, count, reasons, spelt_out=not apart)
    edits: dict[Spot, Value] = dict.fromkeys(_standing(workbook, found))
    if apart and marked:
        shown = fitting(findings, count, reasons)
        edits[Spot(marked.sheet, str(marked.area.first))] = marks_of(shown, places) or None
    stored = workbook.sheet(found.sheet).cells
    for down, row in enumerate(rows):
        for across, text in enumerate(row[: last.column - first.column + 1]):
            place = Place(first.row + down, first.column + across)
            # A formula of the template makes the link.
            if stored.get(place, BLANK).formula is None:
                edits[Spot(found.sheet, str(place))] = text or None
    changed = with_values(parts, edits | dict(_noted(workbook, findings, check)))
    down_to = first.row + max(0, len(rows) - 1)
    return printed_down_to(changed, found.sheet, down_to), found.sheet


def _noted(
    workbook: Workbook, findings: Sequence[Finding], check: Checked
) -> Iterator[tuple[Spot, Value]]:
    """Note by which figures, as the workbook itself computes their 校对码, all this was found."""
    note = workbook.range(CHECKED_NAME)
    told: tuple[Value, ...] = (None, None, None)
    if check.whole:
        told = (_code(workbook), check.time or None, _let_pass(workbook, findings))
    if note:
        spots = (Spot(note.sheet, str(place)) for place in note.area.places())
        yield from zip(spots, told, strict=False)


def _code(workbook: Workbook) -> str | None:
    """Return the 校对码 a workbook computes for its figures, or what it shows in the place of one."""
    found = workbook.cell(CODE_NAME)
    with suppress(UnknownValueError):
        return found and str(Calculation(workbook).value(found.sheet, found.place))
    return None


def _let_pass(workbook: Workbook, findings: Sequence[Finding]) -> int:
    """Count the paragraphs with 【】 that are in order, being headings: all of them where nothing is left to do."""
    if any(finding.open for finding in findings):
        return 0
    names = [name for name in workbook.package.names if name.startswith(prose_name(""))]
    found = filter(None, map(workbook.range, names))
    return sum("【" in raw.text for area in found for _, raw in workbook.cells_in(area))


def _standing(workbook: Workbook, found: Range) -> Iterator[Spot]:
    """Yield the cells of the list that hold something now, be it a text without a character."""
    first, last = found.area
    for place, raw in workbook.sheet(found.sheet).cells.items():
        inside = first.row <= place.row <= last.row and first.column <= place.column <= last.column
        if raw.kind and inside and raw.formula is None:
            yield Spot(found.sheet, str(place))
