"""A report as the markup of a web page, as text copied from one, and as a Word document."""

from __future__ import annotations

import io
import re
from html import escape
from typing import TYPE_CHECKING

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from lxml import html

from tests.published.tables.grids import Grid, Line, Picture, Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from docx.document import Document
    from docx.text.paragraph import Paragraph

Part = Line | Grid | Picture

_LOOKS = {
    "": "{}",
    "sup": "<sup>{}</sup>",
    "sub": '<span style="vertical-align:sub;font-size:smaller">{}</span>',
    "struck": '<span style="text-decoration: line-through;">{}</span>',
    "hidden": '<span style="display:none">{}</span>',
    "break": "<br/>",
    "strong": "<strong>{}</strong>",
}
_STRUCK_TAGS = ("<s>{}</s>", "<del>{}</del>", "<strike>{}</strike>")


def markup(parts: Sequence[Part], style: str, heading: str = "") -> str:
    """Write a report as the editor of a site does; ``heading`` is the element its headings stand in."""
    pieces = [_element(part, style, heading) for part in parts]
    return "\n".join(pieces) if style != "break" else _with_breaks(parts, pieces)


def _element(part: Part, style: str, heading: str) -> str:
    if isinstance(part, Grid):
        return _table(part, style)
    if isinstance(part, Picture):
        return '<p><img src="/images/t2.png" width="600"/></p>'
    inner = "".join(_run(run, style) for run in part.runs)
    if part.role in {"heading", "title"} and heading == "bold":
        inner = f"<strong>{inner}</strong>"
    if part.role == "heading" and heading == "h2":
        return f"<h2>{inner}</h2>"
    return _LINES[style](part.role, inner)


def _run(run: Run, style: str) -> str:
    text = escape(run.text, quote=False)
    if style in {"soup", "wps"} and not run.look:
        text = _soup(text, style)
    form = _LOOKS[run.look]
    if run.look == "struck":
        form = (*_STRUCK_TAGS, form)[len(run.text + style) % 4]
    return form.format(text)


def _soup(text: str, style: str) -> str:
    """Wrap every stretch of digits and of other characters in a span of its own."""
    spans = {
        "soup": ('<span lang="EN-US" style="font-family:Arial">{}</span>', "<span>{}</span>"),
        "wps": (
            "<span style=\"mso-spacerun:'yes';font-family:'Times New Roman';font-size:16.0000pt;\">{}</span>",
            '<span style="mso-spacerun:\'yes\';font-family:仿宋_GB2312;font-size:16.0000pt;"><font face="仿宋_GB2312">{}</font></span>',
        ),
    }[style]
    pieces = re.findall(r"&\w+;|[0-9]+|[^0-9&]+|&", text)
    return "".join(spans[not piece.isdigit()].format(piece) for piece in pieces)


_ALIGN = {"title": "center", "signature": "right"}


def _plain(role: str, inner: str) -> str:
    align = f' style="text-align:{_ALIGN[role]}"' if role in _ALIGN else ""
    return f"<p{align}>{inner}</p>"


def _indent(role: str, inner: str) -> str:
    if role == "title":
        return f'<p align="center"><span style="font-size: 22pt">{inner}</span></p>'
    if role == "signature":
        return f'<p style="text-align: right">{inner}&nbsp;&nbsp;&nbsp;&nbsp;</p>'
    return f'<p style="line-height: 2em; text-indent: 2em;"><span style="font-family: 宋体;">&nbsp;&nbsp;&nbsp;&nbsp;{inner}</span></p>'


def _wps(role: str, inner: str) -> str:
    align = f"text-align:{_ALIGN[role]};" if role in _ALIGN else "text-indent:32.0000pt;"
    return f'<p class=MsoNormal style="{align}line-height:28.0000pt;">{inner}<span style="mso-spacerun:\'yes\';"><o:p></o:p></span></p>'


_LINES: dict[str, Callable[[str, str], str]] = {
    "plain": _plain,
    "indent": _indent,
    "div": lambda _, inner: f"<div>　　{inner}</div>",
    "soup": lambda role, inner: f'<div class="{role}"><span>{inner}</span></div>',
    "wps": _wps,
    "break": lambda _, inner: f"　　{inner}",
}


def _with_breaks(parts: Sequence[Part], pieces: list[str]) -> str:
    """Join lines with line breaks only; tables stand between them."""
    found = "<div>"
    for part, piece in zip(parts, pieces, strict=True):
        found += piece + ("<br>\n" if isinstance(part, Line) and "<h2>" not in piece else "\n")
    return found + "</div>"


def _table(grid: Grid, style: str) -> str:
    rows = "".join(f"<tr>{''.join(_cell(slot, style) for slot in row)}</tr>\n" for row in grid.rows)
    opening = '<table border="1" cellspacing="0">'
    if style == "wps":
        opening = '<table class=MsoTableGrid border=1 cellspacing=0 style="border-collapse:collapse;mso-table-layout-alt:fixed;">'
    return f"{opening}<tbody>\n{rows}</tbody></table>"


