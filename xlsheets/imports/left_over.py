"""What was found in a report and what has no place in it -> a sentence for everything that was not read."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from xlsheets.extract import Grid, Look
from xlsheets.extract.encodings import UNKNOWN
from xlsheets.extract.squeeze import squeezed
from xlsheets.imports.outline import PieceRole, with_role
from xlsheets.schema import newest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlsheets.extract import Aside
    from xlsheets.imports.figures.stream import Fragment
    from xlsheets.imports.outline import Piece
    from xlsheets.imports.outline.reading import Outline
    from xlsheets.report import Report

_WITHIN = frozenset(
    (
        PieceRole.TITLE,
        PieceRole.PREAMBLE,
        PieceRole.HEADING,
        PieceRole.PROSE,
        PieceRole.BESIDE,
        PieceRole.SIGNATURE,
    )
)


def left_over(outline: Outline, fragments: Sequence[Fragment], report: Report) -> Iterator[str]:
    """Yield a sentence for everything that is not in the report."""
    yield from _about_profile(outline, report)
    yield from _illegible(report)
    yield from _doubts(outline)
    for section in report.edition.prose:
        if section.key not in outline.headed:
            yield f"没有找到“{section.title}”这个标题，这一部分的文字没有单独读出来。"
    yield from _beside_tables(outline)
    yield from not_in_words(outline, fragments)
    yield from _furniture(outline)


def not_in_words(outline: Outline, fragments: Sequence[Fragment]) -> Iterator[str]:
    """Yield a sentence for everything in the report that neither its figures nor its words hold."""
    yield from _strange_tables(outline)
    yield from _fragments(fragments)
    yield from _asides(outline)


def _about_profile(outline: Outline, report: Report) -> Iterator[str]:
    ending = outline.ending
    if report.profile.year is None:
        yield "没有找到标题里的年度，请在“基本信息”里填写。"
    if not report.profile.unit:
        signed = f"（署名是“{ending.signed_by}”）" if ending.signed_by else ""
        yield f"没有找到标题里的单位名称{signed}，请在“基本信息”里填写。"
    elif ending.signed_by and not _same(report.profile.unit, ending.signed_by):
        yield f"署名“{ending.signed_by}”与标题里的单位名称“{report.profile.unit}”不同，署名没有读入。"
    if ending.odd_date:
        yield f"成文日期写着“{ending.odd_date}”，不是完整的日期，没有读入，请在“基本信息”里填写。"


def _doubts(outline: Outline) -> Iterator[str]:
    for doubt in outline.front.doubts:
        yield f"{doubt}，请核对“基本信息”。"


def _same(unit: str, signed_by: str) -> bool:
    unit, signed_by = squeezed(unit), squeezed(signed_by)
    return unit.endswith(signed_by) or signed_by.endswith(unit)


def _illegible(report: Report) -> Iterator[str]:
    count = sum(len(re.findall(f"{UNKNOWN}+", text)) for _, text in report.prose)
    if count:
        yield f"文字里有 {count} 处认不出来，写成了“{UNKNOWN}”，请照着原文改正。"


def _beside_tables(outline: Outline) -> Iterator[str]:
    """Quote in full what is said before, between and after the tables: the form has no place for it."""
    for piece in with_role(outline.pieces, PieceRole.BESIDE):
        if piece.text.strip():
            yield f"“{_title(piece)}”的表格旁边有文字，填报格式里没有地方放，没有读入：“{piece.text.strip()}”"


def _strange_tables(outline: Outline) -> Iterator[str]:
    for piece in with_role(outline.pieces, PieceRole.STRANGE_TABLE):
        for row in _rows(piece):
            yield f"“{_title(piece)}”里有格式以外的表格，没有读入：“{row}”"


def _title(piece: Piece) -> str:
    titles = {section.key: section.title for section in newest().sections}
    return titles.get(piece.section, "正文")


def _rows(piece: Piece) -> Iterator[str]:
    cells = piece.block.cells if isinstance(piece.block, Grid) else ()
    for _, row in groupby(cells, key=lambda cell: cell.row):
        text = " ".join(" ".join(cell.text.split()) for cell in row if cell.text.strip())
        if text:
            yield text


def _fragments(fragments: Iterable[Fragment]) -> Iterator[str]:
    """Quote what stands in the tables and belongs to no row, what stands in one row or line together."""

    def line(fragment: Fragment) -> tuple[str, int]:
        return fragment.origin.sheet, fragment.place.row if fragment.place else -1

    for _, together in groupby(fragments, key=line):
        found = list(together)
        text = " ".join(" ".join((fragment.raw or fragment.text).split()) for fragment in found)
        yield f"{found[0].origin}的“{text}”没有归到任何一格，没有读入。"


_TOLD = {
    Look.STRUCK: "原文里有划去的字，没有读入",
    Look.HIDDEN: "原文里有隐藏的字，纸面上看不见，没有读入",
    Look.WHITE: "原文里有白色的字，纸面上看不见，没有读入",
}


def _asides(outline: Outline) -> Iterator[str]:
    """Quote words that are struck out, white or hidden within the report, each once."""
    found: dict[Look, dict[str, None]] = {}
    for aside, text in _asides_within(outline):
        if aside.look is Look.UNSURE:
            continue  # told where the number would stand
        said = " ".join(aside.text.split())
        shown = squeezed(said) in squeezed(text) and not said.isdecimal()
        if aside.look is Look.WHITE and shown:
            yield f"“{said}”是白色的字，纸面上看不见，照样读入了，请核对。"
        else:
            found.setdefault(aside.look, {})[said] = None
    for look, said_once in found.items():
        yield f"{_TOLD[look]}：{''.join(f'“{said}”' for said in said_once)}。"


def _asides_within(outline: Outline) -> Iterator[tuple[Aside, str]]:
    for piece in outline.pieces:
        if isinstance(piece.block, Grid):
            cells = piece.block.cells if piece.role is PieceRole.TABLE else ()
            yield from ((aside, cell.text) for cell in cells for aside in cell.asides)
        elif piece.role in _WITHIN:
            yield from ((aside, piece.text) for aside in piece.block.asides)


def _furniture(outline: Outline) -> Iterator[str]:
    """Quote what a site prints before and after a report."""
    for where, role in (("正文以前", PieceRole.BEFORE), ("正文以后", PieceRole.AFTER)):
        yield from (
            f"{where}的这些字不是报告的内容，没有读入：{quoted}。"
            for quoted in quoted_with_role(outline, role)
        )


def quoted_with_role(outline: Outline, role: PieceRole) -> Iterator[str]:
    """Yield all pieces of a role, each in quotation marks, as one text; nothing when there are none."""
    texts = [" ".join(piece.text.split()) for piece in with_role(outline.pieces, role)]
    quoted = "".join(f"“{text}”" for text in texts if text)
    yield from (quoted,) if quoted else ()
