"""Sheet part -> its cells as stored, its merged areas, and what of it is hidden or protected."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from xlsheets.workbook.package import yes
from xlsheets.workbook.places import (
    LAST_COLUMN,
    LAST_ROW,
    Area,
    Place,
    area_of,
    column_number,
    moved,
)
from xlsheets.workbook.refusals import refusal
from xlsheets.workbook.shared import text_grammar, unescaped
from xlsheets.workbook.xmlwalk import Attributes, Node, walk

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_AREAS = 5_000
_KINDS = frozenset(("n", "s", "str", "inlineStr", "b", "e", "d"))
_LONGEST_NUMBER = 9
# What a cell of Excel can hold, and what all shared formulas together may come to.
_LONGEST_TEXT, _LONGEST_FORMULA, _MOST_SPELT_OUT = 32_767, 8_192, 500_000


class Raw(NamedTuple):
    """A cell as stored.

    Args:
        kind: n number, s text, b truth value, e error value, d date, "" nothing.
        text: what is stored, shared texts looked up.
        formula: without the equals sign; None where there is none.
        style: number of its style.
    """

    kind: str
    text: str
    formula: str | None
    style: int


@dataclass(slots=True)
class Sheet:
    """A sheet as stored; columns are hidden by (first, last)."""

    cells: dict[Place, Raw] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    protected: bool = False

    def hides(self, place: Place) -> bool:
        """Tell whether a person cannot see a cell: its row or column is hidden, or another covers it."""
        row, column = place
        if row in self.hidden_rows:
            return True
        for first, last in self.hidden_columns:
            if first <= column <= last:
                return True
        for (top, left), (bottom, right) in self.merged:
            if top <= row <= bottom and left <= column <= right and place != (top, left):
                return True
        return False


def read_sheet(part: str, xml: bytes, texts: Sequence[str], styles: int) -> Sheet:
    """Read a sheet; ``styles`` is the number of cell styles there are.

    Raises:
        UnreadableError: the part is damaged, or two readers could take different numbers from it.
    """
    walker = _SheetWalk(part, texts, styles)
    walk(part, xml, walker.grammar(), guarded=frozenset(("sheetData", "row", "c")))
    return walker.sheet


class _SheetWalk:
    """Builds the sheet while its part is walked."""

    def __init__(self, part: str, texts: Sequence[str], styles: int) -> None:
        self.sheet = Sheet()
        self._part, self._texts = part, texts
        self._styles = {str(number): number for number in range(styles)}
        self._blanks = [Raw("", "", None, number) for number in range(styles)]
        self._begun = False
        self._row = self._column = 0
        self._tail = ""
        self._kind, self._style = "", 0
        self._value: str | None = None
        self._formula: str | None = None
        self._inline: list[str] | None = None
        self._formula_kind: Attributes = {}
        self._formulas = _Formulas(part)

    def grammar(self) -> dict[str, Node]:
        """Return the elements of a sheet part that matter."""
        value = Node(text=self._set_value, closed=True)
        formula = Node(start=self._begin_formula, text=self._set_formula, closed=True)
        inline = Node(text_grammar(self._add_text), start=self._begin_inline, closed=True)
        cell = Node(
            {"v": value, "f": formula, "is": inline},
            start=self._begin_cell,
            end=self._end_cell,
            closed=True,
        )
        row = Node({"c": cell}, start=self._begin_row, closed=True)
        return {
            "worksheet": Node(
                {
                    "sheetData": Node({"row": row}, start=self._begin_cells, closed=True),
                    "cols": Node({"col": Node(start=self._add_columns)}),
                    "mergeCells": Node({"mergeCell": Node(start=self._merge)}),
                    "sheetProtection": Node(start=self._protect),
                }
            )
        }

    def _doubt(self, what: str) -> NoReturn:
        raise refusal("doubtful", where=f"部件 {self._part} {what}")

    def _begin_cells(self, _: Attributes) -> None:
        if self._begun:
            self._doubt("有两份数字")
        self._begun = True

    def _begin_row(self, attributes: Attributes) -> None:
        given = attributes.get("r")
        row = self._row + 1 if given is None else self._whole(given)
        if not self._row < row <= LAST_ROW:
            self._doubt(f"第 {row} 行")
        self._row, self._column, self._tail = row, 0, str(row)
        if yes(attributes.get("hidden")) or _nought(attributes.get("ht")):
            self.sheet.hidden_rows.add(row)

    def _begin_cell(self, attributes: Attributes) -> None:
        given, tail = attributes.get("r"), self._tail
        if given is None:
            column = self._column + 1
        else:
            # An address of another row counts as none.
            column = column_number(given[: -len(tail)]) if given.endswith(tail) else 0
        if not self._column < column <= LAST_COLUMN:
            self._doubt(f"单元格 {given}")
        self._column = column
        self._kind = attributes.get("t", "n")
        self._style = self._styles.get(attributes.get("s", "0"), -1)
        self._value = self._formula = self._inline = None
        if self._kind not in _KINDS or self._style < 0:
            self._doubt(f"单元格 {given}")

    def _whole(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER):
            self._doubt(f"编号 {text}")
        return int(text)

    def _set_value(self, text: str) -> None:
        if self._value is not None:
            self._doubt(f"单元格 {self._place()} 有两个值")
        self._value = text

    def _begin_formula(self, attributes: Attributes) -> None:
        if self._formula is not None:
            self._doubt(f"单元格 {self._place()} 有两个公式")
        self._formula_kind = attributes

    def _set_formula(self, text: str) -> None:
        self._formula = text.strip()

    def _begin_inline(self, _: Attributes) -> None:
        if self._inline is not None:
            self._doubt(f"单元格 {self._place()} 有两个值")
        self._inline = []

    def _add_text(self, text: str) -> None:
        if self._inline is not None:
            self._inline.append(text)

    def _end_cell(self) -> None:
        place = Place(self._row, self._column)
        if self._value is None and self._inline is None and self._formula is None:
            self.sheet.cells[place] = self._blanks[self._style]
            return
        kind, text = (
            self._content() if self._value is not None or self._inline is not None else ("", "")
        )
        if len(text) > _LONGEST_TEXT:
            self._doubt(f"单元格 {place} 太长")
        formula = self._formula
        if formula is not None:
            formula = self._formulas.spelt_out(place, formula, self._formula_kind)
        self.sheet.cells[place] = Raw(kind, text, formula, self._style)

    def _place(self) -> Place:
        return Place(self._row, self._column)

    def _content(self) -> tuple[str, str]:
        """Return kind and text of the cell that ends; a text never comes from two places."""
        value, kind = self._value, self._kind
        if self._inline is not None and (kind != "inlineStr" or value is not None):
            self._doubt(f"单元格 {self._place()}")
        if self._inline is not None:
            return "s", unescaped("".join(self._inline))
        if kind == "inlineStr" or value is None:
            self._doubt(f"单元格 {self._place()}")
        if kind == "s":
            return "s", self._shared(value)
        if kind == "n" and not value.strip():
            return "", ""
        return ("s", unescaped(value)) if kind == "str" else (kind, value.strip(" \t\r\n"))

    def _shared(self, value: str) -> str:
        number = self._whole(value.strip(" \t\r\n"))
        if number >= len(self._texts):
            self._doubt(f"单元格 {self._place()}")
        return self._texts[number]

    def _add_columns(self, attributes: Attributes) -> None:
        if yes(attributes.get("hidden")) or _nought(attributes.get("width")):
            first, last = attributes.get("min", ""), attributes.get("max", "")
            self.sheet.hidden_columns.append((self._whole(first), self._whole(last)))
            self._limit(self.sheet.hidden_columns)

    def _merge(self, attributes: Attributes) -> None:
        area = area_of(attributes.get("ref", ""))
        if area:
            self.sheet.merged.append(area)
            self._limit(self.sheet.merged)

    def _limit(self, listed: Sequence[object]) -> None:
        if len(listed) > _MOST_AREAS:
            raise refusal("too_large", where=f"部件 {self._part}")

    def _protect(self, attributes: Attributes) -> None:
        self.sheet.protected = yes(attributes.get("sheet"))


def _nought(size: str | None) -> bool:
    """Tell whether a height or width leaves nothing to see."""
    return size is not None and bool(re.fullmatch(r"0+(?:\.0*)?", size))


class _Formulas:
    """Formulas that cells of a sheet share: one cell has it, the others refer to that cell."""

    def __init__(self, part: str) -> None:
        self._part, self._left = part, _MOST_SPELT_OUT
        self._masters: dict[str, tuple[Place, str]] = {}

    def spelt_out(self, place: Place, formula: str, attributes: Attributes) -> str:
        """Return the formula of a cell as if it were written there."""
        key = attributes.get("si", "")
        if len(formula) > _LONGEST_FORMULA:
            raise refusal("too_large", where=f"部件 {self._part} 的公式")
        if attributes.get("t") != "shared":
            return formula
        if formula:
            self._masters[key] = place, formula
        origin, master = self._masters.get(key, (place, ""))
        self._left -= len(master)
        if self._left < 0:
            raise refusal("too_large", where=f"部件 {self._part} 的公式")
        return formula or moved(master, place.row - origin.row, place.column - origin.column)