def _cell(slot, style: str) -> str:
    spans = f' rowspan="{slot.height}"' if slot.height > 1 else ""
    spans += f' colspan="{slot.width}"' if slot.width > 1 else ""
    inner = "".join(_run(run, style) for run in slot.runs)
    if style == "wps":
        inner = f'<p class=MsoNormal align=center style="text-align:center;">{inner or "<o:p>&nbsp;</o:p>"}</p>'
    elif style == "indent":
        inner = f'<p style="text-align:center">{inner or "&nbsp;"}</p>'
    return f"<td{spans}>{inner}</td>"


# Text ---------------------------------------------------------------------------------------------

_BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h6", "li", "ul", "ol", "dl", "dt", "dd", "table", "section",
    "header", "nav", "footer", "aside", "article", "main", "form", "hr", "center", "marquee",
}  # fmt: skip
_UNSEEN = {"script", "style", "head", "title", "noscript", "select", "input"}


def visible_text(page: str, between: str = "\t") -> str:
    """Return what a reader marks and copies in the browser; ``between`` stands between cells."""
    pieces: list[str] = []
    _read(html.fromstring(page), pieces, between)
    lines = re.sub(r"[\n]+", "\n", "".join(pieces)).split("\n")
    return "\n".join(line.strip(" ") for line in lines if line.strip())


def wrapped(text: str, width: int = 38) -> str:
    """Break long lines of prose, as text copied from a PDF is broken; rows of tables stay whole."""
    pieces = []
    for line in text.split("\n"):
        cut = width if "\t" not in line and "|" not in line else len(line) or 1
        pieces.extend(line[start : start + cut] for start in range(0, len(line), cut))
    return "\n".join(pieces)


def _read(node, pieces: list[str], between: str) -> None:
    if not isinstance(node.tag, str) or node.tag in _UNSEEN or "display:none" in _style(node):
        pieces.append(node.tail or "")
        return
    if node.tag == "table" and node.get("border") == "1":
        pieces.extend(["\n", *_rows(node, between), "\n", node.tail or ""])
        return
    edge = "\n" if node.tag in _BLOCKS or node.tag in {"br", "tr"} else ""
    pieces.extend([edge, _flat(node.text)])
    for child in node:
        _read(child, pieces, between)
    pieces.extend([edge or (" " if node.tag == "td" else ""), _flat(node.tail)])


def _rows(table, between: str) -> Iterable[str]:
    for row in table.iter("tr"):
        cells = [" ".join(_inside(cell).split()) for cell in row.iter("td")]
        if between == "|":
            yield "| " + " | ".join(cells) + " |\n"
        else:
            yield between.join(cells) + "\n"


def _inside(node) -> str:
    pieces: list[str] = []
    for child in [node]:
        _read(child, pieces, " ")
    return "".join(pieces)


def _style(node) -> str:
    return (node.get("style") or "").replace(" ", "")


def _flat(text: str | None) -> str:
    return re.sub(r"[\r\n]+", "", text or "")


# Word ---------------------------------------------------------------------------------------------


def document(parts: Sequence[Part], heading: str) -> bytes:
    """Write a report as a Word document with page numbers in its footer."""
    found = docx.Document()
    found.sections[0].footer.paragraphs[0].text = "— 1 —"
    for part in parts:
        if isinstance(part, Line):
            _paragraph(found, part, heading)
        elif isinstance(part, Grid):
            _word_table(found, part)
    stream = io.BytesIO()
    found.save(stream)
    return stream.getvalue()


def _paragraph(found: Document, part: Line, heading: str) -> None:
    level = {"h2": "Heading 1"}.get(heading) if part.role == "heading" else None
    paragraph = found.add_paragraph(style=level)
    if part.role in _ALIGN:
        paragraph.alignment = {
            "title": WD_ALIGN_PARAGRAPH.CENTER,
            "signature": WD_ALIGN_PARAGRAPH.RIGHT,
        }[part.role]
    _runs(paragraph, part.runs, bold=part.role == "heading" and heading == "bold")


def _runs(paragraph: Paragraph, runs: Sequence[Run], *, bold: bool = False) -> None:
    for run in runs:
        made = paragraph.add_run("" if run.look == "break" else run.text)
        made.bold = bold or None
        if run.look == "break":
            made.add_break()
        elif run.look in _FONTS:
            setattr(made.font, _FONTS[run.look], True)


_FONTS = {"sup": "superscript", "sub": "subscript", "struck": "strike", "hidden": "hidden"}


def _word_table(found: Document, grid: Grid) -> None:
    table = found.add_table(rows=grid.height, cols=grid.width, style="Table Grid")
    # Asked for once: python-docx works out all cells again for each one.
    cells = [row.cells for row in table.rows]
    for slot in grid.slots:
        cell = cells[slot.row][slot.column]
        if slot.height > 1 or slot.width > 1:
            cell = cell.merge(cells[slot.row + slot.height - 1][slot.column + slot.width - 1])
        _runs(cell.paragraphs[0], slot.runs)
