"""A clerk's workbook and what was found in it -> the same workbook with the sheet 问题, the list on 校验, notes at cells."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Place, Spot, areas_in
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.package import rebuilt
from xlsheets.workbook.editing.comments import with_notes
from xlsheets.workbook.editing.finding_list import Checked, fitting, with_findings
from xlsheets.workbook.editing.problem_sheet import with_problems
from xlsheets.workbook.layout import FINDING_COLUMNS, FINDINGS_NAME
from xlsheets.workbook.reading.other_sheets import read_reasons
from xlsheets.xlsx.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.ooxml.package import Parts
    from xlsheets.report.findings import Finding
    from xlsheets.xlsx.workbook import Range


def annotate(
    source: bytes,
    findings: Sequence[Finding],
    places: Mapping[str, Spot],
    heading: str = "",
    *,
    whole: bool = True,
) -> bytes:
    """Mark what was found; marks of an earlier run give way, everything else stays as it was.

    All findings are on the sheet 问题 in front, with a note at each cell; the list on 校验 is where reasons
    are written, where the clerk has not lost it.

    Args:
        source: the workbook.
        findings: what was found in it, worst first, with sheet and cell.
        places: where everything stands in it.
        heading: whose report it is.
        whole: whether every rule was asked.

    Raises:
        UnreadableError: the file is damaged.
    """

    def change(parts: Parts) -> Parts:
        workbook = Workbook(open_package(parts))
        sheets = {sheet.name for sheet in workbook.package.sheets}
        notes = {spot: text for spot, text in notes_of(findings).items() if spot.sheet in sheets}
        listing = workbook.range(FINDINGS_NAME)
        listed = (
            with_findings(parts, findings, places, check=Checked(whole=whole)) if listing else parts
        )
        reasons = _reasons(listing, findings, read_reasons(workbook)) if listing else None
        return with_problems(with_notes(listed, notes), heading, findings, reasons)

    return rebuilt(source, change)


def _reasons(
    listing: Range, findings: Sequence[Finding], given: Mapping[str, str]
) -> dict[str, Spot]:
    """Return where the reason of every finding that is in the list is written, by its fingerprint."""
    (top, left), (bottom, _) = listing.area
    column = left + FINDING_COLUMNS.index("说明理由")
    return {
        finding.fingerprint: Spot(listing.sheet, str(Place(top + number, column)))
        for number, finding in enumerate(fitting(findings, bottom - top + 1, given))
    }


def notes_of(findings: Sequence[Finding]) -> dict[Spot, str]:
    """Return the text of the note at each cell, its findings one below the other, the worst first.

    What to do is said once, below the last of the findings next to each other that ask for the same.
    """
    found: dict[Spot, list[Finding]] = defaultdict(list)
    for finding in findings:
        for cell in _cells(finding.cell):
            found[Spot(finding.sheet, cell)].append(finding)
    return {spot: "\n\n".join(map(_said, held, [*held[1:], None])) for spot, held in found.items()}


def _said(finding: Finding, following: Finding | None) -> str:
    again = following is not None and following.hint == finding.hint
    lines = [f"【{finding.severity.label} {finding.code}】{finding.message}"]
    lines += [f"怎么办：{finding.hint}"] if finding.hint and not again else []
    lines += [f"已说明：{finding.reason}"] if finding.reason else []
    return "\n".join(lines)


def _cells(ranges: str) -> Iterator[str]:
    """Yield every cell of ranges written ``D6:I28,D30``."""
    for area in areas_in(ranges):
        yield from map(str, area.places())
