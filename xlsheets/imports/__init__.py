"""A published report (Word, web page, plain text, PDF) -> the Report it holds, and what was not understood."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xlsheets.errors import UnknownEditionError, UnreadableError
from xlsheets.extract import Paragraph
from xlsheets.extract.encodings import UNKNOWN, decoded
from xlsheets.imports.placing import Placed, path, place
from xlsheets.imports.printed_rows import printed_rows
from xlsheets.imports.sections import (
    Front,
    ReportOutline,
    cut_into_sections,
    front,
    narrative,
    profile,
    signature,
)
from xlsheets.imports.slots import SlotsFound, find, stream
from xlsheets.report import Profile, Report
from xlsheets.report.checkcode import printed, taken_out
from xlsheets.schema import edition_for, edition_named, newest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlsheets.extract import Block
    from xlsheets.schema import Edition

SUFFIXES = (".docx", ".html", ".htm", ".txt", ".md", ".pdf")
_LARGEST_TEXT, _LARGEST_PAGE = 2_000_000, 10_000_000
# A picture kept within the page.
_EMBEDDED = re.compile(r"data:[^\"'<>\s]{200,}")
_OLD_COLUMNS = ("对外公开总数量", "本年新公开数量", "上一年项目数量")


@dataclass(frozen=True)
class Imported:
    """A published report as read.

    Args:
        report: its figures, stated totals, text and, by ``places``, where each number was read.
        inferred: label paths of numbers the sums decided, for somebody to look at.
        unread: sentences about what was not understood.
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
    plan = cut_into_sections(blocks)
    head = front(plan.front)
    source = stream(plan.tables)
    form = edition_named("2019") if any(word in source.text for word in _OLD_COLUMNS) else newest()
    measures = {key: block.measure for key, block in form.blocks.items()}
    found = find(source, printed_rows(form), measures)
    placed = place(found.slots, form, _edition_of(head.year, form), last)
    if not plan.found and not placed.figures:
        raise UnreadableError("no_report", _nothing_found(name, head))
    return replace(_imported(name, plan, head, found, placed), codes=codes)


def _nothing_found(name: str, head: Front) -> str:
    if head.unit and head.year:
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
            if text.strip() or not found:
                rest.append(Paragraph(text, block.level))
        else:
            rest.append(block)
    return rest, tuple(codes)


def _edition_of(year: int | None, form: Edition) -> Edition:
    try:
        return edition_for(year) if year else form
    except UnknownEditionError:
        return form


def _blocks(content: bytes, name: str) -> tuple[Block, ...]:
    suffix = name[name.rfind(".") :].lower()
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


def _imported(
    name: str, plan: ReportOutline, head: Front, found: SlotsFound, placed: Placed
) -> Imported:
    edition = _edition_of(head.year, newest())
    unit, signed = signature(plan.prose, head.unit)
    totals = edition.sum_of
    report = Report(
        edition_key=edition.key,
        profile=profile(head, unit, signed),
        figures={cell: value for cell, value in placed.figures.items() if cell not in totals},
        stated={cell: value for cell, value in placed.figures.items() if cell in totals},
        narrative=dict(narrative(head, plan.prose)),
        observations=tuple(placed.observations),
        places={str(cell): spot for cell, spot in placed.origins.items()},
        source=name,
    )
    unread = (
        *_title_trouble(report.profile),
        *_illegible(report),
        *placed.unread,
        *_leftovers(plan, head, found, edition),
    )
    inferred = tuple(path(cell) for cell in placed.inferred if cell not in totals)
    return Imported(report, inferred, unread)


def _title_trouble(profile: Profile) -> Iterator[str]:
    if profile.year is None:
        yield "没有找到标题里的年度，请在“基本信息”里填写。"
    if not profile.unit:
        yield "没有找到标题里的单位名称，请在“基本信息”里填写。"


def _illegible(report: Report) -> Iterator[str]:
    count = sum(len(re.findall(f"{UNKNOWN}+", text)) for _, text in report.prose)
    if count:
        yield f"文字里有 {count} 处认不出来，写成了“{UNKNOWN}”，请照着原文改正。"


def _leftovers(
    plan: ReportOutline, head: Front, found: SlotsFound, edition: Edition
) -> Iterator[str]:
    for section in edition.prose:
        if section.key not in plan.found:
            yield f"没有找到“{section.title}”这个标题，这一部分的文字没有单独读出来。"
    for text in head.passed_over:
        yield f"标题前后的“{_short(text)}”不是报告正文，没有读入。"
    for fragment in found.passed_over:
        yield f"{fragment.origin}的“{_short(fragment.text)}”没有归到任何一部分。"


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}……"
