"""A Word draft that somebody revised and the workbook it was made of -> the workbook with what was revised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.errors import OutputError, UnreadableError
from xlsheets.extract import Grid, Look, Paragraph
from xlsheets.extract.docx import read_docx
from xlsheets.extract.revisions.word_marks import read_marks
from xlsheets.extract.squeeze import page_number
from xlsheets.report import PREAMBLE
from xlsheets.report.absorbed import Absorbed, SentenceEdit
from xlsheets.report.checkcode import check_code, taken_out
from xlsheets.report.wording import Passage, reworded
from xlsheets.workflows.publishing.pairing import (
    draft_blocks,
    key_of,
    paired_with_draft,
    printed_spots,
)
from xlsheets.workflows.publishing.revised_figures import RevisedFigures
from xlsheets.workflows.publishing.revised_text import revised_text, texts_to_write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.basics.addresses import Spot
    from xlsheets.extract import DocxText
    from xlsheets.extract.revisions.word_marks import WordMarks
    from xlsheets.report import Report
    from xlsheets.workbook.editing.cells import Value
    from xlsheets.workflows.publishing.pairing import PrintedSpot
    from xlsheets.workflows.publishing.revised_text import RevisedText

# What our own pages print at their heads.
_OURS = ("草稿",)
_NOT_THIS = "“{name}”不像是这个工作簿生成的稿子：正文和各部分的标题大多对不上，没有读入。请核对是不是同一份报告。"
_OTHER_FIGURES = (
    "稿子上印的校对码是 {printed}，工作簿现在的是 {code}：印出稿子以后工作簿里的数改过，"
    "表格里的数一个也没有写入，请逐格核对。"
)


def absorb(report: Report, draft: bytes, name: str = "") -> Absorbed:
    """Find out what a revised draft changes in the report it was made of; nothing is written.

    Args:
        report: the report as read from its workbook.
        draft: the Word document as it came back, edited plainly or with tracked changes.
        name: what the document is called, for refusals.

    Raises:
        UnreadableError: it is no Word document, or was made of another report.
    """
    document, marks = read_docx(draft), read_marks(draft)
    spots = list(printed_spots(report))
    found = list(paired_with_draft(spots, list(draft_blocks(document.blocks))))
    same = sum(pair.spot is not None and pair.block is not None for pair in found)
    if same * 2 < len(spots):
        raise UnreadableError("another_report", _NOT_THIS.format(name=name))
    text = revised_text(report, found)
    figures = _figures(report, text, document, spots)
    return Absorbed(
        texts=dict(texts_to_write(report, text.sections)),
        sentences=tuple(_sentences(report, text)),
        figures=tuple(figures.edits),
        listed=(
            *text.listed,
            *figures.listed,
            *figures.about_totals(),
            *_asides(document),
            *_around(document),
            *_pictures(marks),
            *_comments(marks),
        ),
        told=(*_tracked(marks), *figures.stale_totals()),
        narrative={
            section: tuple(paragraph for _, paragraph in revised.paragraphs)
            for section, revised in text.sections.items()
        },
    )


def _figures(
    report: Report, text: RevisedText, document: DocxText, spots: Sequence[PrintedSpot]
) -> RevisedFigures:
    figures = RevisedFigures(report)
    for spot in spots:
        if spot.form and spot.text in text.tables:
            figures.read(spot.form, text.tables[spot.text])
    code = check_code(report)
    others = [printed for printed in _codes(document) if code and printed != code]
    if others and figures.edits:
        figures.edits.clear()
        figures.listed.append(_OTHER_FIGURES.format(printed="、".join(others), code=code))
    return figures


def _codes(document: DocxText) -> Iterator[str]:
    for block in (*document.foot, *document.blocks):
        if isinstance(block, Paragraph):
            yield from taken_out(block.text)[1]


def _sentences(report: Report, text: RevisedText) -> Iterator[SentenceEdit]:
    """Yield every sentence that changes, and whether the program wrote it."""
    own = [key_of(sentence) for sentence in report.drafted.values()]
    for section, revised in text.sections.items():
        title = "前言" if section == PREAMBLE else report.edition.section(section).title
        before = [
            Passage(f"{title} › 第 {number} 段", paragraph)
            for number, paragraph in enumerate(report.paragraphs(section), 1)
        ]
        for path, old, new in reworded(before, (paragraph for _, paragraph in revised.paragraphs)):
            yield SentenceEdit(
                path or title, old, new, own=bool(old) and any(old in sentence for sentence in own)
            )


# What is no text of a section ----------------------------------------------------------------------


def _asides(document: DocxText) -> Iterator[str]:
    for block in document.blocks:
        cells = block.cells if isinstance(block, Grid) else (block,)
        for aside in (aside for cell in cells for aside in cell.asides):
            if aside.look is Look.STRUCK:
                yield f"“{aside.text}”画了删除线，按删去处理，请核对。"
            else:
                yield f"“{aside.text}”是{aside.look.value}的字，没有写入。"


def _around(document: DocxText) -> Iterator[str]:
    """Yield footnotes, and what stands at the head and foot of pages besides what we print there."""
    for where, blocks in (
        ("脚注", document.notes),
        ("页眉", document.head),
        ("页脚", document.foot),
    ):
        for block in blocks:
            texts = [cell.text for cell in block.cells] if isinstance(block, Grid) else [block.text]
            for text in texts:
                rest = taken_out(text)[0].strip()
                if rest and not page_number(rest) and rest not in _OURS:
                    yield f"{where}里有“{rest}”，没有写入。"


def _pictures(marks: WordMarks) -> Iterator[str]:
    if marks.pictures:
        yield f"稿子里有 {marks.pictures} 张图片或者图形，没有写入。"


def _comments(marks: WordMarks) -> Iterator[str]:
    for comment in marks.comments:
        about = f"，对“{comment.about}”" if comment.about else ""
        yield f"批注（{comment.author or '没有署名'}{about}）：{comment.text or '空的'}"


def _tracked(marks: WordMarks) -> Iterator[str]:
    if marks.tracked:
        authors = f"（{'、'.join(marks.authors)}）" if marks.authors else ""
        yield f"稿子里有修订 {marks.tracked} 处{authors}，按全部接受处理。"


# Writing -----------------------------------------------------------------------------------------


def absorbed_workbook(report: Report, found: Absorbed, source: bytes) -> bytes:
    """Return the workbook with the changes in it, read back: text and figures are what the draft says.

    What the program remembers of its own sentences stays: a sentence that was revised is a person's from now on.

    Raises:
        OutputError: a cell cannot take its text, or the workbook, read back, says something else.
        UnreadableError: the workbook is damaged.
    """
    from xlsheets.workbook.editing.paragraphs import text_edits
    from xlsheets.workbook.editing.patch import patch_workbook
    from xlsheets.workbook.reading.reader import read_workbook

    edits: dict[Spot, Value] = {}
    if found.texts:
        edits |= text_edits(source, report, found.texts, report.drafted)
    edits |= {report.places[str(edit.cell)]: edit.after for edit in found.figures}
    content = patch_workbook(source, edits)
    written = read_workbook(content, report.source)
    wanted = {**report.figures, **{edit.cell: edit.after for edit in found.figures}}
    kept = (written.profile, written.facts, written.reasons, written.drafted)
    same = kept == (report.profile, report.facts, report.reasons, report.drafted)
    if not same or written.figures != wanted or _said(written.narrative) != _said(found.narrative):
        raise OutputError("写好的工作簿读出来与稿子不一致，没有写出。请把两个文件发给开发者。")
    return content


def _said(narrative: Mapping[str, Sequence[str]]) -> Mapping[str, list[str]]:
    return {section: list(map(key_of, texts)) for section, texts in narrative.items() if texts}
