"""Elements of a Word document, from outside in -> its paragraphs and tables in final view."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, TypeVar

from xlsheets.errors import UnreadableError
from xlsheets.extract import Block, Look, Paragraph
from xlsheets.extract.docx_styles import WordStyles, heading_level
from xlsheets.extract.docx_tables import MOST_COLUMNS, OpenCell, OpenRow, grid_of_rows
from xlsheets.extract.formatting import woven
from xlsheets.extract.formatting.word_numbering import NumberPlace, WordNumbering, list_of
from xlsheets.extract.formatting.word_runs import RunMarks, look_of_run, switched
from xlsheets.extract.formatting.word_values import (
    WORD,
    attribute_value,
    local,
    whole_number,
    word_attribute,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from xml.etree.ElementTree import Element

_Value = TypeVar("_Value")


def _tagged(by_name: Mapping[str, _Value]) -> dict[str, _Value]:
    return {f"{{{uri}}}{name}": value for uri in WORD for name, value in by_name.items()}


def _tags(*names: str) -> frozenset[str]:
    return frozenset(_tagged(dict.fromkeys(names)))


_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What the final view no longer shows, and what hides it from other readings: pronunciation, old programs.
_GONE = ("del", "moveFrom", "rt")
# What marks a row, a cell or the end of a paragraph as deleted.
_DELETIONS = _tags("del", "moveFrom", "cellDel")
_SPAN, _MERGE = _tags("gridSpan"), _tags("vMerge")
_OF_RUN, _OF_ROW, _OF_CELL = _tags("rPr"), _tags("trPr"), _tags("tcPr")
_CHARACTERS = {
    "tab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
    "softHyphen": "\u00ad",
}
# Text boxes and tables in one another; nobody nests them deeper, and Python itself has an end.
_DEEPEST = 200


@dataclass(slots=True)
class _OpenParagraph:
    level: int = 0
    marks: RunMarks = field(default_factory=dict)
    number: NumberPlace | None = None
    pieces: list[tuple[str, Look]] = field(default_factory=list)
    mark_deleted: bool = False


class DocxReader:
    """The state while a document is read; ``blocks`` is the result."""

    def __init__(self, styles: WordStyles, numbering: WordNumbering | None = None) -> None:
        self.blocks: list[Block] = []
        self._styles = styles
        self._numbering = numbering or WordNumbering()
        self._deletes = False
        self._look = Look.PLAIN
        self._carried: list[tuple[str, Look]] = []
        self._paragraphs: list[_OpenParagraph] = []
        self._rows: list[OpenRow] | None = None
        self._row: OpenRow | None = None
        self._cell: OpenCell | None = None
        self._deep = 0

    def read(self, root: Element) -> None:
        """Read what is within the root of a part.

        Raises:
            UnreadableError: elements lie deeper in one another than in any document.
        """
        tags = {element.tag for element in root.iter()}
        self._deletes = not tags.isdisjoint(_DELETIONS)
        self._read_within(root)

    def _read_within(self, parent: Element) -> None:
        """Read what is within an element; whatever has no meaning of its own is looked into."""
        self._deep += 1
        if self._deep > _DEEPEST:
            raise UnreadableError(
                "too_deep", "这个 Word 文档的内容嵌套太深，不像一份年度报告，没有读取。"
            )
        for element in parent:
            self._readers.get(element.tag, DocxReader._read_within)(self, element)
        self._deep -= 1

    def _pass_over(self, _: Element) -> None:
        """Read nothing."""

    def _read_whole(self, element: Element) -> None:
        """Read what has an end of its own: a paragraph that would go on behind it ends there."""
        self._read_within(element)
        self._end_carried()

    def _end_carried(self) -> None:
        if self._carried:
            self._close_paragraph(_OpenParagraph(pieces=self._take_carried()))

    def _take_carried(self) -> list[tuple[str, Look]]:
        carried, self._carried = self._carried, []
        return carried

    def _read_paragraph(self, element: Element) -> None:
        marks = self._styles.marks.get("", {})
        self._paragraphs.append(_OpenParagraph(marks=marks, pieces=self._take_carried()))
        self._read_within(element)
        self._close_paragraph(self._paragraphs.pop())

    def _read_paragraph_properties(self, element: Element) -> None:
        if not self._paragraphs:
            return
        paragraph = self._paragraphs[-1]
        paragraph.mark_deleted = self._deletes and _is_deleted(element, _OF_RUN)
        for mark in element:
            name = local(mark.tag)
            if name == "pStyle":
                style = attribute_value(mark)
                paragraph.level = self._styles.levels.get(style, 0)
                paragraph.marks = self._styles.marks.get(style, {})
                paragraph.number = self._numbering.by_style.get(style)
            elif name == "outlineLvl":
                paragraph.level = heading_level(whole_number(attribute_value(mark), 9) + 1)
            elif name == "numPr":
                paragraph.number = list_of(mark, paragraph.number)

    def _read_run(self, element: Element) -> None:
        around, self._look = self._look, self._look_of(element)
        self._read_within(element)
        self._look = around

    def _look_of(self, run: Element) -> Look:
        """Return the look of a run: of its own properties, its style, and the style of its paragraph."""
        marks = dict(self._paragraphs[-1].marks) if self._paragraphs else {}
        for properties in (inner for inner in run if inner.tag in _OF_RUN):
            named = (inner for inner in properties if local(inner.tag) == "rStyle")
            for style in named:
                marks |= self._styles.marks.get(attribute_value(style), {})
            marks |= switched(properties)
        return look_of_run(marks)

    def _read_text(self, element: Element) -> None:
        self._add(element.text or "")

    def _read_character(self, element: Element) -> None:
        self._add(_CHARACTERS[local(element.tag)])

    def _read_symbol(self, element: Element) -> None:
        """Read a character that only the font of symbols knows."""
        with suppress(ValueError, OverflowError):
            self._add(chr(int(word_attribute(element, "char"), 16)))

    def _add(self, characters: str) -> None:
        if self._paragraphs:
            self._paragraphs[-1].pieces.append((characters, self._look))
        else:
            self._close_paragraph(_OpenParagraph(pieces=[(characters, self._look)]))

    def _read_table(self, element: Element) -> None:
        self._end_carried()
        outer = self._rows, self._row, self._cell
        rows: list[OpenRow] = []
        self._rows, self._row, self._cell = rows, None, None
        self._read_within(element)
        self._rows, self._row, self._cell = outer
        self.blocks.append(grid_of_rows(rows))

    def _read_row(self, element: Element) -> None:
        if self._deletes and _is_deleted(element, _OF_ROW):
            return
        if self._rows is not None:
            self._row, self._cell = OpenRow(), None
            self._rows.append(self._row)
        self._read_within(element)

    def _read_row_properties(self, element: Element) -> None:
        if self._row:
            for mark in element:
                if local(mark.tag) == "gridBefore":
                    self._row.next_column = min(whole_number(attribute_value(mark)), MOST_COLUMNS)

    def _read_cell(self, element: Element) -> None:
        if self._deletes and _is_deleted(element, _OF_CELL):
            return
        if self._row:
            self._cell = OpenCell(self._row.next_column)
            self._row.cells.append(self._cell)
            self._row.next_column += 1
        self._read_whole(element)

    def _read_cell_properties(self, element: Element) -> None:
        row, cell = self._row, self._cell
        if row is None or cell is None:
            return
        for mark in element:
            if mark.tag in _SPAN:
                cell.width = min(max(1, whole_number(attribute_value(mark), 1)), MOST_COLUMNS)
                row.next_column = cell.column + cell.width
            elif mark.tag in _MERGE:
                cell.merge = attribute_value(mark) or "continue"

    def _close_paragraph(self, paragraph: _OpenParagraph) -> None:
        if paragraph.mark_deleted:
            self._carried = paragraph.pieces
            return
        text, asides = woven(paragraph.pieces)
        text = self._numbered(paragraph, text)
        if self._cell:
            self._cell.texts.append(text)
            self._cell.asides += asides
        elif text.strip() or asides:
            self.blocks.append(Paragraph(text, paragraph.level, asides))

    def _numbered(self, paragraph: _OpenParagraph, text: str) -> str:
        """Return the text of a paragraph behind the number that Word prints before it."""
        if paragraph.number is None:
            return text
        number = self._numbering.printed(paragraph.number)
        apart = " " if number[-1:].isalnum() or text[:1].isdigit() else ""
        return number + apart + text if number and text.strip() else text

    _readers: ClassVar[Mapping[str, Callable[[DocxReader, Element], None]]] = {
        **_tagged(
            {
                "p": _read_paragraph,
                "pPr": _read_paragraph_properties,
                "r": _read_run,
                "t": _read_text,
                **dict.fromkeys(_CHARACTERS, _read_character),
                "sym": _read_symbol,
                **dict.fromkeys(("body", "txbxContent"), _read_whole),
                "tbl": _read_table,
                "tr": _read_row,
                "trPr": _read_row_properties,
                "tc": _read_cell,
                "tcPr": _read_cell_properties,
                **dict.fromkeys((*_GONE, "rPr", "tblPr", "tblGrid", "sectPr"), _pass_over),
            }
        ),
        _FALLBACK: _pass_over,
    }


def _marks(element: Element, properties: frozenset[str]) -> Iterator[Element]:
    """Yield what stands in an element's properties, the ones with these tags."""
    for inner in element:
        if inner.tag in properties:
            yield from inner


def _is_deleted(element: Element, properties: frozenset[str]) -> bool:
    """Tell whether an element's properties say that it was deleted."""
    return any(mark.tag in _DELETIONS for mark in _marks(element, properties))
