"""Package -> the texts and the cell styles its sheets refer to by number."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from xlsheets.basics.characters import whole
from xlsheets.basics.patterns import pattern_of
from xlsheets.ooxml.contents import related_part, yes
from xlsheets.ooxml.part import legible, parse_part
from xlsheets.ooxml.refusals import refusal
from xlsheets.ooxml.xml import KINDS
from xlsheets.values import NamedTuple
from xlsheets.xlsx.number_format import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.etree.ElementTree import Element

    from xlsheets.ooxml.contents import Package
    from xlsheets.ooxml.part import XmlPart

# More than any version of Excel allows.
_MOST_STYLES = 65_536
# What a rich text holds besides text: looks, and how to pronounce it.
_SILENT = frozenset(("rPr", "rPh", "phoneticPr", "extLst"))
# A text of which nothing XML would read otherwise.
_PLAIN = pattern_of(
    '<si><t(?: xml:space="preserve")?>([^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*)</t></si>'
)
_ESCAPED = pattern_of(r"_x([0-9A-Fa-f]{4})_")


class TypefaceLook(StrEnum):
    """What of a typeface changes what a person reads."""

    STRUCK = "划掉的"
    RAISED = "上标"
    LOWERED = "下标"
    WHITE = "白色的"
    TINY = "极小的"


class CellStyle(NamedTuple):
    """What of a cell's style matters: its number format, whether it is locked, and how its text looks."""

    format: str
    locked: bool
    looks: frozenset[TypefaceLook] = frozenset()


class RichText(str):
    """A text whose runs do not all look alike; ``runs`` pairs the text of each with its looks."""

    __slots__ = ("runs",)
    runs: tuple[tuple[str, frozenset[TypefaceLook]], ...]

    @classmethod
    def of(cls, runs: Sequence[tuple[str, frozenset[TypefaceLook]]]) -> str:
        """Return the text of these runs, with them where one of them looks other than plain."""
        joined = "".join(text for text, _ in runs)
        if not any(looks for _, looks in runs):
            return joined
        made = cls(joined)
        made.runs = tuple(runs)
        return made


def texts_of(package: Package) -> tuple[str, ...]:
    """Return the shared texts as a person reads them: runs joined, readings of characters left out."""
    name, xml = related_part(package, "sharedStrings")
    if not xml:
        return ()
    plain = _plain_texts(name, xml)
    if plain is not None:
        return plain
    part = parse_part(name, xml, "sst")
    texts = tuple(text_of(part, text) for text in part.children(part.root, "si"))
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
    texts = pieces[1::2]
    return None if len(around.root) else tuple(map(unescaped, texts) if "_x" in text else texts)


def text_of(part: XmlPart, element: Element) -> str:
    """Return a rich text: one text, or runs of it."""
    text, run = part.tag("t"), part.tag("r")
    runs: list[tuple[str, frozenset[TypefaceLook]]] = []
    for child in element:
        if child.tag == text:
            runs.append((unescaped(part.text(child)), frozenset()))
        elif child.tag == run:
            looks = _looks(part, child.find(part.tag("rPr")))
            runs.append((str(text_of(part, child)), looks))
        elif child.tag.rpartition("}")[2] not in _SILENT:
            part.doubt()
    return RichText.of(runs)


# Smaller than anybody reads; a report is set in ten points and more.
_SMALLEST = 2.5
_WHITE = pattern_of("(?:[0-9A-F]{2})?F[0-9A-F]F[0-9A-F]F[0-9A-F]", re.IGNORECASE)
_LOOK_OF = {"superscript": TypefaceLook.RAISED, "subscript": TypefaceLook.LOWERED}


def _looks(part: XmlPart, font: Element | None) -> frozenset[TypefaceLook]:
    """Return what of a typeface changes what a person reads."""
    if font is None:
        return frozenset()
    found = set()
    strike, place = font.find(part.tag("strike")), font.find(part.tag("vertAlign"))
    if strike is not None and yes(strike.get("val", "1")):
        found.add(TypefaceLook.STRUCK)
    if place is not None and place.get("val") in _LOOK_OF:
        found.add(_LOOK_OF[place.get("val", "")])
    colour, size = font.find(part.tag("color")), font.find(part.tag("sz"))
    if colour is not None and (
        _WHITE.fullmatch(colour.get("rgb", ""))
        or (colour.get("theme"), colour.get("tint")) == ("0", None)
    ):
        found.add(TypefaceLook.WHITE)
    if size is not None and _points(size.get("val", "")) < _SMALLEST:
        found.add(TypefaceLook.TINY)
    return frozenset(found)


def _points(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        return _SMALLEST


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
@lru_cache(maxsize=KINDS)
def _styles(name: str, xml: bytes) -> tuple[CellStyle, ...]:
    part = parse_part(name, xml, "styleSheet")
    styles = part.only("cellXfs")
    if styles is None:
        return (CellStyle("General", locked=True),)
    part.refuse_strays(cellXfs=1)
    formats = _formats(part)
    fonts = [
        _looks(part, font) for font in part.root.iterfind(f"{part.tag('fonts')}/{part.tag('font')}")
    ]
    dark = [
        _is_dark(part, fill)
        for fill in part.root.iterfind(f"{part.tag('fills')}/{part.tag('fill')}")
    ]
    if len(styles) > _MOST_STYLES:
        raise refusal("too_large", where="单元格样式")
    return tuple(
        _style(part, style, formats, _looks_on(fonts, dark, style))
        for style in part.children(styles, "xf")
    )


def _formats(part: XmlPart) -> dict[str, str]:
    """Return the number formats that the workbook defines, by number."""
    formats: dict[str, str] = {}
    for defined in part.root.iterfind(f"{part.tag('numFmts')}/{part.tag('numFmt')}"):
        number = defined.get("numFmtId", "")
        if number in formats:
            raise refusal("doubtful", where="数字格式")
        formats[number] = defined.get("formatCode", "")
    return formats


# White can be read on a ground of which one channel at least is darker than this.
_LIGHT = 0xC0


def _is_dark(part: XmlPart, fill: Element) -> bool:
    """Tell whether a fill is, or may be, a colour on which white can be read."""
    pattern = fill.find(part.tag("patternFill"))
    if pattern is None or pattern.get("patternType", "none") == "none":
        return fill.find(part.tag("gradientFill")) is not None
    colour = pattern.find(part.tag("fgColor"))
    written = "" if colour is None else colour.get("rgb", "")[-6:]
    try:
        return min(bytes.fromhex(written)) < _LIGHT
    except ValueError:
        return True


def _looks_on(
    fonts: Sequence[frozenset[TypefaceLook]], dark: Sequence[bool], element: Element
) -> frozenset[TypefaceLook]:
    """Return the looks of a cell style: white counts only where nothing dark is behind it."""
    looks = _listed(fonts, element.get("fontId", "0"), frozenset())
    return (
        looks - {TypefaceLook.WHITE}
        if _listed(dark, element.get("fillId", "0"), otherwise=False)
        else looks
    )


_Member = TypeVar("_Member")


def _listed(members: Sequence[_Member], number: str, otherwise: _Member) -> _Member:
    return members[int(number)] if number.isdecimal() and int(number) < len(members) else otherwise


def _style(
    part: XmlPart, element: Element, formats: Mapping[str, str], looks: frozenset[TypefaceLook]
) -> CellStyle:
    number = element.get("numFmtId", "0")
    protection = element.find(part.tag("protection"))
    locked = protection is None or yes(protection.get("locked", "1"))
    return CellStyle(formats.get(number) or BUILT_IN.get(number, "General"), locked, looks)
