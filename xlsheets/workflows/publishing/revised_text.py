"""Pairs of printed pieces and lines of a draft -> the text of each section afterwards, and what is no text of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlsheets.basics.dates import written_day
from xlsheets.extract import Grid
from xlsheets.report import PREAMBLE
from xlsheets.workflows.publishing.pairing import SIGNATURE, TITLE, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from xlsheets.report import Report
    from xlsheets.workflows.publishing.pairing import DraftPair, PrintedSpot

_UNFILLED = "请在“基本信息”里改"


@dataclass(slots=True)
class RevisedSection:
    """The paragraphs of a section: each with the number of the one it was, 0 for one that came in."""

    paragraphs: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class RevisedText:
    """The text of a draft.

    Args:
        sections: its paragraphs by section.
        tables: the table of the draft for each of the report's, by its caption.
        listed: sentences about what the draft changes outside the text of sections.
    """

    sections: dict[str, RevisedSection]
    tables: dict[str, Grid] = field(default_factory=dict)
    listed: list[str] = field(default_factory=list)


def revised_text(report: Report, found: Iterable[DraftPair]) -> RevisedText:
    """Sort the lines of a draft into the sections of its report.

    A line that came in belongs where the one before it does; beside a table, before the title and behind the
    signature the report has no place for it.
    """
    prose = (PREAMBLE, *(part.key for part in report.edition.prose))
    made = RevisedText({section: RevisedSection() for section in prose})
    section = ""
    for spot, block in found:
        if spot is None:
            _take_new(made, section, block, report)
            continue
        section = PREAMBLE if spot.section == TITLE else spot.section
        if isinstance(block, Grid):
            made.tables[spot.text] = block
        elif spot.number and block is not None:
            made.sections[spot.section].paragraphs.append((spot.number, block))
        elif not spot.number and (block is None or key_of(block) != key_of(spot.text)):
            made.listed.append(_about_frame(spot, block))
    return made


def _about_frame(spot: PrintedSpot, block: str | None) -> str:
    """Say what became of a title, a heading, a table or a line of the signature."""
    if spot.form:
        return f"“{spot.text}”这张表在稿子里没有了，表里的数没有动。"
    what = {TITLE: "标题", SIGNATURE: "落款"}.get(spot.section, "各部分的标题")
    where = _UNFILLED if spot.section in (TITLE, SIGNATURE) else "格式规定了，不能改"
    became = f"改成了“{block}”" if block else "删了"
    return f"{what}“{spot.text}”{became}，没有写入：{where}。"


def _take_new(made: RevisedText, section: str, block: str | Grid | None, report: Report) -> None:
    if isinstance(block, Grid):
        text = " ".join(" ".join(cell.text.split()) for cell in block.cells if cell.text.strip())
        made.listed.append(f"多出一张格式以外的表格，没有写入：“{text}”。")
    elif block is not None and (refusal := _no_place(section, block, report)):
        made.listed.append(f"{refusal}，没有写入：“{block}”。")
    elif block is not None:
        made.sections[section].paragraphs.append((0, block))


def _no_place(section: str, text: str, report: Report) -> str:
    """Say why a line that came in is no text of a section; "" for one that is."""
    if not section:
        return "标题以前多出一行"
    if section == SIGNATURE:
        return "落款以后多出一行"
    if section not in (PREAMBLE, *(part.key for part in report.edition.prose)):
        return f"“{report.edition.section(section).title}”的表格旁边多出一段，填报格式里没有地方放"
    last = report.edition.prose[-1].key
    if section == last and (key_of(text) == key_of(report.profile.unit) or written_day(text)):
        return f"末尾多出一行像是落款（{_UNFILLED}）"
    return ""


def texts_to_write(
    report: Report, sections: Mapping[str, RevisedSection]
) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs that change, by place; "" for one that is gone.

    Paragraphs keep their cells. One that came in goes to the end, or where one is gone; only between two that
    stay do those behind it move down, and where the section has no cell left it is a line of the cell before.
    """
    for section, revised in sections.items():
        before = report.paragraphs(section)
        kept = [number for number, _ in revised.paragraphs if number]
        if len(kept) != len(set(kept)):  # a paragraph that prints several lines: each is one now
            placed = dict(enumerate((text for _, text in revised.paragraphs), 1))
        else:
            placed = _placed(revised.paragraphs, len(before), _room(report, section))
        for number in range(1, max([len(before), *placed]) + 1):
            old = before[number - 1] if number <= len(before) else ""
            new = placed.get(number, "")
            if key_of(new) != key_of(old) or new.count("\n") != old.count("\n"):
                yield f"text.{section}.{number}", new


def _room(report: Report, section: str) -> int:
    if section == PREAMBLE:
        return report.edition.preamble_paragraphs
    return report.edition.section(section).paragraphs


def _placed(paragraphs: Sequence[tuple[int, str]], before: int, room: int) -> dict[int, str]:
    """Return the text of every place that is filled afterwards."""
    placed: dict[int, str] = {}
    waiting: list[str] = []
    last = 0
    for number, text in (*paragraphs, (before + 1, "")):
        if not number:
            waiting.append(text)
            continue
        if number <= before and waiting and number - last - 1 < len(waiting):
            return _moved(paragraphs, room) or _in_lines(paragraphs)
        placed |= dict(enumerate(waiting, last + 1))
        waiting, last = [], number
        placed |= {number: text} if text else {}
    return placed if max(placed, default=0) <= room else _in_lines(paragraphs)


def _moved(paragraphs: Sequence[tuple[int, str]], room: int) -> dict[int, str]:
    """Return all paragraphs one below the other; nothing when there are more than cells."""
    return dict(enumerate((text for _, text in paragraphs), 1)) if len(paragraphs) <= room else {}


def _in_lines(paragraphs: Sequence[tuple[int, str]]) -> dict[int, str]:
    """Return the paragraphs in the cells they stood in, each that came in as a line of the one before it."""
    placed: dict[int, str] = {}
    at = next((number for number, _ in paragraphs if number), 1)
    leading = True
    for number, text in paragraphs:
        leading = leading and not number
        at = number or at
        placed[at] = f"{placed[at]}\n{text}" if at in placed else text
    return placed
