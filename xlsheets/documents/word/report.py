"""Report -> Word document, laid out after GB/T 9704-2012; the same report gives the same bytes."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from xlsheets.basics.characters import plain
from xlsheets.documents.printed.composition import Form, PieceKind, PrintedPiece, compose
from xlsheets.documents.printed.line_breaks import line_width
from xlsheets.documents.printed.numbering import HeadingLevel, heading_of
from xlsheets.documents.word.base_document import (
    CHARACTER,
    LINE_PITCH,
    TABLE_STYLE,
    TITLE_CHARACTER,
)
from xlsheets.documents.word.table import LOOKS, Frame, table_xml, text_run
from xlsheets.documents.word.template import Prepared, base, prepare
from xlsheets.ooxml.writing import pack, zip_up
from xlsheets.report.checkcode import printed
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.report import Report


def render(
    report: Report, *, draft: bool = False, template: bytes | None = None, code: str = ""
) -> bytes:
    """Write the report as a Word document.

    Args:
        report: what to print; a blank figure is printed blank.
        draft: mark every page 草稿.
        template: a Word document whose page, styles, headers and footers are used instead of ours.
        code: the 校对码 to print at the foot of every page; none when empty.

    Raises:
        UnreadableError: the template is not a Word document this program can build on.
    """
    source = base() if template is None else template
    prepared = prepare(source, draft=draft, foot=bool(code))
    body = "".join(_body(report, prepared)).encode()
    parts = [pack(prepared.main, prepared.head + body + prepared.tail)]
    if prepared.core:
        parts.append(pack(prepared.core, _properties(report, draft=draft).encode()))
    return zip_up((*prepared.finished_parts(printed(code)), *parts))


_STYLES = {
    PieceKind.TITLE: "AnnualTitle",
    PieceKind.SECTION: "AnnualHeading1",
    PieceKind.TOPIC: "AnnualHeading2",
    PieceKind.BODY: "AnnualBody",
    PieceKind.UNIT: "AnnualSignature",
    PieceKind.DATE: "AnnualSignature",
}
_LEAD_STYLES = {HeadingLevel.PART: "AnnualLeadHei", HeadingLevel.TOPIC: "AnnualLeadKai"}


# The official headings carry their own numerals; a template's heading style may count by itself.
_UNNUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
# Word lets a comma hang over the edge by default. LibreOffice 7.4 drops it from justified lines when it
# prints, unless this says in so many words what the default is.
_HANGING = "<w:overflowPunct/>"


def _body(report: Report, prepared: Prepared) -> Iterator[str]:
    pieces = list(compose(report))
    places = _places(pieces, prepared)
    for piece, place in zip(pieces, places, strict=True):
        if isinstance(piece, Form):
            style = prepared.styles[LOOKS[piece.table.key].style]
            frame = Frame(prepared.width, prepared.styles[TABLE_STYLE], style)
            yield table_xml(piece.table, piece.caption, frame, report.values)
        else:
            style = prepared.styles[_STYLES[piece.kind]]
            runs = "".join(_runs(piece, prepared))
            bare = _UNNUMBERED if style in prepared.numbered else ""
            hanging = _HANGING if piece.kind is PieceKind.BODY else ""
            yield (
                f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{place.kept}{bare}{hanging}{place.room}</w:pPr>'
                f"{runs}</w:p>"
            )


def _runs(piece: PrintedPiece, prepared: Prepared) -> Iterator[str]:
    """Yield the runs of a paragraph; the lead-in （一）… of body text is set in the face of its level."""
    found = heading_of(piece.text)
    if piece.kind is not PieceKind.BODY or found.level not in _LEAD_STYLES or not found.lead:
        yield text_run(piece.text)
        return
    yield text_run(found.lead, prepared.styles[_LEAD_STYLES[found.level]])
    if found.rest:
        yield text_run(found.rest)


class _Place(NamedTuple):
    """What the place of a paragraph asks for, in the two spots the order of properties has for it."""

    kept: str = ""
    room: str = ""


_KEPT = "<w:keepNext/>"


def _places(pieces: Sequence[PrintedPiece | Form], prepared: Prepared) -> Iterator[_Place]:
    """Yield for each piece what its place asks for: room beside a table, the indents of title and signature.

    The signature never stands on a page of its own: the last lines of the text go with it.
    """
    for before, piece, after in zip((None, *pieces), pieces, (*pieces[1:], None), strict=False):
        if isinstance(piece, Form):
            yield _Place()
        elif piece.kind is PieceKind.TITLE:
            yield _Place(room=_title(piece.text, prepared))
        elif piece.kind is PieceKind.UNIT and isinstance(after, PrintedPiece):
            unit = _signature(piece.text, after.text, prepared.width)[0]
            yield _Place(f"{_KEPT}<w:keepLines/>", f"{_ABOVE}{unit}")
        elif piece.kind is PieceKind.DATE and isinstance(before, PrintedPiece):
            yield _Place(room=_signature(before.text, piece.text, prepared.width)[1])
        elif piece.kind in (PieceKind.SECTION, PieceKind.TOPIC):
            yield _room(after_table=isinstance(before, Form), before_table=isinstance(after, Form))
        elif isinstance(after, PrintedPiece) and after.kind is PieceKind.UNIT:
            yield _Place(_KEPT)
        else:
            yield _Place()


def _room(*, after_table: bool, before_table: bool) -> _Place:
    above = ' w:before="240"' if after_table else ""
    below = ' w:after="120"' if before_table else ""
    return _Place(room=f"<w:spacing{above}{below}/>" if above or below else "")


_ABOVE = f'<w:spacing w:before="{2 * LINE_PITCH}"/>'
# Room beyond the characters of a line, less than one of them, for what engines round up.
_SPARE = 100


def _title(text: str, prepared: Prepared) -> str:
    """Indent a line of the title that is too long so that it breaks between words.

    A template's own style may have any size; it is left alone.
    """
    most = prepared.width // TITLE_CHARACTER
    ours = prepared.styles[_STYLES[PieceKind.TITLE]] == _STYLES[PieceKind.TITLE]
    characters = line_width(text, most)
    if not ours or characters == most:
        return ""
    side = (prepared.width - characters * TITLE_CHARACTER) // 2 - _SPARE
    return f'<w:ind w:left="{side}" w:right="{side}"/>'


def _signature(unit: str, date: str, width: int) -> tuple[str, str]:
    """Return the indents of unit and date.

    成文日期右空四字, 署名以成文日期为准居中 (GB/T 9704-2012 第 7.3.5.1 条). A name of several lines is a
    block, and the date stands in the middle of it.
    """
    if _length(unit) > width:
        room = line_width(unit, width // CHARACTER) * CHARACTER
        right = max(0, 4 * CHARACTER - (room - _length(date)) // 2)
        left = max(0, width - right - room - _SPARE)
        block = f'<w:ind w:left="{left}" w:right="{right}"/><w:jc w:val="center"/>'
        return block, block
    over = (_length(date) - _length(unit)) // 2
    from_right = max(4 * CHARACTER, -over)
    return f'<w:ind w:right="{from_right + over}"/>', f'<w:ind w:right="{from_right}"/>'


def _length(text: str) -> int:
    """Return the width of a text in twips at body size; ASCII characters are half as wide."""
    return sum(CHARACTER // 2 if character.isascii() else CHARACTER for character in text)


def _properties(report: Report, *, draft: bool) -> str:
    """Write the document properties; dates are those of the report, never of the clock."""
    title = "".join(map(plain, report.title_lines))
    signed = report.profile.signed
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{signed:%Y-%m-%d}T00:00:00Z</dcterms:{name}>'
        for name in ("created", "modified")
        if signed
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties'
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{'〔草稿〕' if draft else ''}{escape(title, quote=False)}</dc:title>"
        f"<dc:subject>政府信息公开工作年度报告</dc:subject>"
        f"<dc:creator>{escape(plain(report.profile.unit), quote=False)}</dc:creator>"
        f"{dates}<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )
