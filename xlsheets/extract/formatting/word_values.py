"""Elements of Word's own -> their names and what they say."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_VALUE = tuple(f"{{{uri}}}val" for uri in WORD)
_OFF = ("0", "false", "off", "none")


def attribute_value(element: Element) -> str:
    """Return w:val; "" when it is not there."""
    return element.get(_VALUE[0]) or element.get(_VALUE[1]) or ""


# A document has the same few tags thousands of times.
@lru_cache(maxsize=1024)
def local(tag: str) -> str:
    """Return the name of an element that is Word's own; "" for any other."""
    namespace, _, name = tag[1:].rpartition("}")
    return name if namespace in WORD else ""


def word_attribute(element: Element, name: str) -> str:
    """Return an attribute of Word's own by its name; "" when it is not there."""
    return next((text for key, text in element.items() if key.rpartition("}")[2] == name), "")


def is_on(element: Element) -> bool:
    """Tell whether a property that can be on or off is on."""
    return attribute_value(element) not in _OFF


def whole_number(text: str, otherwise: int = 0) -> int:
    """Return a written whole number; ``otherwise`` for what is none or absurdly large."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else otherwise
