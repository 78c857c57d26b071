"""A published report (Word, web page, plain text, PDF) -> the Report it holds, and what was not understood."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from xlsheets.errors import UnknownEditionError, UnreadableError
from xlsheets.extract.squeeze import squeezed
from xlsheets.imports.broken_rows import with_whole_rows
from xlsheets.imports.contacts import profile
from xlsheets.imports.figures.columns import all_labels
from xlsheets.imports.figures.placing import path, place
from xlsheets.imports.figures.printed_rows import printed_rows
from xlsheets.imports.figures.slots import find_slots
from xlsheets.imports.figures.stream import sights_in, stream
from xlsheets.imports.left_over import left_over, not_in_words
from xlsheets.imports.opening import SUFFIXES, open_published
from xlsheets.imports.outline import PieceRole, with_role
from xlsheets.imports.outline.reading import read_outline
from xlsheets.imports.printed import PrintedWords, words_of
from xlsheets.report import PREAMBLE, Report
from xlsheets.schema import EDITIONS, edition_for, newest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsheets.basics.addresses import Spot
    from xlsheets.extract import Sight
    from xlsheets.imports.figures.placing import Placed
    from xlsheets.imports.figures.stream import Stream
    from xlsheets.imports.outline.reading import Outline
    from xlsheets.schema import Cell, Edition
__all__ = ["SUFFIXES", "Imported", "read_published"]


@dataclass(frozen=True)
class Imported:
    """A published report as read.

    Args:
        report: its figures, stated totals, text and, by ``places``, where each number was read.
        inferred: label paths of numbers the sums decided, for somebody to look at.
        unread: sentences about everything that was not read, each text in full.
        codes: every 校对码 printed in it.
        words: all it prints besides figures, to be compared word for word.
        sights: how the cells of a scan look, by where they stand.
        undecided: where what may be a figure stands in rows that were not read.
    """

    report: Report
    inferred: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    words: PrintedWords = field(default_factory=PrintedWords)
    sights: Mapping[Spot, Sight] = field(default_factory=dict)
    undecided: Mapping[Cell, Spot] = field(default_factory=dict)


def read_published(content: bytes, name: str, last: Report | None = None) -> Imported:
    """Read a published report.

    Args:
        content: the file.
        name: its name, whose ending tells what it is.
        last: last year's report, which may tell apart how figures without spaces can be read.

    Raises:
        UnreadableError: the file is not what its name says, or holds no annual report.
    """
    opened = open_published(content, name)
    outline = read_outline(with_whole_rows(opened.blocks))
    tables = list(with_role(outline.pieces, PieceRole.TABLE))
    source = stream(tables)
    form = _form(source, outline.front.year)
    found = find_slots(source, printed_rows(), form)
    placed = place(found.rows, form, _edition_of(outline.front.year, form), last)
    if not outline.headed and not placed.figures:
        raise UnreadableError("no_report", _nothing_found(name, outline))
    imported = _imported(name, outline, placed, _edition_of(outline.front.year, form))
    unread = (
        *placed.unread,
        *left_over(outline, found.left, imported.report),
        *(f"{aside.where}里的“{aside.text}”没有读入。" for aside in opened.outside),
        *opened.unread,
    )
    left = (*placed.unread, *not_in_words(outline, found.left), *opened.unread)
    words = words_of(outline, opened.outside, left)
    return replace(
        imported,
        unread=unread,
        codes=opened.codes,
        words=words,
        sights=sights_in(tables),
        undecided=placed.undecided,
    )


def _nothing_found(name: str, outline: Outline) -> str:
    if outline.front.titled and outline.front.year:
        return f"“{name}”里只有标题有文字，正文和表格可能是图片，读不出来，请照着原文填写。"
    return f"“{name}”里没有找到政府信息公开工作年度报告。"


def _form(source: Stream, year: int | None) -> Edition:
    """Return the edition most of whose columns are printed; of those alike the year's, else the one whose rows are."""
    words = {fragment.text for fragment in source.fragments}
    joined = squeezed(source.text)
    printed = {label for label in all_labels() if label in words or label in joined}
    fitting = [len(printed & _labels(edition)) for edition in EDITIONS]
    candidates = [
        edition for edition, fit in zip(EDITIONS, fitting, strict=True) if fit == max(fitting)
    ]
    if year and (of_year := _edition_of(year, newest())) in candidates:
        return of_year
    return min(reversed(candidates), key=lambda edition: _rows_lacking(edition, joined))


def _rows_lacking(edition: Edition, joined: str) -> int:
    leaves = [leaf for block in edition.blocks.values() for leaf in block.row_leaves]
    return sum(squeezed(leaf.label) not in joined for leaf in leaves)


def _labels(edition: Edition) -> set[str]:
    return {
        squeezed(leaf.label) for block in edition.blocks.values() for leaf in block.column_leaves
    }


def _edition_of(year: int | None, form: Edition) -> Edition:
    try:
        return edition_for(year) if year else form
    except UnknownEditionError:
        return form


def _imported(name: str, outline: Outline, placed: Placed, edition: Edition) -> Imported:
    totals = edition.sum_of
    preamble = tuple(piece.text for piece in with_role(outline.pieces, PieceRole.PREAMBLE))
    texts = {PREAMBLE: preamble, **{part.key: outline.prose(part.key) for part in edition.prose}}
    report = Report(
        edition_key=edition.key,
        profile=profile(outline, " ".join(preamble)),
        figures={cell: value for cell, value in placed.figures.items() if cell not in totals},
        stated={cell: value for cell, value in placed.figures.items() if cell in totals},
        narrative={key: paragraphs for key, paragraphs in texts.items() if paragraphs},
        observations=tuple(placed.observations),
        places={str(cell): spot for cell, spot in placed.origins.items()},
        source=name,
    )
    return Imported(report, tuple(path(cell) for cell in placed.inferred if cell not in totals))
