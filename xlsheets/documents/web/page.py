"""Report -> clean HTML: a fragment for a website's editor, and a page that needs nothing else."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from xlsheets.basics.characters import plain
from xlsheets.documents.printed.composition import Form, PieceKind, PrintedPiece, compose, is_title
from xlsheets.documents.printed.numbering import heading_of
from xlsheets.documents.web.table import table_html
from xlsheets.report.checkcode import printed

if TYPE_CHECKING:
    from xlsheets.report import Report

_STYLE = Path(__file__).with_name("page.css")
_WARNING = '<p class="draft">草稿：还没有通过校验，请不要发布。</p>\n'


def fragment(report: Report, *, draft: bool = False, code: str = "") -> str:
    """Write what goes into the editor of a website: everything but the title, without any style sheet.

    Tables have their borders and alignment as attributes, since few websites style them.

    Args:
        report: what to print; a blank figure is printed blank.
        draft: say on top that this is 草稿.
        code: the 校对码 to print at the end; none when empty.
    """
    return f"{_WARNING if draft else ''}{_content(report, code, framed=True)}"


def _content(report: Report, code: str, *, framed: bool = False) -> str:
    pieces = (piece for piece in compose(report) if not is_title(piece))
    ending = f"<footer>\n<p>{escape(printed(code))}</p>\n</footer>\n" if code else ""
    return "".join(_element(piece, report, framed=framed) for piece in pieces) + ending


def page(report: Report, *, draft: bool = False, code: str = "") -> str:
    """Write the report as one file that a browser shows and prints without any other.

    Args:
        report: what to print.
        draft: say on top that this is 草稿.
        code: the 校对码 to print at the end; none when empty.
    """
    lines = [escape(line) for line in map(plain, report.title_lines) if line]
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{'〔草稿〕' if draft else ''}{''.join(lines)}</title>\n"
        f"<style>\n{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n<main>\n"
        f"{_WARNING if draft else ''}<h1>{'<br>'.join(lines)}</h1>\n{_content(report, code)}"
        "</main>\n</body>\n</html>\n"
    )


_ELEMENTS = {PieceKind.SECTION: "h2", PieceKind.TOPIC: "h3", PieceKind.BODY: "p"}


def _element(piece: PrintedPiece | Form, report: Report, *, framed: bool) -> str:
    if isinstance(piece, Form):
        return table_html(piece, report.values, framed=framed)
    if piece.kind in (PieceKind.UNIT, PieceKind.DATE):
        return f'<p class="signature">{_signature(piece, report)}</p>\n'
    name = _ELEMENTS[piece.kind]
    return f"<{name}>{_words(piece)}</{name}>\n"


def _words(piece: PrintedPiece) -> str:
    """Write a paragraph; its lead-in （一）… is what a skimming reader looks for."""
    found = heading_of(piece.text)
    if piece.kind is not PieceKind.BODY or not found.lead:
        return escape(piece.text, quote=False)
    return f"<strong>{escape(found.lead, quote=False)}</strong>{escape(found.rest, quote=False)}"


def _signature(piece: PrintedPiece, report: Report) -> str:
    signed, text = report.profile.signed, escape(piece.text, quote=False)
    if piece.kind is PieceKind.DATE and signed:
        return f'<time datetime="{signed:%Y-%m-%d}">{text}</time>'
    return text
