"""Findings -> the list on 校验: rows as text, and the same list written into a clerk's file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlsheets.basics.addresses import Place, Spot
from xlsheets.errors import OutputError
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.identify import parts_of
from xlsheets.workbook.editing.patch import patch_workbook
from xlsheets.workbook.layout import FINDINGS_NAME
from xlsheets.workbook.reading.other_sheets import read_reasons
from xlsheets.xlsx.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.report.findings import Finding
    from xlsheets.workbook.editing.cells import Value
    from xlsheets.xlsx.workbook import Range


class ListedFinding(NamedTuple):
    """One row of the list, in the order of ``FINDING_COLUMNS``."""

    code: str
    message: str
    kind: str
    cells: str
    path: str
    hint: str
    reason: str
    fingerprint: str


def list_rows(
    findings: Sequence[Finding],
    places: Mapping[str, Spot],
    rows: int,
    reasons: Mapping[str, str],
) -> list[ListedFinding]:
    """Return the rows of the list; what has no room is counted in the last one.

    A reason stays beside its fingerprint though its finding is gone: what a clerk typed is not lost.

    Args:
        findings: what was found, worst first.
        places: where everything stands, so that each cell concerned is named and thus marked.
        rows: how many rows there are.
        reasons: the reasons given so far, by fingerprint.
    """
    kept = fitting(findings, rows, reasons)
    shown = {each.fingerprint for each in kept if each.reason}
    found = [_row(finding, places) for finding in kept]
    left = len(findings) - len(kept)
    if left:
        words = f"还有 {left} 项没有列出，请先改正上面的问题，再校验一次。"
        found.append(ListedFinding("", words, "", "", "", "", "", ""))
    others = ((mark, words) for mark, words in reasons.items() if mark not in shown)
    return [*found, *(ListedFinding("", "", "", "", "", "", *each[::-1]) for each in others)][:rows]


def fitting(
    findings: Sequence[Finding], rows: int, reasons: Mapping[str, str]
) -> Sequence[Finding]:
    """Return the findings that have a row of their own in a list of this many rows."""
    others = reasons.keys() - {each.fingerprint for each in findings if each.reason}
    if len(findings) + len(others) <= rows:
        return findings
    return findings[: max(0, rows - len(reasons) - 1)]


def _row(finding: Finding, places: Mapping[str, Spot]) -> ListedFinding:
    spots = dict.fromkeys(str(places[place]) for place in finding.places if place in places)
    return ListedFinding(
        code=finding.code,
        message=finding.message,
        kind=finding.severity.label,
        cells=" ".join(spots),
        path=finding.path,
        hint=finding.hint,
        reason=finding.reason,
        fingerprint=finding.fingerprint,
    )


def list_findings(source: bytes, findings: Sequence[Finding], places: Mapping[str, Spot]) -> bytes:
    """Write the list on 校验 anew in a clerk's workbook and change nothing else in it.

    The cells concerned are marked by the template's own conditional formats. Reasons already given stay
    beside the findings they were given for.

    Raises:
        OutputError: the workbook has no such list.
        UnreadableError: the file is damaged.
    """
    workbook = Workbook(open_package(parts_of(source)))
    found = workbook.range(FINDINGS_NAME)
    if found is None:
        raise OutputError(
            "工作簿里没有“校验”表的问题清单，没有改动它；请先用 repair 换成完好的模板。"
        )
    first, last = found.area
    rows = list_rows(findings, places, last.row - first.row + 1, read_reasons(workbook))
    edits: dict[Spot, Value] = dict.fromkeys(_standing(workbook, found))
    for down, row in enumerate(rows):
        for across, text in enumerate(row):
            edits[Spot(found.sheet, str(Place(first.row + down, first.column + across)))] = (
                text or None
            )
    return patch_workbook(source, edits)


def _standing(workbook: Workbook, found: Range) -> Iterator[Spot]:
    """Yield the cells of the list that hold something now, be it a text without a character."""
    first, last = found.area
    for place, raw in workbook.sheet(found.sheet).cells.items():
        inside = first.row <= place.row <= last.row and first.column <= place.column <= last.column
        if raw.kind and inside:
            yield Spot(found.sheet, str(place))
