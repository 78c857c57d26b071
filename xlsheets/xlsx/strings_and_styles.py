"""Package -> the texts and the cell styles its sheets refer to by number."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.basics.characters import whole
from xlsheets.ooxml.contents import related_part, yes
from xlsheets.ooxml.part import legible, parse_part
from xlsheets.ooxml.refusals import refusal
from xlsheets.xlsx.number_format import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from xlsheets.ooxml.contents import Package
    from xlsheets.ooxml.part import XmlPart

# More than any version of Excel allows.
_MOST_STYLES = 65_536
# What a rich text holds besides text: looks, and how to pronounce it.
_SILENT = frozenset(("rPr", "rPh", "phoneticPr", "extLst"))
# A text of which nothing XML would read otherwise.
_PLAIN = re.compile(
    '<si><t(?: xml:space="preserve")?>([^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*)</t></si>'
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class CellStyle(NamedTuple):
    """What of a cell's style matters: its number format and whether it is locked."""

    format: str
    locked: bool


def texts_of(package: Package) -> tuple[str, ...]:
    """Return the shared texts as a person reads them: runs joined, readings of characters left out."""
    name, xml = related_part(package, "sharedStrings")
    if not xml:
        return ()
    plain = _plain_texts(name, xml)
    if plain is not None:
        return plain
    part = parse_part(name, xml, "sst")
    texts = tuple(unescaped(text_of(part, each)) for each in part.children(part.root, "si"))
    part.refuse_strays(si=len(texts))
    return texts


def _plain_texts(name: str, xml: bytes) -> tuple[str, ...] | None:
    """Return the texts of a part in which every text is plain; None for any other part."""
    text = legible(xml) or ""
    start, end = text.find("<si>"), text.rfind("</si>") + len("</si>")
    pieces = _PLAIN.split(text[start:end])
    if start < 0 or any(pieces[::2]) or text[end:].strip() != "</sst>":
        return None
    around = parse_part(name, (text[:start] + text[end:]).encode(), "sst")
    return None if len(around.root) else tuple(map(unescaped, pieces[1::2]))


def text_of(part: XmlPart, element: Element) -> str:
    """Return a rich text: one text, or runs of it."""
    text, run = part.tag("t"), part.tag("r")
    pieces = []
    for child in element:
        if child.tag == text:
            pieces.append(part.text(child))
        elif child.tag == run:
            pieces.append(text_of(part, child))
        elif child.tag.rpartition("}")[2] not in _SILENT:
            part.doubt()
    return "".join(pieces)


def unescaped(text: str) -> str:
    """Replace ``_x000D_`` by the character it stands for, pairs of surrogates by theirs."""
    if "_x" not in text:
        return text
    return whole(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text))


def styles_of(package: Package) -> tuple[CellStyle, ...]:
    """Return the styles cells refer to by number."""
    name, xml = related_part(package, "styles")
    return _styles(name, xml) if xml else (CellStyle("General", locked=True),)


# Workbooks that one program made from one template have the same styles.
@lru_cache(maxsize=2)
def _styles(name: str, xml: bytes) -> tuple[CellStyle, ...]:
    part = parse_part(name, xml, "styleSheet")
    styles = part.only("cellXfs")
    if styles is None:
        return (CellStyle("General", locked=True),)
    part.refuse_strays(cellXfs=1)
    formats = _formats(part)
    found = tuple(_style(part, each, formats) for each in part.children(styles, "xf"))
    if len(found) > _MOST_STYLES:
        raise refusal("too_large", where="单元格样式")
    return found


def _formats(part: XmlPart) -> dict[str, str]:
    """Return the number formats that the workbook defines, by number."""
    formats: dict[str, str] = {}
    for each in part.root.iterfind(f"{part.tag('numFmts')}/{part.tag('numFmt')}"):
        number = each.get("numFmtId", "")
        if number in formats:
            raise refusal("doubtful", where="数字格式")
        formats[number] = each.get("formatCode", "")
    return formats


def _style(part: XmlPart, element: Element, formats: Mapping[str, str]) -> CellStyle:
    number = element.get("numFmtId", "0")
    protection = element.find(part.tag("protection"))
    locked = protection is None or yes(protection.get("locked", "1"))
    return CellStyle(formats.get(number) or BUILT_IN.get(number, "General"), locked)
