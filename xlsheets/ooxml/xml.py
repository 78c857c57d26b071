"""Bytes of XML from anywhere -> its elements as a tree, without ever following what a DTD says."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError, fromstring

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# Stands for what was taken out of a part: a sign for private use, which no part may have of its own then.
MARK = "\ue000"
_DECLARATION = "<!DOCTYPE"
_WIDE = tuple(_DECLARATION.encode(f"utf-{bits}-{end}") for bits in (16, 32) for end in ("le", "be"))


def declares_types(xml: bytes) -> bool:
    """Tell whether a part has a document type declaration, in any encoding XML may have."""
    if _DECLARATION.encode() in xml:
        return True
    return b"\0" in xml[:4] and any(each in xml for each in _WIDE)


def tree_of(xml: bytes) -> Element:
    """Return the root element; comments and instructions are left out.

    Raises:
        ValueError: it is not well-formed, in an unknown encoding, or has a document type declaration.
    """
    if declares_types(xml):
        raise ValueError(_DECLARATION)
    try:
        return fromstring(xml)  # noqa: S314 - no entity is declared, so none is expanded
    except (ParseError, LookupError) as error:
        raise ValueError(str(error)) from error
