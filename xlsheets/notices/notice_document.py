"""A title and paragraphs -> a Word document in the style of official letters, signed and dated."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.basics.characters import plain
from xlsheets.documents.printed.composition import PieceKind
from xlsheets.documents.word.table import text_run
from xlsheets.documents.word.template import base, prepare
from xlsheets.ooxml.writing import pack, zip_up

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


class Signature(NamedTuple):
    """Who sends a notice, and when."""

    office: Office
    day: datetime.date

    @property
    def contact(self) -> str:
        """Whom to ask: 联系人：张某，电话：0357-1234567。 "" when nobody is named."""
        asked = (("联系人", self.office.contact), ("电话", self.office.phone))
        told = "，".join(f"{label}：{plain(text)}" for label, text in asked if text)
        return f"{told}。" if told else ""

    @property
    def reply_by(self) -> str:
        """Say until when to answer: 请于 2026 年 1 月 28 日前改好，重新报送。"""
        day = self.office.reply_by
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


def notice_document(subject: str, pieces: Iterable[tuple[PieceKind, str]]) -> bytes:
    """Return a Word document of paragraphs; ``subject`` is what its properties call it."""
    prepared = prepare(base(), draft=False)
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{prepared.styles[_STYLES[kind]]}"/></w:pPr>{text_run(text)}</w:p>'
        for kind, text in pieces
    )
    parts = [*prepared.parts, pack(prepared.main, prepared.head + body.encode() + prepared.tail)]
    if prepared.core:
        parts.append(pack(prepared.core, _properties(subject).encode()))
    return zip_up(parts)


def _properties(subject: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties'
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(plain(subject), quote=False)}</dc:title></cp:coreProperties>"
    )
