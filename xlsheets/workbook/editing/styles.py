"""A workbook's styles -> the same with some of ours, each once however often they are added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]

from xlsheets.ooxml.xml_editing import parse_for_editing, serialise
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_LINE = "FF7A8699"


class CellLook(NamedTuple):
    """How a cell looks; colours as ARGB, "" for none."""

    font: str = "宋体"
    size: int = 11
    bold: bool = False
    underlined: bool = False
    colour: str = "FF000000"
    fill: str = ""
    framed: bool = False
    centred: bool = False
    wrap: bool = False


def add_styles(part: bytes, styles: Mapping[str, CellLook]) -> tuple[bytes, dict[str, int]]:
    """Return the styles part with these styles in it, and the number of each."""
    root = parse_for_editing(part)
    numbers = {name: _number(root, style) for name, style in styles.items()}
    return serialise(root), numbers


def _number(root: etree._Element, style: CellLook) -> int:
    attributes = {
        "numFmtId": "0",
        "fontId": str(_found(root, "fonts", _font(style))),
        "fillId": str(_found(root, "fills", _fill(style))),
        "borderId": str(_found(root, "borders", _border(style))),
        "xfId": "0",
        "applyFont": "1",
        "applyFill": "1",
        "applyBorder": "1",
        "applyAlignment": "1",
    }
    wrap = ' wrapText="1"' if style.wrap else ""
    across = ' horizontal="center"' if style.centred else ""
    held = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return _found(root, "cellXfs", f'<xf{held}><alignment{across} vertical="center"{wrap}/></xf>')


def _font(style: CellLook) -> str:
    marks = ("<b/>" if style.bold else "") + ("<u/>" if style.underlined else "")
    return (
        f'<font>{marks}<sz val="{style.size}"/><color rgb="{style.colour}"/>'
        f'<name val="{style.font}"/><family val="2"/></font>'
    )


def _fill(style: CellLook) -> str:
    if not style.fill:
        return '<fill><patternFill patternType="none"/></fill>'
    return (
        f'<fill><patternFill patternType="solid"><fgColor rgb="{style.fill}"/>'
        '<bgColor indexed="64"/></patternFill></fill>'
    )


def _border(style: CellLook) -> str:
    line = f' style="thin"><color rgb="{_LINE}"/></' if style.framed else ""
    sides = ("left", "right", "top", "bottom")
    drawn = "".join(f"<{side}{line}{side}>" if line else f"<{side}/>" for side in sides)
    return f"<border>{drawn}<diagonal/></border>"


def _found(root: etree._Element, group: str, text: str) -> int:
    """Return the number of a piece of a group, added where the group has none like it."""
    space = etree.QName(root).namespace
    pieces = root.find(f"{{*}}{group}")
    wanted = parse_for_editing(f'<a xmlns="{space}">{text}</a>'.encode())[0]
    for number, piece in enumerate(pieces):
        if _same(piece, wanted):
            return number
    pieces.append(wanted)
    pieces.set("count", str(len(pieces)))
    return len(pieces) - 1


def _same(one: etree._Element, other: etree._Element) -> bool:
    return (
        one.tag == other.tag
        and dict(one.attrib) == dict(other.attrib)
        and len(one) == len(other)
        and all(map(_same, one, other))
    )
