"""Changed paragraphs and the workbook they go into -> the cells to edit, found by name as they stand now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Place, Spot
from xlsheets.basics.characters import TYPED_LINE
from xlsheets.errors import OutputError
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.identify import parts_of
from xlsheets.workbook.layout import DRAFTED_NAME, prose_name
from xlsheets.workbook.own_sentences import dump_drafted
from xlsheets.xlsx.workbook import BLANK, NameTarget, Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsheets.report import Report


def text_edits(
    source: bytes, report: Report, texts: Mapping[str, str], drafted: Mapping[str, str]
) -> dict[Spot, str | None]:
    """Return the new content of every cell that changes.

    Args:
        source: the workbook.
        report: the report read from it.
        texts: paragraphs by place id such as ``text.overview.3``; "" takes the paragraph away.
        drafted: the sentences to remember as the program's own.

    Raises:
        OutputError: there are more paragraphs than cells.
        UnreadableError: the file is damaged.
    """
    workbook = Workbook(open_package(parts_of(source)))
    record = workbook.cell(DRAFTED_NAME)
    remembered = {record.spot: dump_drafted(drafted)} if record else {}
    return {
        **dict(_changed(workbook, report, texts)),
        **dict(_added(workbook, report, texts)),
        **remembered,
    }


def _changed(
    workbook: Workbook, report: Report, texts: Mapping[str, str]
) -> Iterator[tuple[Spot, str | None]]:
    """Yield the cells of paragraphs that stand already; one cell may hold several, one a line."""
    standing = dict(report.prose)
    for spot in dict.fromkeys(report.places[place] for place in texts if place in standing):
        lines = iter([place for place in standing if report.places[place] == spot])
        written = [
            line if not line.strip() else _replaced(line, texts.get(next(lines, ""), line.strip()))
            for line in TYPED_LINE.split(_stored(workbook, spot))
        ]
        yield spot, "\n".join(line for line in written if line is not None) or None


def _replaced(line: str, text: str) -> str | None:
    """Return a line with its words replaced and its spaces kept; None when no words are left."""
    return line.replace(line.strip(), text, 1) if text else None


def _stored(workbook: Workbook, spot: Spot) -> str:
    return workbook.raw(NameTarget(spot.sheet, spot.place)).text


def _added(
    workbook: Workbook, report: Report, texts: Mapping[str, str]
) -> Iterator[tuple[Spot, str]]:
    """Yield cells for paragraphs that are new, below those of their section that stand."""
    standing = dict(report.prose)
    free: dict[str, Iterator[Spot]] = {}
    for place, text in texts.items():
        if place in standing:
            continue
        section = place.split(".")[1]
        spots = free.setdefault(section, _free(workbook, section))
        spot = next(spots, None)
        if spot is None:
            raise OutputError("正文的段落比填报格多，请先把短的段落合并，再生成一次。")
        yield spot, text


def _free(workbook: Workbook, section: str) -> Iterator[Spot]:
    """Yield the cells of a section below the last one that holds anything."""
    found = workbook.range(prose_name(section))
    if found is None:
        return
    (top, column), (bottom, _) = found.area
    places = [Place(row, column) for row in range(top, bottom + 1)]
    cells = workbook.sheet(found.sheet).cells
    used = [place.row for place in places if cells.get(place, BLANK).text.strip()]
    for place in places:
        if place.row > max(used, default=0):
            yield Spot(found.sheet, str(place))
