"""Cell -> what its input prompt says, and the rule that refuses anything else there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.addresses import area_of
from xlsheets.schema.spec import Item, Measure

if TYPE_CHECKING:
    from xlsheets.schema.edition import Edition
    from xlsheets.schema.spec import Cell
    from xlsheets.workbook.template.writer.sheet_writer import SheetWriter

# What Excel allows: a longer title or text makes it refuse the whole file.
LONGEST_TITLE, LONGEST_TEXT = 32, 255

_REFUSALS = {
    Measure.COUNT: (
        "只能填 0 或者正整数",
        "这一格填件数，只能是 0 或者正整数。没有就填 0，不要填“无”“/”，也不要带“件”字。请按“重试”重新填写。",
    ),
    Measure.WAN_YUAN: (
        "只能填 0 或者正数",
        "这一格的单位是万元，只能是 0 或者正数，最多 6 位小数。没有就填 0，不要带“万元”两个字。请按“重试”重新填写。",
    ),
}


def prompt(edition: Edition, cell: Cell) -> tuple[str, str]:
    """Return the title and text of a cell's input prompt; cells that need the same words share them."""
    row, column = edition.items[cell.block, cell.row], edition.items[cell.block, cell.column]
    labels = list(edition.row_labels[cell.block, cell.row][-1:])
    labels += edition.column_labels[cell.block, cell.column] if _help(column) else ()
    sources = "；".join(
        dict.fromkeys(filter(None, (row.source, column.source if _help(column) else "")))
    )
    text = "".join(filter(None, (_help(row), _help(column))))
    return _cut(" · ".join(labels), LONGEST_TITLE), _cut(f"{text}（依据：{sources}）", LONGEST_TEXT)


def _help(leaf: object) -> str:
    return leaf.help if isinstance(leaf, Item) else ""


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def allow_number(sheet: SheetWriter, areas: str, words: tuple[str, str], measure: Measure) -> None:
    """Allow only 0 and positive numbers of a measure in some cells, and say what belongs there."""
    title, text = _REFUSALS[measure]
    restrict_input(
        sheet,
        areas,
        {
            "validate": "decimal" if measure.decimals else "integer",
            "criteria": ">=",
            "value": 0,
            "input_title": words[0],
            "input_message": words[1],
            "error_title": title,
            "error_message": text,
        },
    )


def restrict_input(sheet: SheetWriter, areas: str, rule: dict[str, object]) -> None:
    """Put one validation on several areas."""
    first, *others = areas.split(",")
    if others:
        rule["other_cells"] = [_corners(other) for other in others]
    sheet.data_validation(first, rule)


def _corners(area: str) -> list[int]:
    found = area_of(area)
    return [*found.first.zero_based, *found.last.zero_based] if found else []
