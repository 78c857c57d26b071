"""Approved report and a published file as it was read -> every place where the file says something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.characters import lines
from xlsheets.basics.numbers import show
from xlsheets.documents.printed.composition import PrintedPiece, compose, is_title
from xlsheets.errors import UnreadableError
from xlsheets.extract.squeeze import distance, squeezed
from xlsheets.report import PREAMBLE
from xlsheets.report.checkcode import check_code
from xlsheets.report.differences import Discrepancy, DiscrepancyKind, Verification
from xlsheets.report.wording import Passage, reworded
from xlsheets.schema.shape import boxes
from xlsheets.workbook.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.basics.addresses import Spot
    from xlsheets.imports import Imported
    from xlsheets.report import Report
    from xlsheets.schema import Cell

_SIGNATURE = "signature"
_NO_WORDS = (
    "“{name}”里没有正文，不是发布出去的报告。请给出发布的网页（.html、.mht）、PDF 或者 Word 文档。"
)


def verify_published(report: Report, found: Imported, *, is_page: bool) -> Verification:
    """Compare what was published with what was approved: every figure, label, heading and sentence.

    Args:
        report: the approved report.
        found: the published file as it was read.
        is_page: whether it is a web page: what a site prints behind a report is no part of it.

    Raises:
        UnreadableError: it is a workbook, which has no sentences to compare.
    """
    if not found.words.texts:
        raise UnreadableError("workbook", _NO_WORDS.format(name=found.report.source))
    words, code = found.words, check_code(report)
    unread, figures = _figures(report, found)
    return Verification(
        unit=report.profile.unit,
        workbook=report.source,
        published=found.report.source,
        differences=(
            *_title(report, words.title),
            *figures,
            *_labels(report, words.labels),
            *_texts(report, words.texts),
            *_codes(code, found.codes),
        ),
        left=(*unread, *words.left, *(() if is_page else words.behind)),
        around=(*words.around, *(words.behind if is_page else ())),
        code=code,
        printed=code in found.codes and bool(code),
    )


def _title(report: Report, lines: Sequence[str]) -> Iterator[Discrepancy]:
    """Yield a title that is another; a fragment has none, the site prints it."""
    approved = "".join(report.title_lines)
    if lines and squeezed(approved) != squeezed("".join(lines)):
        yield Discrepancy(DiscrepancyKind.TITLE, "标题", approved, "".join(lines))


def _codes(code: str, printed: Sequence[str]) -> Iterator[Discrepancy]:
    others = [other for other in printed if other != code]
    if others:
        yield Discrepancy(DiscrepancyKind.CODE, "校对码", code, "、".join(others))


# Figures -----------------------------------------------------------------------------------------


def _figures(report: Report, found: Imported) -> tuple[list[str], list[Discrepancy]]:
    """Return a sentence about figures that were not read, and every figure that differs."""
    published = {**found.report.figures, **found.report.stated}
    spots, differences, unread = _spots(report), [], 0
    for cell in report.edition.cells:
        approved, there = report.values.get(cell), published.get(cell)
        if approved == there:
            continue
        if there is None and str(cell) not in found.report.places:
            unread += 1
            continue
        written = show(there) if there is not None else _written(cell, found)
        path, spot = report.edition.path(cell), spots.get(str(cell))
        differences.append(
            Discrepancy(
                DiscrepancyKind.FIGURE,
                path,
                "" if approved is None else show(approved),
                written,
                str(cell),
                str(spot or ""),
            )
        )
    told = [f"表格里有 {unread} 个数没有读出来，没有对照。"] if unread else []
    return told, differences


def _written(cell: Cell, found: Imported) -> str:
    """Return what stands in a cell that holds no number."""
    seen = (one.text for one in found.report.observations if one.place == str(cell))
    return next(seen, "")


def _spots(report: Report) -> Mapping[str, Spot]:
    return report.places if report.is_workbook else Layout(report.edition).places


# Words -------------------------------------------------------------------------------------------


def _labels(report: Report, printed: Sequence[str]) -> Iterator[Discrepancy]:
    """Yield every label of the tables that was printed otherwise, beside the one it is nearest to."""
    if not printed:
        return
    there = {squeezed(label): label for label in printed}
    approved = {
        squeezed(box.text): (table.number, "".join(box.text.split()))
        for table in report.edition.tables
        for box in boxes(table)
        if box.text
    }
    lacking = [label for label in approved if label not in there]
    for label in (label for label in there if label not in approved):
        near = min(lacking or approved, key=lambda known: distance(known, label, len(label)))
        lacking = [known for known in lacking if known != near]
        yield _label(*approved[near], there[label])
    yield from (_label(*approved[label], "") for label in lacking)


def _label(table: str, approved: str, published: str) -> Discrepancy:
    return Discrepancy(DiscrepancyKind.LABEL, f"{table} › {approved}", approved, published)


def _texts(report: Report, printed: Sequence[str]) -> Iterator[Discrepancy]:
    passages, paths = [], {}
    for place, path, text in _passages(report):
        passages.append(Passage(place, text))
        paths[place] = path
    spots = _spots(report)
    for place, before, after in reworded(passages, printed):
        spot = spots.get(place)
        yield Discrepancy(
            DiscrepancyKind.TEXT, paths.get(place, ""), before, after, place, str(spot or "")
        )


def _passages(report: Report) -> Iterator[tuple[str, str, str]]:
    """Yield place, path and text of all that is printed besides title and tables, in order."""
    numbered = _numbered(report)
    for piece in compose(report):
        if isinstance(piece, PrintedPiece) and not is_title(piece):
            place, path = next(numbered, (_SIGNATURE, "落款"))
            yield place, path, piece.text


def _numbered(report: Report) -> Iterator[tuple[str, str]]:
    """Yield place and path of every heading and every printed line, as ``compose`` orders them."""
    yield from _lines_of(report, PREAMBLE, "前言")
    for section in report.edition.sections:
        yield f"heading.{section.key}", f"{section.title} › 标题"
        if section.table is None:
            yield from _lines_of(report, section.key, section.title)


def _lines_of(report: Report, section: str, title: str) -> Iterator[tuple[str, str]]:
    for number, paragraph in enumerate(report.paragraphs(section), 1):
        yield from (
            (f"text.{section}.{number}", f"{title} › 第 {number} 段") for _ in lines(paragraph)
        )
