"""Report -> the titles, headings, paragraphs and tables it is printed as, in order, for any medium."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from xlsheets.basics.characters import lines, plain
from xlsheets.documents.printed.numbering import HeadingLevel, heading_of
from xlsheets.report import PREAMBLE
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from xlsheets.report import Report
    from xlsheets.schema.edition import Section
    from xlsheets.schema.spec import Table


class PieceKind(Enum):
    """What a piece of text is in the printed report."""

    TITLE = auto()
    SECTION = auto()
    TOPIC = auto()
    BODY = auto()
    UNIT = auto()
    DATE = auto()


class PrintedPiece(NamedTuple):
    """One printed paragraph."""

    kind: PieceKind
    text: str


class Form(NamedTuple):
    """One printed table, and what it is called for those who cannot see it."""

    table: Table
    caption: str


def compose(report: Report) -> Iterator[PrintedPiece | Form]:
    """Yield the report as printed; a section without text has its heading only."""
    for line in report.title_lines:
        if plain(line):
            yield PrintedPiece(PieceKind.TITLE, plain(line))
    yield from _prose(report, PREAMBLE)
    for section in report.edition.sections:
        yield PrintedPiece(PieceKind.SECTION, section.title)
        if section.table:
            yield Form(section.table, caption(section))
        else:
            yield from _prose(report, section.key)
    yield from _signature(report)


def is_title(piece: PrintedPiece | Form) -> bool:
    """Tell whether a piece is a line of the title."""
    return isinstance(piece, PrintedPiece) and piece.kind is PieceKind.TITLE


def caption(section: Section) -> str:
    """Name a table for a screen reader: 表三 收到和处理政府信息公开申请情况."""
    return f"{section.table.number if section.table else ''} {section.heading}".strip()


def _prose(report: Report, section: str) -> Iterator[PrintedPiece]:
    """Yield the paragraphs of a section; a line end typed inside a cell starts a new paragraph."""
    for paragraph in report.paragraphs(section):
        for text in lines(paragraph):
            found = heading_of(text)
            is_heading = found.level is HeadingLevel.TOPIC and found.heading
            yield PrintedPiece(PieceKind.TOPIC if is_heading else PieceKind.BODY, text)


def _signature(report: Report) -> Iterator[PrintedPiece]:
    signed, unit = report.profile.signed, plain(report.profile.unit)
    if signed and unit:
        yield PrintedPiece(PieceKind.UNIT, unit)
        yield PrintedPiece(PieceKind.DATE, written_date(signed))


def written_date(day: datetime.date) -> str:
    """成文日期 in Arabic digits without leading zeros (GB/T 9704-2012 第 7.3.5.4 条)."""
    return f"{day.year}年{day.month}月{day.day}日"
