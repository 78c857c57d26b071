"""A title and paragraphs -> a Word document in the style of official letters, signed and dated."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from xlsheets.basics.characters import plain
from xlsheets.documents.printed.composition import PieceKind
from xlsheets.documents.word.table import text_run
from xlsheets.documents.word.template import base, prepare
from xlsheets.ooxml.writing import pack, zip_up
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator

    from xlsheets.county.register import Office

_STYLES = {
    PieceKind.TITLE: "AnnualTitle",
    PieceKind.TOPIC: "AnnualHeading1",
    PieceKind.BODY: "AnnualBody",
    PieceKind.UNIT: "AnnualSignature",
    PieceKind.DATE: "AnnualSignature",
}


# A page of an official letter has 22 lines of 28 characters, one of which may be lost between title and text. What
# is set to fit on one has 14 points instead of 16, and lines of 21 instead of 29.
_LINES, _LINE = 21, 28
_TIGHT_SIZE, _TIGHT_LINE = 28, 420


class Signature(NamedTuple):
    """Who sends a notice, and when; until when to answer, where the register's own day is not the one."""

    office: Office
    day: datetime.date
    due: datetime.date | None = None

    @property
    def contact(self) -> str:
        """Whom to ask: 联系人：张某，电话：0357-1234567。 "" when nobody is named."""
        asked = (("联系人", self.office.contact), ("电话", self.office.phone))
        told = "，".join(f"{label}：{plain(text)}" for label, text in asked if text)
        return f"{told}。" if told else ""

    @property
    def reply_by(self) -> str:
        """Say until when to answer: 请于 2026 年 1 月 28 日前改好，重新报送。"""
        day = self.due or self.office.reply_by
        return f"请于 {chinese_day(day)}前改好，重新报送。" if day else "请尽快改好，重新报送。"

    @property
    def foot(self) -> Iterator[tuple[PieceKind, str]]:
        """Yield what stands below a notice: who sent it, and the day."""
        if self.office.name:
            yield PieceKind.UNIT, plain(self.office.name)
        yield PieceKind.DATE, chinese_day(self.day).replace(" ", "")

    @property
    def line(self) -> str:
        """What stands below a notice, as one line."""
        return " ".join(text for _, text in self.foot)


def chinese_day(day: datetime.date) -> str:
    """Return a day as it stands in a letter: 2026 年 1 月 28 日."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def notice_document(
    subject: str, pieces: Iterable[tuple[PieceKind, str]], *, on_one_page: bool = False
) -> bytes:
    """Return a Word document of paragraphs.

    Args:
        subject: what its properties call it.
        pieces: the paragraphs, and what each is.
        on_one_page: set them smaller and closer where they would take a second page.
    """
    prepared, pieces = prepare(base(), draft=False), list(pieces)
    tight = on_one_page and _lines(pieces) > _LINES
    body = "".join(
        _paragraph(
            prepared.styles[_STYLES[kind]], text, tight=tight and kind is not PieceKind.TITLE
        )
        for kind, text in pieces
    )
    parts = [*prepared.parts, pack(prepared.main, prepared.head + body.encode() + prepared.tail)]
    if prepared.core:
        parts.append(pack(prepared.core, _properties(subject).encode()))
    return zip_up(parts)


def _paragraph(style: str, text: str, *, tight: bool) -> str:
    spacing = f'<w:spacing w:line="{_TIGHT_LINE}" w:lineRule="exact"/>' if tight else ""
    run = text_run(text, size=_TIGHT_SIZE if tight else 0)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{spacing}</w:pPr>{run}</w:p>'


def _lines(pieces: Iterable[tuple[PieceKind, str]]) -> int:
    """Return how many lines paragraphs take on a page of official size; half-width characters count as whole ones."""
    # A paragraph begins two characters in; a title is set larger.
    room = {PieceKind.TITLE: _LINE - 8}
    return sum(-(-(len(text) + 2) // room.get(kind, _LINE)) for kind, text in pieces)


def _properties(subject: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties'
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(plain(subject), quote=False)}</dc:title></cp:coreProperties>"
    )
