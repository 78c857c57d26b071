"""Bytes of XML from anywhere -> its elements, without ever following what a DTD says."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError, fromstring

from xlsheets.ooxml.refusals import refusal
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from xml.etree.ElementTree import Element
    from xml.parsers import expat

# Stands for what was taken out of a part: a private-use character, which no part may have of its own then.
MARK = "\ue000"
# Far more elements or attributes than any report has, and few enough to be held in memory as a tree.
MOST_ELEMENTS = 1_000_000
# A folder has workbooks of so many kinds, each with so many sheets that are read: every program, and every version of a
# template, writes parts in its own way, and what is kept of those of one kind must outlast a file of another.
KINDS, SHEETS_OF_ONE = 8, 10
_DECLARATION = "<!DOCTYPE"
_WIDE = tuple(_DECLARATION.encode(f"utf-{bits}-{end}") for bits in (16, 32) for end in ("le", "be"))


def declares_types(xml: bytes) -> bool:
    """Tell whether a part has a document type declaration, in any encoding XML may have."""
    if _DECLARATION.encode() in xml:
        return True
    return b"\0" in xml[:4] and any(wide in xml for wide in _WIDE)


def tree_of(xml: bytes, name: str = "") -> Element:
    """Return the root element; comments and instructions are left out.

    Args:
        xml: the bytes of a part.
        name: its name, for refusals.

    Raises:
        UnreadableError: it is not well-formed, in an unknown encoding, too large, or has a document type declaration.
    """
    if len(xml) > MOST_ELEMENTS and max(map(xml.count, (b"<", b"="))) > MOST_ELEMENTS:
        raise refusal("too_large", where=part_name(name))
    if declares_types(xml):
        raise refusal("dtd", where=part_name(name))
    try:
        return fromstring(xml)  # noqa: S314 - no entity is declared, so none is expanded
    except (ParseError, LookupError, ValueError) as error:
        raise refusal("damaged", where=part_name(name)) from error


def part_name(name: str) -> str:
    """Return how refusals call a part; "" for one without a name."""
    return f"部件 {name}" if name else ""


class Walker(NamedTuple):
    """What to call while a part is walked; names are ``namespace local``."""

    start: Callable[[str, Mapping[str, str]], None]
    end: Callable[[str], None] | None = None
    text: Callable[[str], None] | None = None


def walk(xml: bytes, make: Callable[[expat.XMLParserType], Walker], name: str = "") -> None:
    """Walk through a part from start to end, for those who need to know at which byte things stand.

    Raises:
        UnreadableError: as ``tree_of``.
    """
    from xml.parsers import expat

    if declares_types(xml):
        raise refusal("dtd", where=part_name(name))
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    walker = make(parser)
    parser.StartElementHandler = walker.start
    if walker.end:
        parser.EndElementHandler = walker.end
    if walker.text:
        parser.CharacterDataHandler = walker.text
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - the C signature has no keyword
    except (expat.ExpatError, UnicodeError, LookupError, ValueError) as error:
        raise refusal("damaged", where=part_name(name)) from error
