"""Text of a report that was pasted with a line break on each line -> the paragraphs its lines make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.report import PREAMBLE
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsheets.report import Report

# A paragraph that ends like this is whole.
CLOSED = pattern_of(r"[。！？；：…!?;:.\])）】”》]\s*$")
# Two lines may be a heading and its text; a line this short ends by itself.
_LEAST_LINES, _LEAST_LINE = 3, 12
_NEW_PARAGRAPH = pattern_of(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十]|[一二三四五六七八九十]是)"
)
_WORDS = pattern_of(r"[A-Za-z]")


def broken_lines(report: Report) -> list[tuple[str, ...]]:
    """Return the places of paragraphs that are the lines of one, run by run."""
    runs: list[tuple[str, ...]] = []
    run: tuple[str, ...] = ()
    open_line = False
    for place, paragraph in report.prose:
        same_section = bool(run) and place.rpartition(".")[0] == run[-1].rpartition(".")[0]
        goes_on = open_line and same_section and not _NEW_PARAGRAPH.match(paragraph)
        if not goes_on:
            runs.append(run)
            run = ()
        run += (place,)
        text = paragraph.strip()
        open_line = len(text) >= _LEAST_LINE and not CLOSED.search(text)
    return [lines for lines in (*runs, run) if len(lines) >= _LEAST_LINES]


class JoinedLines(NamedTuple):
    """Lines that make one paragraph.

    Args:
        places: where they stand, such as ``text.overview.3``.
        where: the same in the words of the form.
        text: the paragraph.
    """

    places: tuple[str, ...]
    where: str
    text: str


def joined_lines(report: Report) -> tuple[JoinedLines, ...]:
    """Return every paragraph that stands in lines, joined; real paragraphs are not among them."""
    standing = dict(report.prose)
    return tuple(
        JoinedLines(
            places, _in_words(report, places), _one_paragraph(standing[place] for place in places)
        )
        for places in broken_lines(report)
    )


def joined_texts(joined: Iterable[JoinedLines]) -> dict[str, str]:
    """Return what to write where: the paragraph in the place of its first line, nothing in those of the others."""
    return {
        place: paragraph.text if place == paragraph.places[0] else ""
        for paragraph in joined
        for place in paragraph.places
    }


def _in_words(report: Report, places: tuple[str, ...]) -> str:
    _, section, first = places[0].split(".")
    title = "前言" if section == PREAMBLE else report.edition.section(section).title
    return f"“{title}”第 {first} 段至第 {places[-1].rpartition('.')[2]} 段"


def _one_paragraph(lines: Iterable[str]) -> str:
    text = ""
    for line in (line.strip() for line in lines):
        words = _WORDS.match(text[-1:]) and _WORDS.match(line)
        text += f" {line}" if words else line
    return text
