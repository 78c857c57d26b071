"""Worksheet part and new values -> the part with only those cells changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]

from xlsheets.basics.addresses import place_of
from xlsheets.basics.numbers import show
from xlsheets.basics.patterns import pattern_of
from xlsheets.errors import OutputError
from xlsheets.ooxml.xml_editing import parse_for_editing, serialise
from xlsheets.values import NamedTuple
from xlsheets.workbook.template.writer.formats import line_count
from xlsheets.xlsx.limits import LONGEST_TEXT, TALLEST_ROW, length

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsheets.basics.numbers import Number

    Value = str | Number | None

# XML 1.0 has no place for these characters: Excel writes them as _x000B_, and a text that looks so as _x005F_x000B_.
_ESCAPED = pattern_of("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Widths are in digits of the standard font; a Chinese character of 12 points takes this many.
_DEFAULT_WIDTH, _SIGN_WIDTH = 8.43, 2.36
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Patched(NamedTuple):
    """A worksheet part after patching, and whether a formula had to give way."""

    part: bytes
    formula_lost: bool


def put_values(part: bytes, values: Mapping[str, Value], name: str = "") -> Patched:
    """Write values into cells; their styles stay, and so does everything else.

    Args:
        part: the worksheet part.
        values: text, number or None (empty) by A1 address.
        name: what the part is called, for refusals.

    Raises:
        OutputError: a text is too long for a cell, or a cell belongs to a formula over several cells.
    """
    root = parse_for_editing(part, name)
    formula_lost = False
    lines: dict[etree._Element, int] = {}
    table = root.find(tag_near(root, "sheetData"))
    rows = {} if table is None else dict(rows_of_table(table))
    for address, value in values.items():
        cell = _cell(root, rows, address)
        formula_lost |= _clear(cell, address)
        fill_cell(cell, value, address)
        if isinstance(value, str):
            row = cell.getparent()
            lines[row] = max(lines.get(row, 1), _lines(root, address, value))
    for row, count in lines.items():
        _fit_row(row, count)
    return Patched(serialise(root), formula_lost)


def tag_near(near: etree._Element, name: str) -> str:
    """Return a tag in the namespace of the part: files in strict form have another one."""
    return f"{{{etree.QName(near).namespace}}}{name}"


def _cell(root: etree._Element, rows: dict[int, etree._Element], address: str) -> etree._Element:
    """Return the cell at an address, made in its proper place where the file has none."""
    number, column = place_of(address)
    table = root.find(tag_near(root, "sheetData"))
    if not column or table is None:
        raise OutputError(f"写不到“{address}”这一格，原来的文件没有改动。")
    row = rows.get(number)
    if row is None:
        row = rows[number] = _new_row(table, number)
    position = 0
    for at, cell in cells_of(row):
        if at == column:
            return cell
        if at > column:
            break
        position += 1
    cell = etree.Element(tag_near(root, "c"), r=address)
    style = _inherited_style(root, row, column)
    if style:
        cell.set("s", style)
    row.insert(position, cell)
    row.attrib.pop("spans", None)
    return cell


def _new_row(table: etree._Element, number: int) -> etree._Element:
    position = sum(at < number for at, _ in rows_of_table(table))
    row = etree.Element(tag_near(table, "row"), r=str(number))
    table.insert(position, row)
    return row


def rows_of_table(table: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Yield the rows with their numbers; a row without a number follows the one before."""
    last = 0
    for row in table:
        last = int(row.get("r", last + 1))
        yield last, row


def cells_of(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Yield the cells with their columns; a cell without an address follows the one before."""
    last = 0
    for cell in row:
        last = place_of(cell.get("r", "")).column or last + 1
        yield last, cell


def _inherited_style(root: etree._Element, row: etree._Element, column: int) -> str:
    """Return the style a cell without one shows: that of its row, else of its column."""
    if row.get("customFormat") in ("1", "true"):
        return str(row.get("s", ""))
    found = _column(root, column)
    return "" if found is None else str(found.get("style", ""))


def _column(root: etree._Element, number: int) -> etree._Element | None:
    """Return what the sheet says of a column's width and style."""
    for columns in root.iterfind(f"{tag_near(root, 'cols')}/{tag_near(root, 'col')}"):
        if int(columns.get("min")) <= number <= int(columns.get("max")):
            return columns
    return None


def _clear(cell: etree._Element, address: str) -> bool:
    """Empty a cell; return whether it held a formula."""
    formula = cell.find(tag_near(cell, "f"))
    if formula is not None and ":" in formula.get("ref", ""):
        raise OutputError(
            f"“{address}”这一格是一组公式的开头，不能只改它，请先在 Excel 里把这组公式去掉。"
        )
    for child in list(cell):
        cell.remove(child)
    # Besides the type: links to metadata of the old value, such as a picture in the cell.
    for attribute in ("t", "cm", "vm"):
        cell.attrib.pop(attribute, None)
    return formula is not None


def fill_cell(cell: etree._Element, value: Value, address: str) -> None:
    """Write a value into an empty cell; an empty text leaves it empty.

    Raises:
        OutputError: a text is too long for a cell.
    """
    if value == "":
        return
    if isinstance(value, str):
        if length(value) > LONGEST_TEXT:
            raise OutputError(
                f"“{address}”这一格的文字太长，一格最多 {LONGEST_TEXT} 字，请分成几段。"
            )
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, tag_near(cell, "is")), tag_near(cell, "t"))
        text.text = escaped(value)
        if value != value.strip() or "\n" in value:
            text.set(_SPACE, "preserve")
    elif value is not None:
        etree.SubElement(cell, tag_near(cell, "v")).text = show(value)


def escaped(text: str) -> str:
    """Return a text as a workbook spells it: characters XML has no place for by their number."""
    return _ESCAPED.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def _lines(root: etree._Element, address: str, text: str) -> int:
    """Return how many lines a text takes in its cell."""
    column = _column(root, place_of(address).column)
    width = _DEFAULT_WIDTH if column is None else float(column.get("width", _DEFAULT_WIDTH))
    return line_count(text, max(1, int(width / _SIGN_WIDTH)))


def _fit_row(row: etree._Element, lines: int) -> None:
    """Give a row the height its tallest new text needs, unless somebody set one by hand.

    Left without a height, the row would be fitted by Excel but cut to one line by LibreOffice.
    """
    if row.get("customHeight") not in ("1", "true"):
        row.set("ht", str(min(TALLEST_ROW, 10 + 16 * lines)))
