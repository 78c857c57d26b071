"""A published report (Word, web page, plain text, PDF) -> the Report it holds, and what was not understood."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xlsheets.errors import UnknownEditionError, UnreadableError
from xlsheets.extract import Grid, Paragraph
from xlsheets.extract.encodings import decoded
from xlsheets.extract.foreign import refuse_foreign
from xlsheets.extract.squeeze import squeezed
from xlsheets.imports.contacts import profile
from xlsheets.imports.figures.columns import all_labels
from xlsheets.imports.figures.placing import path, place
from xlsheets.imports.figures.printed_rows import printed_rows
from xlsheets.imports.figures.slots import find_slots
from xlsheets.imports.figures.stream import stream
from xlsheets.imports.left_over import left_over
from xlsheets.imports.outline import Role, with_role
from xlsheets.imports.outline.reading import read_outline
from xlsheets.report import PREAMBLE, Report
from xlsheets.report.checkcode import printed, taken_out
from xlsheets.schema import EDITIONS, edition_for, newest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlsheets.extract import Block
    from xlsheets.imports.figures.placing import Placed
    from xlsheets.imports.figures.stream import Stream
    from xlsheets.imports.outline.reading import Outline
    from xlsheets.schema import Edition

SUFFIXES = (".docx", ".html", ".htm", ".txt", ".md", ".pdf")
_LARGEST_TEXT, _LARGEST_PAGE = 2_000_000, 10_000_000
# The official tables have some 350 cells, the longest reports some 200 paragraphs.
_MOST_CELLS, _MOST_BLOCKS, _MOST_CHARACTERS = 20_000, 5_000, 400_000
# A picture kept within the page.
_EMBEDDED = re.compile(r"data:[^\"'<>\s]{200,}")


@dataclass(frozen=True)
class Imported:
    """A published report as read.

    Args:
        report: its figures, stated totals, text and, by ``places``, where each number was read.
        inferred: label paths of numbers the sums decided, for somebody to look at.
        unread: sentences about everything that was not read, each text in full.
        codes: every 校对码 printed in it.
    """

    report: Report
    inferred: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


def read_published(content: bytes, name: str, last: Report | None = None) -> Imported:
    """Read a published report.

    Args:
        content: the file.
        name: its name, whose ending tells what it is.
        last: last year's report, which may tell apart how figures without spaces can be read.

    Raises:
        UnreadableError: the file is not what its name says, or holds no annual report.
    """
    blocks, codes = _without_codes(_blocks(content, name))
    _refuse_huge(blocks)
    outline = read_outline(blocks)
    source = stream(with_role(outline.pieces, Role.TABLE))
    form = _form(source, outline.front.year)
    found = find_slots(source, printed_rows(), form)
    placed = place(found.rows, _edition_of(outline.front.year, form), last)
    if not outline.headed and not placed.figures:
        raise UnreadableError("no_report", _nothing_found(name, outline))
    imported = _imported(name, outline, placed, _edition_of(outline.front.year, form))
    unread = (*placed.unread, *left_over(outline, found.left, imported.report))
    return replace(imported, unread=unread, codes=codes)


def _refuse_huge(blocks: Sequence[Block]) -> None:
    cells = sum(len(block.cells) for block in blocks if isinstance(block, Grid))
    characters = sum(len(block.text) for block in blocks if isinstance(block, Paragraph))
    if cells > _MOST_CELLS or len(blocks) > _MOST_BLOCKS or characters > _MOST_CHARACTERS:
        raise UnreadableError("too_large", "这个文件里的文字或者表格大得不像年度报告，没有读入。")


def _nothing_found(name: str, outline: Outline) -> str:
    if outline.front.titled and outline.front.year:
        return f"“{name}”里只有标题有文字，正文和表格可能是图片，读不出来，请照着原文填写。"
    return f"“{name}”里没有找到政府信息公开工作年度报告。"


def _without_codes(blocks: Iterable[Block]) -> tuple[list[Block], tuple[str, ...]]:
    """Take every printed 校对码 out of the paragraphs."""
    rest: list[Block] = []
    codes: dict[str, None] = {}
    for block in blocks:
        if isinstance(block, Paragraph):
            text, found = taken_out(block.text)
            codes |= dict.fromkeys(found)
            if text.strip() or block.asides or not found:
                rest.append(Paragraph(text, block.level, block.asides))
        else:
            rest.append(block)
    return rest, tuple(codes)


def _form(source: Stream, year: int | None) -> Edition:
    """Return the edition whose columns are printed; where the two are mixed, or none is, the one of the year."""
    words = {fragment.text for fragment in source.fragments} & all_labels()
    joined = squeezed(source.text)
    telling = [
        (sum(label in words or label in joined for label in _only_in(edition)), edition)
        for edition in EDITIONS
    ]
    best = max(count for count, _ in telling)
    of_year = _edition_of(year, newest())
    candidates = [edition for count, edition in telling if count == best and best]
    return of_year if of_year in candidates or not candidates else candidates[-1]


def _only_in(edition: Edition) -> set[str]:
    """Return the labels of columns that no other edition has."""
    others = {label for other in EDITIONS if other is not edition for label in _labels(other)}
    return _labels(edition) - others


def _labels(edition: Edition) -> set[str]:
    return {
        squeezed(leaf.label) for block in edition.blocks.values() for leaf in block.column_leaves
    }


def _edition_of(year: int | None, form: Edition) -> Edition:
    try:
        return edition_for(year) if year else form
    except UnknownEditionError:
        return form


def _blocks(content: bytes, name: str) -> tuple[Block, ...]:
    suffix = name[name.rfind(".") :].lower()
    refuse_foreign(content, name)
    if content.startswith(b"PK\x03\x04") or suffix == ".docx":
        from xlsheets.extract.docx import read_docx

        document = read_docx(content)
        return (*document.blocks, *_codes_in(document.foot))
    if content.startswith(b"%PDF") or suffix == ".pdf":
        from xlsheets.extract.pdf import read_pdf

        return read_pdf(content)
    is_page = suffix in (".html", ".htm")
    if len(content) > (_LARGEST_PAGE if is_page else _LARGEST_TEXT):
        raise UnreadableError("too_large", f"“{name}”大得不像年度报告，没有读入。")
    text = decoded(content, name)
    if is_page:
        from xlsheets.extract.html import read_html

        return read_html(_EMBEDDED.sub("", text))
    from xlsheets.extract.plain_text import read_text

    return read_text(text)


def _codes_in(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield of the foot of a page what prints a 校对码: the rest is no text of the report."""
    texts = (block.text for block in blocks if isinstance(block, Paragraph))
    yield from (Paragraph(printed(code)) for text in texts for code in taken_out(text)[1])


def _imported(name: str, outline: Outline, placed: Placed, edition: Edition) -> Imported:
    totals = edition.sum_of
    preamble = tuple(piece.text for piece in with_role(outline.pieces, Role.PREAMBLE))
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
