"""XML part -> a tree that can be changed and written again as Excel and Word write theirs.

Kept apart from ``xml`` because lxml takes longer to load than a workbook takes to be read.
"""

from __future__ import annotations

from lxml import etree  # type: ignore[import-untyped]

from xlsheets.ooxml.refusals import refusal
from xlsheets.ooxml.xml import declares_types, part_name


def parse_for_editing(xml: bytes, name: str = "", *, drop_blanks: bool = False) -> etree._Element:
    """Parse a part; nothing outside it is ever read.

    Args:
        xml: the bytes of the part.
        name: its name, for refusals.
        drop_blanks: leave out blanks between elements, so that it can be indented anew.

    Raises:
        UnreadableError: it is not well-formed, or has a document type declaration.
    """
    if declares_types(xml):
        raise refusal("dtd", where=part_name(name))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=drop_blanks
    )
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise refusal("damaged", where=part_name(name)) from error


def serialise(root: etree._Element) -> bytes:
    """Write a part as Excel does: UTF-8, with a declaration."""
    tree = root.getroottree()
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))
