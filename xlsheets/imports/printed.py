"""Pieces of a published file -> all that it prints of the report, word for word, to compare with what was approved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.extract import Grid
from xlsheets.imports.left_over import quoted_with_role
from xlsheets.imports.opening import NOTE
from xlsheets.imports.outline import PieceRole, with_role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.imports.opening import OutsideText
    from xlsheets.imports.outline.reading import Outline

_TEXTS = (
    PieceRole.PREAMBLE,
    PieceRole.HEADING,
    PieceRole.PROSE,
    PieceRole.BESIDE,
    PieceRole.SIGNATURE,
)
# A cell with so many Chinese characters is a label; 约5 is a number somebody wrote in words.
_LABEL = pattern_of("[\u4e00-\u9fff].*[\u4e00-\u9fff]")


@dataclass(frozen=True)
class PrintedWords:
    """The words of a published file.

    Args:
        title: the lines of the title; none when the file has none.
        texts: headings, paragraphs, what stands beside tables, and the signature, in order.
        labels: what is written in the cells of the tables besides figures; none when they are no tables but text.
        left: sentences about what was not read, footnotes among them.
        around: sentences about what stands before the report and at the head and foot of its pages.
        behind: sentences about what stands behind the report.
    """

    title: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()


def words_of(outline: Outline, outside: Sequence[OutsideText], left: Sequence[str]) -> PrintedWords:
    """Return the words of a file.

    Args:
        outline: its pieces.
        outside: its notes, and what its pages print at head and foot.
        left: sentences about everything in it that is neither a figure nor among its words.
    """
    noted = {note: f"{note.where}里还有：“{note.text}”。" for note in outside}
    before = quoted_with_role(outline, PieceRole.BEFORE)
    behind = quoted_with_role(outline, PieceRole.AFTER)
    return PrintedWords(
        title=tuple(piece.text for piece in with_role(outline.pieces, PieceRole.TITLE)),
        texts=tuple(piece.text for piece in outline.pieces if piece.role in _TEXTS),
        labels=tuple(dict.fromkeys(_labels(outline))),
        left=(*left, *(text for note, text in noted.items() if note.where == NOTE)),
        around=(
            *(f"标题以前还有：{quoted}。" for quoted in before),
            *(text for note, text in noted.items() if note.where != NOTE),
        ),
        behind=tuple(f"落款以后还有：{quoted}。" for quoted in behind),
    )


def _labels(outline: Outline) -> Iterator[str]:
    for piece in with_role(outline.pieces, PieceRole.TABLE):
        if isinstance(piece.block, Grid):
            texts = ("".join(cell.text.split()) for cell in piece.block.cells)
            yield from (text for text in texts if _LABEL.search(text))
